"""Reads about rumours."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from campaigns.errors import NotFound
from campaigns.needs.rumours.models import Rumour
from campaigns.vocabulary import RumourStatus


def get_rumour(session: Session, *, programme_id: int, rumour_id: int) -> Rumour:
    """One rumour of the programme; refuses when there is none."""
    row = session.get(Rumour, rumour_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound("There is no rumour {rumour} in this programme.", rumour=rumour_id)
    return row


def rumours(
    session: Session,
    *,
    programme_id: int,
    status: RumourStatus | None = None,
    language: str | None = None,
    topic: str | None = None,
    risk: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Rumour]:
    """The most dangerous first, then those heard last."""
    query = select(Rumour).where(col(Rumour.programme_id) == programme_id)
    if status:
        query = query.where(col(Rumour.status) == status)
    if language:
        query = query.where(col(Rumour.language) == language)
    if topic:
        query = query.where(col(Rumour.topic) == topic)
    if risk:
        query = query.where(col(Rumour.risk) == risk)
    order = (col(Rumour.risk).desc(), col(Rumour.last_heard_on).desc(), col(Rumour.id).desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def rumour_counts(session: Session, *, programme_id: int) -> dict[RumourStatus, int]:
    """How many rumours stand where."""
    query = (
        select(col(Rumour.status), func.count())
        .where(col(Rumour.programme_id) == programme_id)
        .group_by(col(Rumour.status))
    )
    found = {RumourStatus(status): count for status, count in session.execute(query)}
    return {status: found.get(status, 0) for status in RumourStatus}


def open_rumours(session: Session, *, programme_id: int) -> Sequence[Rumour]:
    """Every rumour that may want a next step, the most dangerous first."""
    steps = (RumourStatus.NEW, RumourStatus.CHECKING, RumourStatus.REFUTED, RumourStatus.MONITORED)
    return session.scalars(
        select(Rumour)
        .where(col(Rumour.programme_id) == programme_id, col(Rumour.status).in_(steps))
        .order_by(col(Rumour.risk).desc(), col(Rumour.last_heard_on), col(Rumour.id))
    ).all()
