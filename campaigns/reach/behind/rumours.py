"""Rumours that were heard in a period, and whether a campaign answered them."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.needs.rumours.models import Rumour
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import RumourStatus

ANSWERED = (RumourStatus.PUBLISHED, RumourStatus.MONITORED)


def rumours_heard(session: Session, programme_id: int, topic: str | None, period: Period) -> list[Rumour]:
    """Those on a topic (None: on all) that were heard in the period, the first one first."""
    query = select(Rumour).where(
        Rumour.programme_id == programme_id,
        Rumour.last_heard_on >= period.start,
        Rumour.first_heard_on <= period.end,
    )
    if topic is not None:
        query = query.where(Rumour.topic == topic)
    return list(session.exec(query.order_by(col(Rumour.first_heard_on), col(Rumour.id))))


def is_answered(rumour: Rumour) -> bool:
    """Whether a campaign that answers it is out."""
    return rumour.status in ANSWERED
