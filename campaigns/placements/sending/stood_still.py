"""What leaves at once when sending goes on: posts whose moment came while it stood still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus


def leaving_at_once(session: Session, *, now: datetime, programme_id: int | None = None) -> Mapping[int, int]:
    """How many posts of each account would go out now, by the account's id: bound, over, and not too late by the limit
    of their programme. None looks at every programme. What is too late is missed and asks, and never leaves."""
    found: dict[int, int] = {}
    programmes = select(Programme.id, Programme.lateness_minutes)
    if programme_id is not None:
        programmes = programmes.where(Programme.id == programme_id)
    for number, lateness in session.exec(programmes):
        query = (
            select(Placement.account_id, func.count())
            .where(
                Placement.programme_id == number,
                Placement.status == PlacementStatus.SCHEDULED,
                col(Placement.account_id).is_not(None),
                col(Placement.due_at) <= now,
                col(Placement.due_at) >= now - timedelta(minutes=lateness),
            )
            .group_by(col(Placement.account_id))
        )
        found |= {account or 0: many for account, many in session.exec(query)}
    return found
