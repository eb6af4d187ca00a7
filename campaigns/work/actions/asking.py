"""Asking for long work, and asking to stop it: both are in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.errors import NotFound
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions.ending import end
from campaigns.work.models import Work
from campaigns.work.sealing import Sealed


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
        end(session, work, WorkStatus.CANCELLED, now)
    _record(session, "cancel_work", work, by, now)
    return work


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
