"""Scheduled posts that stand at another moment or place than people gave them: held within minutes.

One that was moved to a later day in the database would else be missed by nobody until that day comes. What is due
already the worker looks at itself when it claims.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.people.actor import Actor
from campaigns.placements.approval_ends.withdrawing import hold_row
from campaigns.placements.calendar.told import moved_by_hand
from campaigns.placements.models import Placement
from campaigns.placements.reasons import MOVED_BY_HAND
from campaigns.vocabulary import PlacementStatus

#: So many placements are compared with the trail at once.
BATCH = 500

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_SCHEDULED = (
    select_columns(
        _PLACEMENT.c.id,
        _PLACEMENT.c.due_at,
        _PLACEMENT.c.account_id,
        _PLACEMENT.c.space_id,
        _PLACEMENT.c.digest,
    )
    .where(_PLACEMENT.c.status == PlacementStatus.SCHEDULED, _PLACEMENT.c.id > bindparam("last"))
    .order_by(_PLACEMENT.c.id)
    .limit(BATCH)
)


def scheduled_elsewhere(session: Session) -> set[int]:
    """The numbers of all scheduled placements that stand elsewhere than the trail tells."""
    connection, found, last = session.connection(), set[int](), 0
    while rows := connection.execute(_SCHEDULED, {"last": last}).all():
        found |= moved_by_hand(connection, rows)
        last = rows[-1].id
    return found


def hold_moved(
    session: Session, *, placement_ids: Collection[int], by: Actor | None, now: datetime
) -> list[Placement]:
    """Holds those of these that are scheduled elsewhere still."""
    query = (
        select(Placement)
        .where(col(Placement.id).in_(list(placement_ids)), Placement.status == PlacementStatus.SCHEDULED)
        .order_by(col(Placement.id))
        .with_for_update()
    )
    rows = session.exec(query).all()
    moved = moved_by_hand(session.connection(), rows)
    for row in rows:
        if row.id in moved:
            hold_row(session, row, MOVED_BY_HAND, by, now)
    return [row for row in rows if row.id in moved]
