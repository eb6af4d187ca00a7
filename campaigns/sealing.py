"""Secrets at rest: what may lie in the database only sealed.

Each use has a purpose of its own, so that what was sealed for one cannot be opened as another. The key lies
in the home, outside the database, and enters no backup.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from typing import NewType

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from campaigns.errors import BadInput

#: Bytes that may lie on a disk. A type of its own, so that the plain bytes cannot be taken for it.
Sealed = NewType("Sealed", bytes)


def seal(data: bytes, key: bytes, *, purpose: str) -> Sealed:
    """The bytes as they may lie on a disk. `key` is the instance's `secrets.key`."""
    return Sealed(_box(key, purpose).encrypt(data))


def unseal(token: bytes, key: bytes, *, purpose: str) -> bytes:
    """The bytes again; refuses what was sealed with another key or for another purpose, or was changed."""
    try:
        return _box(key, purpose).decrypt(token)
    except InvalidToken:
        raise BadInput("It cannot be opened: the keys of this home were exchanged since.") from None


@cache
def _box(key: bytes, purpose: str) -> Fernet:
    # HKDF's `info` sets the purposes apart (RFC 5869).
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"litfass: " + purpose.encode()).derive(key)
    return Fernet(urlsafe_b64encode(derived))
