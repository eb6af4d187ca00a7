"""Secrets at rest: what may lie in the database only sealed.

Each use has a purpose of its own, so that what was sealed for one cannot be opened as another. The key lies
in the home, outside the database, and enters no backup. It may hold several keys, the newest first: the
newest seals, every one opens, so that a key can be exchanged while Litfass runs (`campaigns/keys.py`).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from typing import NewType

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from campaigns.errors import BadInput

#: Bytes that may lie on a disk. A type of its own, so that the plain bytes cannot be taken for it.
Sealed = NewType("Sealed", bytes)

#: The length of one key in bytes.
KEY_LENGTH = 32


def seal(data: bytes, key: bytes, *, purpose: str) -> Sealed:
    """The bytes as they may lie on a disk. `key` is the instance's `secrets.key`."""
    return Sealed(_box(key, purpose).encrypt(data))


def unseal(token: bytes, key: bytes, *, purpose: str) -> bytes:
    """The bytes again; refuses what was sealed with another key or for another purpose, or was changed."""
    try:
        return _box(key, purpose).decrypt(token)
    except InvalidToken:
        raise BadInput("It cannot be opened: the keys of this home were exchanged since.") from None


def reseal(token: bytes, key: bytes, *, purpose: str) -> Sealed:
    """The same secret, sealed with the newest key; refuses what none of the keys opens."""
    try:
        return Sealed(_box(key, purpose).rotate(token))
    except InvalidToken:
        raise BadInput("It cannot be opened: the keys of this home were exchanged since.") from None


def split_keys(key: bytes) -> list[bytes]:
    """The keys of a key file, the newest first. A file of another length is one key as a whole."""
    if len(key) % KEY_LENGTH:
        return [key]
    return [key[start : start + KEY_LENGTH] for start in range(0, len(key), KEY_LENGTH)]


@cache
def _box(key: bytes, purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(each, purpose))) for each in split_keys(key)])


def _derived(key: bytes, purpose: str) -> bytes:
    # HKDF's `info` sets the purposes apart (RFC 5869).
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"litfass: " + purpose.encode()).derive(key)
