"""Looking at the whole trail: does every row follow the row before, and does it hold what was written down elsewhere?

A change, a deletion, a swap or an insertion breaks the chain from there on. Who computes the chain anew, or cuts
rows off at the end, is found by the heads that the worker writes into a file beside the database each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.people.audit import FIRST, entry_digest
from campaigns.people.heads import WrittenHead
from campaigns.people.models import AuditEntry


class Break(TypedDict):
    """A row at which the chain does not hold, and why."""

    id: int
    reason: str


class Verification(TypedDict):
    """What was found: how many rows, where the chain is broken, the digest of the last row, heads compared."""

    rows: int
    broken: list[Break]
    head: str
    heads: int


def verify(session: Session, heads: Sequence[WrittenHead] = ()) -> Verification:
    """Walks the whole trail and reports every row at which it does not hold."""
    rows = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=500))
    return examine(rows, heads)


def examine(rows: Iterable[Any], heads: Sequence[WrittenHead] = ()) -> Verification:
    """The same for rows in the order of their ids, wherever they come from."""
    broken: list[Break] = []
    written = {head.row: head for head in heads}
    previous, expected, count = FIRST, 1, 0
    for entry in rows:
        count += 1
        number = entry.id or 0
        if number != expected:
            broken.append({"id": number, "reason": "rows are missing before this one"})
        if entry.previous != previous:
            broken.append({"id": number, "reason": "does not follow the row before"})
        if entry.digest != entry_digest(entry):
            broken.append({"id": number, "reason": "was changed after it was written"})
        head = written.pop(number, None)
        if head is not None and head.digest != entry.digest:
            broken.append({"id": number, "reason": "is not what was written down outside the database"})
        previous, expected = entry.digest, number + 1
    broken += [
        {"id": number, "reason": "was written down outside the database and is gone"} for number in written
    ]
    return {"rows": count, "broken": broken, "head": previous, "heads": len(heads)}
