"""The signature of a row of the trail, and the seal of a session: only a holder of this home's `trail.key` makes them.

It is an HMAC-SHA256 (RFC 2104), over a row's digest, which covers the row and the digest before it, or over what a
session is. The key lies in the home, outside the database, and enters no backup; the engine brings it along
(`db.open_engine`). So whoever can write the database alone can neither write a row by hand nor rewrite one, nor give
themselves a session through which the desk would sign what they do.

The key file may hold several keys, the newest first: the newest signs, each is recognised, as it has to be for the
rows of a home whose key was exchanged.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from sqlalchemy import Connection

from campaigns.db import trail_keys

#: What is signed. Made for one purpose, a signature is none for another.
ROW, SESSION = b"litfass: a row of the audit trail\n", b"litfass: a session at the desk\n"


class Signer:
    """Signs with the newest of some keys, and recognises the signatures of all of them."""

    def __init__(self, keys: Sequence[bytes], purpose: bytes = ROW) -> None:
        self._keys = tuple(keys)
        self._purpose = purpose

    def sign(self, content: str) -> str:
        """64 hexadecimal digits."""
        return self._signature(self._keys[0], content)

    def recognises(self, content: str, signature: str) -> bool:
        """Whether one of the keys made this signature of this content. Takes as long for a wrong one as for a right."""
        given = signature.encode()
        return any(hmac.compare_digest(self._signature(key, content).encode(), given) for key in self._keys)

    def _signature(self, key: bytes, content: str) -> str:
        return hmac.digest(key, self._purpose + content.encode(), "sha256").hex()


def signer_of(connection: Connection, purpose: bytes = ROW) -> Signer:
    """With the keys that the engine of this connection was opened with."""
    return Signer(trail_keys(connection), purpose)
