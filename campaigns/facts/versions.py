"""Keeping what a fact said: one row a revision, written once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.facts.models import Fact, FactVersion
from campaigns.facts.queries import texts_of_facts
from campaigns.facts.state import FactState, state_of, state_of_version
from campaigns.people.actor import Actor, person_id


def keep_version(
    session: Session,
    *,
    fact: Fact,
    why: str = "",
    only_wording: bool = False,
    by: Actor | None,
    now: datetime,
) -> FactVersion:
    """Writes down what the fact says now as the version of its present revision; the row that is there stays."""
    found = version_of(session, fact, fact.revision)
    if found is not None:
        return found
    state = present_state(session, fact)
    version = FactVersion(
        fact_id=fact.id or 0,
        number=fact.revision,
        jurisdiction=state.jurisdiction,
        laws=list(state.laws),
        source_title=state.source_title,
        source_url=state.source_url,
        read_on=state.read_on,
        valid_from=state.valid_from,
        valid_to=state.valid_to,
        values={name: dict(value) for name, value in state.values.items()},
        texts={code: dict(texts) for code, texts in state.texts.items()},
        why=why,
        only_wording=only_wording,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def present_state(session: Session, fact: Fact) -> FactState:
    """What the fact says now."""
    return state_of(fact, texts_of_facts(session, [fact.id or 0]).get(fact.id or 0, {}))


def version_of(session: Session, fact: Fact, number: int) -> FactVersion | None:
    """The version of a revision, or None."""
    return session.exec(
        select(FactVersion).where(FactVersion.fact_id == fact.id, FactVersion.number == number)
    ).first()


def versions_of(session: Session, fact: Fact) -> list[FactVersion]:
    """Every version of a fact, the newest first."""
    query = select(FactVersion).where(FactVersion.fact_id == fact.id).order_by(col(FactVersion.number).desc())
    return list(session.exec(query))


def state_at(session: Session, fact: Fact, number: int) -> FactState:
    """What the fact said at a revision; what it says now where that was never written down."""
    version = version_of(session, fact, number)
    return state_of_version(version) if version else present_state(session, fact)
