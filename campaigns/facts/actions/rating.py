"""How much harm a mistake about a fact does: said anew, without touching what the fact says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput, Conflict
from campaigns.facts.actions.changing import check_says_what_was_told, record_fact
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts, check_can_check_facts
from campaigns.people.actor import Actor
from campaigns.people.new_voices import check_voice_counts
from campaigns.vocabulary import FactStatus, Risk, Role

_ORDER = list(Risk)


def rate_facts(
    session: Session, *, facts: Sequence[Fact], risk: Risk, why: str, by: Actor, now: datetime
) -> list[Fact]:
    """Gives these facts another risk, and returns those that had another one before.

    Whoever changes facts may raise it; a lawyer lowers it, since fewer people look then. What the facts say stays as it
    is, so no text is recalled; whoever calls this follows the rule of two lawyers (`second_lawyer.follow_rule`).
    """
    check_can_change_facts(by)
    moved = [fact for fact in facts if fact.risk is not risk and fact.status is not FactStatus.RETIRED]
    if not moved:
        raise Conflict("It has this risk already.")
    if any(_ORDER.index(fact.risk) > _ORDER.index(risk) for fact in moved):
        check_can_check_facts(by)
        check_voice_counts(
            session, by, programme_id=moved[0].programme_id, languages=by.languages(Role.LAWYER), now=now
        )
    if not why.strip():
        raise BadInput("Say why: lawyers read it when they look at the fact again.", field="risk_why")
    check_says_what_was_told(session, moved)
    for fact in moved:
        before, fact.risk, fact.changed_at = fact.risk, risk, now
        session.add(fact)
        session.flush()
        record_fact(
            session,
            "rate_fact",
            fact,
            by,
            now,
            risk_before=before.value,
            risk=risk.value,
            reason=why.strip()[:500],
        )
    return moved
