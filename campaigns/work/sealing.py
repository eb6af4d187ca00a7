"""Files that people upload, sealed while they wait for the worker.

A table of questions may hold names and numbers of people who asked for advice. It is read in memory alone;
what lies in the database (and in its journal, a copy of it, or a page that was freed) is sealed with a key
that lies elsewhere and enters no backup.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from typing import NewType

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from campaigns.errors import BadInput

#: Sets this use of the instance's secret apart from all others (RFC 5869, `info`).
PURPOSE = b"litfass: uploads that wait for the worker"

#: Bytes that may lie on a disk. A type of its own, so that the plain file cannot be taken for it.
Sealed = NewType("Sealed", bytes)


def seal(data: bytes, key: bytes) -> Sealed:
    """The file as it may lie on a disk. `key` is the instance's `secrets.key`."""
    return Sealed(_box(key).encrypt(data))


def unseal(token: bytes, key: bytes) -> bytes:
    """The file again; refuses what was sealed with another key or was changed."""
    try:
        return _box(key).decrypt(token)
    except InvalidToken:
        raise BadInput(
            "The uploaded file cannot be opened: the keys of this home were exchanged since. Upload it once more."
        ) from None


@cache
def _box(key: bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key)
    return Fernet(urlsafe_b64encode(derived))
