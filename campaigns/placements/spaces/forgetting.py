"""Screenshots of posts in groups are kept as long as questions: other people may be seen on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.people.models import Programme
from campaigns.placements.models import Publication


def forget_screenshots(session: Session, *, now: datetime) -> int:
    """Lets go of every screenshot that is older than its programme's retention; says how many.

    The files go with the next clearing of the store, because nothing refers to them any more.
    """
    forgotten = 0
    for programme in session.exec(select(Programme)):
        gone = session.execute(
            update(Publication)
            .where(
                col(Publication.programme_id) == programme.id,
                col(Publication.screenshot).is_not(None),
                col(Publication.published_at) < now - timedelta(days=programme.retention_days),
            )
            .values(screenshot=None)
        )
        forgotten += int(gone.rowcount)  # type: ignore[attr-defined]
    return forgotten
