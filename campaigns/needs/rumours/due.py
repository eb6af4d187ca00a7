"""By when somebody should look at a rumour: the more harm it does, the sooner."""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.needs.rumours.models import Rumour
from campaigns.vocabulary import RumourStatus

#: Days from the day it was heard last until somebody should have judged it, by risk.
DAYS_TO_JUDGE = {3: 1, 2: 3, 1: 7}
#: Days from the judgement until a harmful or costly false claim should have its answer.
DAYS_TO_ANSWER = {3: 2, 2: 7}
#: How long after the answer one listens again, by default.
DAYS_TO_LISTEN = 28


def due_on(rumour: Rumour) -> date | None:
    """The day by which the next step should be made; None where none is."""
    if rumour.status in (RumourStatus.NEW, RumourStatus.CHECKING):
        return rumour.last_heard_on + timedelta(days=DAYS_TO_JUDGE[rumour.risk])
    if rumour.status is RumourStatus.REFUTED and rumour.judged_at and rumour.campaign_id is None:
        days = DAYS_TO_ANSWER.get(rumour.risk)
        return rumour.judged_at.date() + timedelta(days=days) if days else None
    if rumour.status is not RumourStatus.MONITORED:
        return None
    return rumour.last_heard_on if came_back(rumour) else rumour.look_again_on


def came_back(rumour: Rumour) -> bool:
    """Whether it was heard again after somebody had judged it."""
    return rumour.judged_at is not None and rumour.last_heard_on > rumour.judged_at.date()


def is_due(rumour: Rumour, today: date) -> bool:
    """Whether that day has come."""
    day = due_on(rumour)
    return day is not None and day <= today
