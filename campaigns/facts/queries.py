"""Reading facts and their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, or_, select

from campaigns.errors import NotFound
from campaigns.facts.models import Fact, FactText
from campaigns.vocabulary import FactStatus


def facts_of_topic(session: Session, *, programme_id: int, topic: str) -> list[Fact]:
    """A programme's facts on a topic in their order, without retired ones."""
    query = (
        select(Fact)
        .where(Fact.programme_id == programme_id, Fact.topic == topic, Fact.status != FactStatus.RETIRED)
        .order_by(col(Fact.position), col(Fact.id))
    )
    return list(session.exec(query))


def get_fact(session: Session, fact_id: int) -> Fact:
    """The fact, or a refusal."""
    found = session.get(Fact, fact_id)
    if found is None:
        raise NotFound("There is no fact {id}.", id=fact_id)
    return found


def facts_of_programme(session: Session, *, programme_id: int, topic: str | None = None) -> list[Fact]:
    """A programme's facts by topic, in their order; withdrawn ones last."""
    query = select(Fact).where(Fact.programme_id == programme_id)
    if topic:
        query = query.where(Fact.topic == topic)
    query = query.order_by(
        col(Fact.topic), col(Fact.status) == FactStatus.RETIRED, col(Fact.position), col(Fact.id)
    )
    return list(session.exec(query))


def facts_by_id(session: Session, ids: Iterable[int]) -> dict[int, Fact]:
    """Facts by id."""
    rows = session.exec(select(Fact).where(col(Fact.id).in_(list(ids))))
    return {fact.id: fact for fact in rows if fact.id is not None}


def texts_of_facts(session: Session, ids: Iterable[int]) -> dict[int, dict[str, FactText]]:
    """Every fact's words, by fact and language."""
    texts: dict[int, dict[str, FactText]] = defaultdict(dict)
    for text in session.exec(select(FactText).where(col(FactText.fact_id).in_(list(ids)))):
        texts[text.fact_id][text.language] = text
    return texts


def fact_by_key(session: Session, *, programme_id: int, key: str) -> Fact:
    """The programme's fact with this key; refuses when there is none."""
    found = session.exec(select(Fact).where(Fact.programme_id == programme_id, Fact.key == key)).first()
    if found is None:
        raise NotFound("There is no fact “{key}” in this programme.", key=key)
    return found


def expiring_facts(session: Session, *, programme_id: int, before: date) -> list[Fact]:
    """Facts that end or are due for review before a day, the earliest first."""
    query = (
        select(Fact)
        .where(
            Fact.programme_id == programme_id,
            Fact.status != FactStatus.RETIRED,
            or_(col(Fact.valid_to) < before, col(Fact.review_on) < before),
        )
        .order_by(col(Fact.valid_to), col(Fact.review_on))
    )
    return list(session.exec(query))
