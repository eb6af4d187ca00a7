"""The trail of an archive: are its rows signed by a key that this home holds?

Who writes an archive that somebody will put back could add an approval to it. So the rows of its trail are held
against the keys of this home. An archive that comes without its key is taken at its word only when the operator says
so, or when nobody has put a key into the home yet; then its rows are signed anew with the home's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from campaigns.errors import Conflict
from campaigns.people.audit import UNSIGNED, entry_digest, is_genuine
from campaigns.people.models import AuditEntry
from campaigns.people.signing import signer_of

#: What reports say of the trail that came in.
SIGNED, ADOPTED = "signed", "adopted"
ROWS = 500

_TRAIL: Table = AuditEntry.__table__  # type: ignore[attr-defined]


def check_signed(reading: Connection, *, adopts: bool) -> str:
    """What this trail is to this home. Raises Conflict where no row is signed by a key of it and none may be adopted.

    A row that alone is not signed was wrong before the archive was made; it comes along and opens nothing.
    """
    signer, is_empty = signer_of(reading), True
    for row in _rows(reading):
        is_empty = False
        if is_genuine(row, signer):
            return SIGNED
    if is_empty:
        return SIGNED
    if adopts:
        return ADOPTED
    raise Conflict(
        "The audit trail in this file is signed by a key that this home does not have. Nothing was changed. Put the "
        "trail.key of the home it comes from behind the one in keys/ (cat old.key >> keys/trail.key), or take the "
        "file at its word with --adopt-trail."
    )


def all_but_the_trail(table: Table) -> Select[Any] | None:
    """The rows of every other table: those of the trail have a way of their own."""
    return None if table.name == _TRAIL.name else select(table)


def believed(reading: Connection, trail: str) -> Iterator[tuple[dict[str, Any], bool]]:
    """Each row, and whether this home takes it for true: signed ones, or whatever is whole in a trail it adopts."""
    signer = signer_of(reading)
    for row in _rows(reading):
        is_whole = trail == ADOPTED and entry_digest(row) == row.digest
        yield dict(row._mapping), is_whole or is_genuine(row, signer)


def put_trail(reading: Connection, writing: Connection, trail: str) -> None:
    """Copies the trail with its numbers; what is believed is signed with the newest key of this home."""
    signer, rows = signer_of(writing), believed(reading, trail)
    while part := list(islice(rows, ROWS)):
        kept = [
            {**row, "signature": signer.sign(row["digest"]) if is_believed else UNSIGNED}
            for row, is_believed in part
        ]
        writing.execute(insert(_TRAIL), kept)


def _rows(reading: Connection) -> Iterator[Any]:
    query = select(_TRAIL).order_by(_TRAIL.c.id)
    yield from reading.execution_options(stream_results=True).execute(query)
