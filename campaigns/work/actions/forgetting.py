"""Work that ended long ago is cleared away; what it made stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from campaigns.people.audit import record
from campaigns.work.models import Work

KEPT = timedelta(days=30)


def forget_old_work(session: Session, *, now: datetime) -> int:
    """Deletes the rows of work that ended more than 30 days ago; says how many."""
    gone = session.exec(delete(Work).where(col(Work.ended_at) < now - KEPT))
    count = int(gone.rowcount)
    if count:
        record(session, action="forget_old_work", subject="work", by=None, now=now, deleted=count)
    return count


def overdue_work(session: Session, *, now: datetime, grace: timedelta) -> int:
    """How many such rows are still there although they should be gone for longer than `grace`."""
    query = select(func.count()).select_from(Work).where(col(Work.ended_at) < now - KEPT - grace)
    return session.exec(query).one()
