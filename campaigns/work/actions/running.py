"""Taking a piece of work, saying how far it is, and how it ended. How far it is stands in the row alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import true, update
from sqlmodel import Session, col, select

from campaigns.errors import Refusal
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions.ending import end, mine
from campaigns.work.models import Work


def claim_work(
    session: Session,
    *,
    worker: str,
    now: datetime,
    kinds: Collection[WorkKind] = tuple(WorkKind),
    work_id: int | None = None,
) -> Work | None:
    """Takes the oldest waiting piece of these kinds (or `work_id` if it waits), or None.

    Two workers never take the same one.
    """
    chosen = true() if work_id is None else col(Work.id) == work_id
    oldest = (
        select(Work.id)
        .where(Work.status == WorkStatus.WAITING, col(Work.kind).in_(list(kinds)), chosen)
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
    work = mine(session, work_id, worker)
    work.done, work.total, work.beat_at = done, total, now
    session.add(work)
    session.flush()
    return work.cancel_asked


def finish_work(
    session: Session, *, work_id: int, worker: str, result: Mapping[str, Any], now: datetime
) -> None:
    """Ends a piece of work well. The upload goes with it."""
    work = mine(session, work_id, worker)
    work.result = dict(result)
    if work.total is not None:
        work.done = work.total
    end(session, work, WorkStatus.DONE, now)


def refuse_work(session: Session, *, work_id: int, worker: str, problem: Refusal, now: datetime) -> None:
    """Ends a piece of work with the sentence that says what to do. The upload goes with it."""
    work = mine(session, work_id, worker)
    work.refusal, work.refusal_values = problem.message, _plain(problem.values)
    end(session, work, WorkStatus.REFUSED, now)


def stop_work(session: Session, *, work_id: int, worker: str, now: datetime) -> None:
    """Ends a running piece of work because somebody asked for it."""
    end(session, mine(session, work_id, worker), WorkStatus.CANCELLED, now)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, int | float | str | None) else str(value)
        for name, value in values.items()
    }
