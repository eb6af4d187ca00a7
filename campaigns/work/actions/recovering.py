"""What becomes of work whose worker ends, or dies."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.lifecycle import check_transition
from campaigns.vocabulary import WorkStatus
from campaigns.work.actions.ending import end, mine
from campaigns.work.models import Work

#: Every kind can be begun again from the start without harm: pictures and reports are made once more, and a
#: file that was taken in adds nothing. But what has cost this many workers their life is not begun again.
MOST_ATTEMPTS = 2

STOPPED_OFTEN = (
    "The worker died {attempts} times in the middle of this, so it is not begun again by itself. "
    "It may be too large for this machine: try a smaller part, or start it again."
)

#: A running piece of work that says nothing for this long has lost its worker.
SILENT_FOR = timedelta(minutes=3)


def release_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Gives a running piece back because its worker ends in good order: that attempt does not count."""
    work = mine(session, work_id, worker)
    work.attempt -= 1
    _recover(session, work, now)


def lose_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Frees a running piece whose own process died under its worker."""
    _recover(session, mine(session, work_id, worker), now)


def recover_abandoned(
    session: Session, *, now: datetime, silent_for: timedelta = SILENT_FOR, besides: str | None = None
) -> list[int]:
    """Frees running work whose worker says nothing: waiting again, or refused when it cost too many.

    `silent_for` is zero when the caller knows that every other worker is gone; `besides` is the caller itself.
    """
    lost = session.exec(
        select(Work).where(
            Work.status == WorkStatus.RUNNING,
            col(Work.beat_at) <= now - silent_for,
            col(Work.worker).is_distinct_from(besides),
        )
    ).all()
    for work in lost:
        _recover(session, work, now)
    return [work.id or 0 for work in lost]


def _recover(session: Session, work: Work, now: datetime) -> None:
    if work.cancel_asked:
        end(session, work, WorkStatus.CANCELLED, now)
    elif work.attempt >= MOST_ATTEMPTS:
        work.refusal, work.refusal_values = STOPPED_OFTEN, {"attempts": work.attempt}
        end(session, work, WorkStatus.REFUSED, now)
    else:
        check_transition(work.status, WorkStatus.WAITING)
        work.status, work.worker, work.done, work.total = WorkStatus.WAITING, None, 0, None
        session.add(work)
        session.flush()
