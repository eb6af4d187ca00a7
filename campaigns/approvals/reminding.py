"""Reminding lawyers of what waits, twice at most; after that the leads have to know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.standing import still_waiting
from campaigns.people.audit import record

#: How long before the due date lawyers are reminded, or how long after submitting where there is no due date.
BEFORE_DUE = (timedelta(hours=48), timedelta(hours=24))
AFTER_SUBMITTING = (timedelta(hours=24), timedelta(hours=48), timedelta(hours=72))


class Step(StrEnum):
    """What has to happen about a card that waits."""

    REMIND = "remind_review"
    ESCALATE = "escalate_review"


def step_due(request: ReviewRequest, *, now: datetime) -> Step | None:
    """What is due now. Reminders that were slept through are made up for by one."""
    if request.closed_at is not None or request.escalated_at is not None:
        return None
    *reminders, end = _moments(request)
    if now >= end:
        return Step.ESCALATE
    passed = sum(1 for moment in reminders if now >= moment)
    return Step.REMIND if passed > request.reminders else None


def steps_due(session: Session, *, now: datetime) -> list[tuple[ReviewRequest, Step]]:
    """Every review about which something is due and somebody can decide."""
    query = (
        select(ReviewRequest)
        .where(col(ReviewRequest.closed_at).is_(None), col(ReviewRequest.escalated_at).is_(None))
        .order_by(col(ReviewRequest.id))
    )
    found = [(request, step_due(request, now=now)) for request in session.exec(query)]
    pressing = [(request, step) for request, step in found if step is not None]
    waiting = still_waiting(session, [request for request, _step in pressing])
    return [(request, step) for request, step in pressing if request.id in waiting]


def take_steps(session: Session, *, now: datetime) -> list[tuple[ReviewRequest, Step]]:
    """Notes each step; the desk shows lawyers and leads what is pressing from then on."""
    taken = steps_due(session, now=now)
    for request, step in taken:
        if step is Step.REMIND:
            passed = sum(1 for moment in _moments(request)[:-1] if now >= moment)
            request.reminders, request.reminded_at = passed, now
        else:
            request.escalated_at = now
        session.add(request)
        session.flush()
        record(
            session,
            action=step.value,
            subject="variant",
            subject_id=request.variant_id,
            by=None,
            programme_id=request.programme_id,
            now=now,
            language=request.language,
            due_at=request.due_at.isoformat() if request.due_at else None,
        )
    return taken


def escalated(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None
) -> list[ReviewRequest]:
    """Open reviews nobody decided in time, the oldest first."""
    query = select(ReviewRequest).where(
        ReviewRequest.programme_id == programme_id,
        col(ReviewRequest.closed_at).is_(None),
        col(ReviewRequest.escalated_at).is_not(None),
    )
    if languages is not None:
        query = query.where(col(ReviewRequest.language).in_(list(languages)))
    return list(session.exec(query.order_by(col(ReviewRequest.escalated_at), col(ReviewRequest.id))))


def _moments(request: ReviewRequest) -> list[datetime]:
    """The reminders' moments, then the escalation's. A card submitted late is not reminded of at once."""
    if request.due_at is None:
        return [request.submitted_at + after for after in AFTER_SUBMITTING]
    reminders = [
        moment for before in BEFORE_DUE if (moment := request.due_at - before) > request.submitted_at
    ]
    return [*reminders, max(request.due_at, request.submitted_at + timedelta(hours=1))]
