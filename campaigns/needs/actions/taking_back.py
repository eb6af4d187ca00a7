"""One step back: what a person last said of questions is taken back, as far as nobody said anything since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.errors import Conflict
from campaigns.needs.counts.pool import Pool, known_of
from campaigns.needs.decisions import TAKEN_BACK_WITHIN, last_decision
from campaigns.needs.models import AdviceNeed, NeedDecision
from campaigns.needs.rules import check_can_confirm_topic
from campaigns.people.actor import Actor
from campaigns.people.audit import record


@dataclass(frozen=True)
class TakenBack:
    """How many questions stand as before, and how many were left because they were changed since or are gone."""

    restored: int
    left: int


def take_back_decision(session: Session, *, by: Actor, now: datetime) -> TakenBack:
    """Puts the questions of the person's last step back as they were before it; then the step before is the last."""
    check_can_confirm_topic(by)
    step = last_decision(session, by=by, now=now)
    if step is None:
        raise Conflict("There is no step to take back: each was taken back already, or is older than a week.")
    query = select(AdviceNeed).where(
        AdviceNeed.programme_id == by.programme_id, col(AdviceNeed.content_hash).in_(list(step.before))
    )
    ours = [need for need in session.exec(query) if _is_ours(need, step)]
    pool = Pool(session, by.programme_id or 0)
    for need in ours:
        counted = known_of(need)
        for name, value in step.before[need.content_hash]["before"].items():
            setattr(need, name, value)
        pool.move(counted, known_of(need))
        session.add(need)
    found = TakenBack(len(ours), len(step.before) - len(ours))
    session.delete(step)
    session.flush()
    pool.save()
    record(
        session,
        action="take_back_topics",
        subject="advice_need",
        by=by,
        programme_id=by.programme_id,
        now=now,
        restored=found.restored,
        left=found.left,
    )
    return found


def forget_decisions(session: Session, *, programme_id: int, now: datetime) -> None:
    """Deletes what was kept for steps that can be taken back no more."""
    session.execute(
        delete(NeedDecision).where(
            col(NeedDecision.programme_id) == programme_id,
            col(NeedDecision.decided_at) < now - TAKEN_BACK_WITHIN,
        )
    )


def _is_ours(need: AdviceNeed, step: NeedDecision) -> bool:
    """Whether it still stands as the step left it."""
    return need.topic_confirmed_by == step.person_id and need.topic == step.before[need.content_hash]["after"]
