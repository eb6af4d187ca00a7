"""When the worker looks at which rows: the next moment, what is due, and rows that a pause keeps back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, or_, select, update
from sqlmodel import Session

from campaigns.db import UtcDateTime
from campaigns.placements.models import Placement
from campaigns.placements.reasons import PARKED
from campaigns.vocabulary import PlacementStatus

PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]

_NEXT = select(func.min(PLACEMENT.c.next_at, type_=UtcDateTime)).where(PLACEMENT.c.next_at.is_not(None))


class Due(NamedTuple):
    """A row the worker has to look at, as it stands."""

    placement_id: int
    status: PlacementStatus
    next_at: datetime
    token: str | None


def next_due(connection: Connection) -> datetime | None:
    """When the worker has to look next, or None when nothing waits."""
    return connection.execute(_NEXT).scalar()


def due_rows(connection: Connection, *, now: datetime, limit: int) -> list[Due]:
    """What is due by now, the earliest first."""
    table = PLACEMENT.c
    query = (
        select(table.id, table.status, table.next_at, table.token)
        .where(table.next_at.is_not(None), table.next_at <= now)
        .order_by(table.next_at, table.id)
        .limit(limit)
    )
    return [Due(*row) for row in connection.execute(query)]


def wake_parked(session: Session, *, account_id: int | None = None, programme_id: int | None = None) -> None:
    """Makes rows that a pause kept back due at their own moment again."""
    table = PLACEMENT.c
    query = update(PLACEMENT).where(
        table.status == PlacementStatus.SCHEDULED,
        table.account_id.is_not(None),
        or_(*(table.reason == sentence for sentence in PARKED)),
    )
    if account_id is not None:
        query = query.where(table.account_id == account_id)
    if programme_id is not None:
        query = query.where(table.programme_id == programme_id)
    session.execute(query.values(next_at=table.due_at, reason="", reason_values={}))
    session.expire_all()
