"""What a recalled fact said when words were made from it, and what holds instead now."""

from __future__ import annotations

from sqlmodel import Session

from campaigns.content.fact_view import FactView
from campaigns.content.recall.models import Recall
from campaigns.content.stored_facts import view_of_state
from campaigns.facts.models import Fact
from campaigns.facts.versions import present_state, state_at, version_of
from campaigns.vocabulary import RecallCause


def views_of(session: Session, recall: Recall, *, made_from: int | None = None) -> tuple[FactView, FactView]:
    """The fact as the words were made from it, and what holds instead now."""
    fact = session.get_one(Fact, recall.fact_id)
    old = view_of_state(fact, state_at(session, fact, made_from or recall.from_revision))
    if recall.successor_id is not None:
        successor = session.get_one(Fact, recall.successor_id)
        return old, view_of_state(successor, present_state(session, successor))
    return old, view_of_state(fact, present_state(session, fact))


def why_of(session: Session, recall: Recall) -> str:
    """Why the fact was changed, as whoever changed it told those who work with it; empty for another cause."""
    if recall.cause is not RecallCause.CHANGED:
        return ""
    version = version_of(session, session.get_one(Fact, recall.fact_id), recall.to_revision)
    return version.why if version else ""
