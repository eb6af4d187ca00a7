"""The signature of a row of the trail: what only a holder of this home's `trail.key` can make.

It is an HMAC-SHA256 (RFC 2104) over the row's digest, which covers the row and the digest before it. The key lies in
the home, outside the database, and enters no backup; the engine brings it along (`db.open_engine`). So whoever can
write the database alone can neither write a row by hand nor rewrite one. Somebody who gives themselves a session
there acts through the desk, which signs what they do: a database is kept from strangers by its own means.

The key file may hold several keys, the newest first: the newest signs, each is recognised, as it has to be for the
rows of a home whose key was exchanged.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from sqlalchemy import Connection

from campaigns.db import trail_keys

_PURPOSE = b"litfass: a row of the audit trail\n"


class Signer:
    """Signs with the newest of some keys, and recognises the signatures of all of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def sign(self, digest: str) -> str:
        """64 hexadecimal digits."""
        return _signature(self._keys[0], digest)

    def recognises(self, digest: str, signature: str) -> bool:
        """Whether one of the keys made this signature of a row with this digest."""
        return any(hmac.compare_digest(_signature(key, digest), signature) for key in self._keys)


def signer_of(connection: Connection) -> Signer:
    """With the keys that the engine of this connection was opened with."""
    return Signer(trail_keys(connection))


def _signature(key: bytes, digest: str) -> str:
    return hmac.digest(key, _PURPOSE + digest.encode(), "sha256").hex()
