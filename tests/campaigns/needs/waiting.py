"""What waits to be counted, for tests that are about something else."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from campaigns.needs.counts.rollup import WeekTally
from campaigns.needs.models import NeedWaiting


def let_in(session: Session, programme_id: int) -> None:
    """Counts whatever waits, as if enough others had come since."""
    tally = WeekTally()
    for row in session.exec(select(NeedWaiting).where(col(NeedWaiting.programme_id) == programme_id)).all():
        for counted, times in ((row.before, -1), (row.after, 1)):
            if counted is not None:
                tally.add({**counted, "week": date.fromisoformat(counted["week"])}, times=times)
        session.delete(row)
    session.flush()
    tally.save(session, programme_id)
