"""What people said of questions, step by step, kept for as long as a step can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns.needs.models import AdviceNeed, NeedDecision
from campaigns.people.actor import Actor

#: What a decision changes of a question.
DECIDED = ("topic", "topics", "corrected_from", "topic_confirmed_by")
#: So long a step can be taken back; then what is kept for it is deleted.
TAKEN_BACK_WITHIN = timedelta(days=7)


def as_it_stands(needs: Sequence[AdviceNeed]) -> dict[str, dict[str, Any]]:
    """What is needed to put these questions back, by their content."""
    return {need.content_hash: {name: getattr(need, name) for name in DECIDED} for need in needs}


def remember_decision(
    session: Session,
    before: Mapping[str, Mapping[str, Any]],
    needs: Sequence[AdviceNeed],
    *,
    topic: str | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keeps the step so that it can be taken back."""
    session.add(
        NeedDecision(
            programme_id=by.programme_id or 0,
            person_id=by.person_id or 0,
            topic=topic,
            before={
                need.content_hash: {"before": before[need.content_hash], "after": need.topic}
                for need in needs
            },
            decided_at=now,
        )
    )
    session.flush()


def last_decision(session: Session, *, by: Actor, now: datetime) -> NeedDecision | None:
    """The person's last step in this programme that can still be taken back."""
    query = (
        select(NeedDecision)
        .where(
            NeedDecision.programme_id == by.programme_id,
            NeedDecision.person_id == by.person_id,
            col(NeedDecision.decided_at) >= now - TAKEN_BACK_WITHIN,
        )
        .order_by(col(NeedDecision.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
