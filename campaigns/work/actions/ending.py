"""Parts of every action on running work: whose it is, and its end."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.errors import Conflict, NotFound
from campaigns.lifecycle import check_transition
from campaigns.vocabulary import WorkStatus
from campaigns.work.models import Work


def mine(session: Session, work_id: int, worker: str) -> Work:
    """The running piece of work of this worker; refuses when it is somebody else's or over."""
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


def end(session: Session, work: Work, status: WorkStatus, now: datetime) -> None:
    """Ends a piece of work. The upload goes with it."""
    check_transition(work.status, status)
    work.status, work.ended_at, work.upload = status, now, None
    session.add(work)
    session.flush()
