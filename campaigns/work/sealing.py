"""Files that people upload, sealed while they wait for the worker.

A table of questions may hold names and numbers of people who asked for advice. It is read in memory alone;
what lies in the database (and in its journal, a copy of it, or a page that was freed) is sealed with a key
that lies elsewhere and enters no backup.
"""

from __future__ import annotations

import campaigns.sealing as sealing
from campaigns.errors import BadInput
from campaigns.sealing import Sealed

__all__ = ["Sealed", "seal", "unseal"]

PURPOSE = "uploads that wait for the worker"


def seal(data: bytes, key: bytes) -> Sealed:
    """The file as it may lie on a disk. `key` is the instance's `secrets.key`."""
    return sealing.seal(data, key, purpose=PURPOSE)


def unseal(token: bytes, key: bytes) -> bytes:
    """The file again; refuses what was sealed with another key or was changed."""
    try:
        return sealing.unseal(token, key, purpose=PURPOSE)
    except BadInput:
        raise BadInput(
            "The uploaded file cannot be opened: the keys of this home were exchanged since. Upload it once more."
        ) from None
