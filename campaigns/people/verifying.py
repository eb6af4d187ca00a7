"""Looking at the whole trail: does every row follow the row before, and does it hold what was written down elsewhere?

A change, a deletion, a swap or an insertion breaks the chain from there on. Who computes the chain anew or adds rows
cannot sign them without the key of the home (`people.signing`). Who cuts rows off at the end is found by the heads
that the worker writes into a file beside the database, up to the last row that such a head names. So behind that row
rows can still be cut off by somebody who can write the database, and nothing here shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypedDict

from sqlalchemy import Connection, Integer, Table, bindparam, select
from sqlmodel import Session, col

from campaigns.people.audit import FIRST, UNSIGNED, entry_digest, is_genuine
from campaigns.people.heads import WrittenHead
from campaigns.people.models import AuditEntry
from campaigns.people.signing import Signer, signer_of

#: So many rows are read at once.
PAGE = 500

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_BEHIND = (
    select(_ENTRY)
    .where(_ENTRY.c.id > bindparam("number"))
    .order_by(_ENTRY.c.id)
    .limit(bindparam("most", type_=Integer))
)


class Break(TypedDict):
    """A row at which the chain does not hold, and why."""

    id: int
    reason: str


class Vouched(TypedDict):
    """The last row that a head outside the database names, and when that head was written (ISO 8601, UTC)."""

    row: int
    at: str


class Borne(StrEnum):
    """How far the heads outside the database bear the rows out."""

    NOTHING = "nothing"  # no row and no head
    EMPTIED = "emptied"  # no row, but heads that name some
    UNNAMED = "unnamed"  # rows, and no head
    NONE = "none"  # heads, none of which bears a row out
    CUT = "cut"  # up to a row, and a later head names one that it does not bear out
    LATER = "later"  # up to a row, behind which others came
    ALL = "all"


class Verification(TypedDict):
    """What was found: how many rows, where the chain is broken, the digest of the last row, heads compared.

    `vouched`: up to where the rows are what they were when a head was written; None when no head bears any row out.
    `written` is the last row that any head names, 0 without one.
    """

    rows: int
    broken: list[Break]
    head: str
    heads: int
    written: int
    vouched: Vouched | None


def verify(session: Session, heads: Sequence[WrittenHead] = ()) -> Verification:
    """Walks the whole trail and reports every row at which it does not hold."""
    rows = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=500))
    return examine(rows, heads, signer_of(session.connection()))


def borne_out(found: Verification) -> Borne:
    """What can be said of the end of the trail; each outcome has its own sentence, and no two fit."""
    vouched = found["vouched"]
    if not found["rows"]:
        return Borne.EMPTIED if found["heads"] else Borne.NOTHING
    if vouched is None:
        return Borne.NONE if found["heads"] else Borne.UNNAMED
    if found["written"] > vouched["row"]:
        return Borne.CUT
    return Borne.LATER if found["rows"] > vouched["row"] else Borne.ALL


def first_break(
    connection: Connection, after: tuple[int, str] | None, *, most: int | None = None
) -> tuple[Break | None, tuple[int, str] | None]:
    """The first row at which the trail does not hold behind the row `after` (number and digest; None for the whole),
    and the last row that holds. Heads are not compared. `most`: how many rows are looked at, by default all.
    """
    number, previous = after or (0, FIRST)
    signer = signer_of(connection)
    while True:
        rows = connection.execute(_BEHIND, {"number": number, "most": most or PAGE}).all()
        for row in rows:
            if row.id != number + 1 or row.previous != previous:
                return {"id": row.id, "reason": "does not follow the row before"}, None
            # A row that came with an archive and was not believed is as it came; it opens nothing, and a no in it is
            # heard.
            if not is_genuine(row, signer) and (row.signature != UNSIGNED or entry_digest(row) != row.digest):
                return {"id": row.id, "reason": "is not signed with a key of this home"}, None
            number, previous = row.id, row.digest
        if most is not None or len(rows) < PAGE:
            return None, (number, previous)


def broken_since(connection: Connection, moment: datetime) -> int | None:
    """The first row that does not hold of those written since a moment, and of the last one before it; None if all do.

    Walked backwards by number, so that only these rows are read, however long the trail is.
    """
    older = select(_ENTRY.c.id).where(_ENTRY.c.at < moment).order_by(_ENTRY.c.id.desc()).limit(1)
    number = int(connection.execute(older).scalar() or 1) - 1
    before = None
    if number:
        digest = connection.execute(select(_ENTRY.c.digest).where(_ENTRY.c.id == number)).scalar()
        if digest is None:
            return number
        before = (number, str(digest))
    problem, _last = first_break(connection, before)
    return problem["id"] if problem else None


def examine(rows: Iterable[Any], heads: Sequence[WrittenHead], signer: Signer) -> Verification:
    """The same for rows in the order of their ids, wherever they come from."""
    broken: list[Break] = []
    unsigned: list[Break] = []
    written: dict[int, list[WrittenHead]] = defaultdict(list)
    for head in heads:
        written[head.row].append(head)
    vouched: Vouched | None = None
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
        if not signer.recognises(entry.digest, entry.signature):
            unsigned.append({"id": number, "reason": "is not signed with a key of this home"})
        named = written.pop(number, [])
        if any(head.digest != entry.digest for head in named):
            broken.append({"id": number, "reason": "is not what was written down outside the database"})
        if named and not broken and not unsigned:
            latest = max(head.at for head in named).astimezone(UTC)
            vouched = {"row": number, "at": latest.isoformat(timespec="seconds")}
        previous, expected = entry.digest, number + 1
    broken += [
        {"id": number, "reason": "was written down outside the database and is gone"} for number in written
    ]
    if count and len(unsigned) == count:
        # One thing is wrong, not as many as there are rows.
        unsigned = [
            {"id": 1, "reason": "no row is signed with a key of this home: put the right trail.key back"}
        ]
    broken = sorted(broken + unsigned, key=lambda each: each["id"])
    return {
        "rows": count,
        "broken": broken,
        "head": previous,
        "heads": len(heads),
        "written": max((head.row for head in heads), default=0),
        "vouched": vouched,
    }
