"""Asking for long work, doing it, and what becomes of it when its worker dies.

What people ask for is in the audit trail; how far a worker is with it stands in the row alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.errors import Conflict, NotFound, Refusal
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.models import Work
from campaigns.work.sealing import Sealed

#: Every kind can be begun again from the start without harm: pictures and reports are made once more, and a
#: file that was taken in adds nothing. But what has cost this many workers their life is not begun again.
MOST_ATTEMPTS = 2

STOPPED_OFTEN = (
    "The worker died {attempts} times in the middle of this, so it is not begun again by itself. "
    "It may be too large for this machine: try a smaller part, or start it again."
)

#: A running piece of work that says nothing for this long has lost its worker.
SILENT_FOR = timedelta(minutes=3)


def request_work(
    session: Session,
    *,
    kind: WorkKind,
    programme_id: int | None,
    by: Actor | None,
    now: datetime,
    subject_id: int | None = None,
    order: Mapping[str, Any] | None = None,
    upload: Sealed | None = None,
) -> Work:
    """Puts a piece of work in the queue. `order` is what the kind needs to know, as plain JSON.

    `upload` is a file as `sealing.seal` leaves it: none lies open in the database.
    """
    work = Work(
        kind=kind,
        programme_id=programme_id,
        subject_id=subject_id,
        order=dict(order or {}),
        upload=upload,
        asked_by=person_id(by),
        asked_at=now,
    )
    session.add(work)
    session.flush()
    _record(session, "request_work", work, by, now)
    return work


def claim_work(
    session: Session, *, worker: str, now: datetime, kinds: Collection[WorkKind] = tuple(WorkKind)
) -> Work | None:
    """Takes the oldest waiting piece of these kinds, or None. Two workers never take the same one."""
    oldest = (
        select(Work.id)
        .where(Work.status == WorkStatus.WAITING, col(Work.kind).in_(list(kinds)))
        .order_by(col(Work.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = session.execute(
        update(Work)
        .where(col(Work.id) == oldest, col(Work.status) == WorkStatus.WAITING)
        .values(
            status=WorkStatus.RUNNING,
            worker=worker,
            attempt=col(Work.attempt) + 1,
            started_at=now,
            beat_at=now,
            done=0,
            total=None,
        )
        .returning(col(Work.id)),
        execution_options={"synchronize_session": False},
    ).scalar_one_or_none()
    return None if taken is None else session.get(Work, taken, populate_existing=True)


def report_progress(
    session: Session, *, work_id: int, worker: str, done: int, total: int | None, now: datetime
) -> bool:
    """Says how far the work is and that its worker lives; True when somebody asked to stop it.

    The caller throttles: once a second is plenty.
    """
    work = _mine(session, work_id, worker)
    work.done, work.total, work.beat_at = done, total, now
    session.add(work)
    session.flush()
    return work.cancel_asked


def finish_work(
    session: Session, *, work_id: int, worker: str, result: Mapping[str, Any], now: datetime
) -> None:
    """Ends a piece of work well. The upload goes with it."""
    work = _mine(session, work_id, worker)
    work.result = dict(result)
    if work.total is not None:
        work.done = work.total
    _end(session, work, WorkStatus.DONE, now)


def refuse_work(session: Session, *, work_id: int, worker: str, problem: Refusal, now: datetime) -> None:
    """Ends a piece of work with the sentence that says what to do. The upload goes with it."""
    work = _mine(session, work_id, worker)
    work.refusal, work.refusal_values = problem.message, _plain(problem.values)
    _end(session, work, WorkStatus.REFUSED, now)


def stop_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Ends a running piece of work because somebody asked for it."""
    _end(session, _mine(session, work_id, worker), WorkStatus.CANCELLED, now)


def release_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Gives a running piece back because its worker ends in good order: that attempt does not count."""
    work = _mine(session, work_id, worker)
    work.attempt -= 1
    _recover(session, work, now)


def lose_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Frees a running piece whose own process died under its worker."""
    _recover(session, _mine(session, work_id, worker), now)


def ask_cancel(session: Session, *, work_id: int, by: Actor | None, now: datetime) -> Work:
    """Cancels waiting work at once; running work stops at its next report."""
    work = session.get(Work, work_id)
    if work is None:
        raise NotFound("There is no piece of work {work_id}.", work_id=work_id)
    if work.status is WorkStatus.RUNNING:
        work.cancel_asked = True
        session.add(work)
        session.flush()
    else:
        _end(session, work, WorkStatus.CANCELLED, now)
    _record(session, "cancel_work", work, by, now)
    return work


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


def _mine(session: Session, work_id: int, worker: str) -> Work:
    work = session.get(Work, work_id, populate_existing=True, with_for_update=True)
    if work is None:
        raise NotFound("There is no piece of work {work_id}.", work_id=work_id)
    if work.status is not WorkStatus.RUNNING or work.worker != worker:
        raise Conflict(
            "The piece of work {work_id} is {status} and no longer runs here. Nothing was changed.",
            work_id=work_id,
            status=work.status.value,
        )
    return work


def _recover(session: Session, work: Work, now: datetime) -> None:
    if work.cancel_asked:
        _end(session, work, WorkStatus.CANCELLED, now)
    elif work.attempt >= MOST_ATTEMPTS:
        work.refusal, work.refusal_values = STOPPED_OFTEN, {"attempts": work.attempt}
        _end(session, work, WorkStatus.REFUSED, now)
    else:
        check_transition(work.status, WorkStatus.WAITING)
        work.status, work.worker, work.done, work.total = WorkStatus.WAITING, None, 0, None
        session.add(work)
        session.flush()


def _end(session: Session, work: Work, status: WorkStatus, now: datetime) -> None:
    check_transition(work.status, status)
    work.status, work.ended_at, work.upload = status, now, None
    session.add(work)
    session.flush()


def _record(session: Session, action: str, work: Work, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="work",
        subject_id=work.id,
        by=by,
        programme_id=work.programme_id,
        now=now,
        kind=work.kind,
        about=work.subject_id,
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, int | float | str | None) else str(value)
        for name, value in values.items()
    }
