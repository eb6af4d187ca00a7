"""Questions older than the programme keeps them are deleted; the weekly counts stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from campaigns.needs.actions.taking_back import forget_decisions
from campaigns.needs.models import AdviceNeed, NeedHeld, NeedWaiting
from campaigns.needs.rumours.models import Rumour
from campaigns.people.audit import record
from campaigns.people.models import Programme


def forget_old_needs(session: Session, *, programme: Programme, now: datetime) -> int:
    """Deletes every question asked longer ago than the programme's retention; says how many.

    Rumours that were not heard for so long go with them.
    """
    gone = session.execute(
        delete(AdviceNeed).where(
            col(AdviceNeed.programme_id) == programme.id, col(AdviceNeed.day) < kept_since(programme, now)
        )
    )
    session.execute(
        delete(NeedHeld).where(
            col(NeedHeld.programme_id) == programme.id, col(NeedHeld.day) < kept_since(programme, now)
        )
    )
    session.execute(
        delete(NeedWaiting).where(
            col(NeedWaiting.programme_id) == programme.id,
            col(NeedWaiting.day) < kept_since(programme, now),
        )
    )
    session.execute(
        delete(Rumour).where(
            col(Rumour.programme_id) == programme.id,
            col(Rumour.last_heard_on) < kept_since(programme, now),
        )
    )
    forget_decisions(session, programme_id=programme.id or 0, now=now)
    count = int(gone.rowcount)  # type: ignore[attr-defined]
    if count:
        record(
            session,
            action="forget_old_needs",
            subject="advice_need",
            by=None,
            programme_id=programme.id,
            now=now,
            deleted=count,
        )
    return count


def kept_since(programme: Programme, now: datetime) -> date:
    """The first day whose questions are still kept."""
    return now.date() - timedelta(days=programme.retention_days)


def overdue_needs(session: Session, *, programme: Programme, now: datetime, grace: timedelta) -> int:
    """How many questions are still there although they should be gone for longer than `grace`."""
    query = select(func.count()).where(
        col(AdviceNeed.programme_id) == programme.id, col(AdviceNeed.day) < kept_since(programme, now) - grace
    )
    return session.scalar(query) or 0
