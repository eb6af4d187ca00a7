"""Taking facts in, checking them, changing them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from campaigns.errors import NotAllowed
from campaigns.facts.library import LibraryFact, topic_facts
from campaigns.facts.models import Fact, FactText
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import FactKind, FactStatus, Origin, Risk, Role


def adopt_topic(
    session: Session, *, programme_id: int, topic: str, by: Actor | None, now: datetime
) -> list[Fact]:
    """Takes the library's facts on a topic into a programme, as drafts: nobody has checked them here yet.

    A fact that the programme already has is left as it is. A topic that the library lacks gives none.
    """
    known = topic_facts(topic)
    facts = [
        _adopt(session, programme_id, topic, position, entry, now)
        for position, entry in enumerate(known.facts if known else ())
    ]
    if facts:
        session.flush()
        record(
            session,
            action="adopt_topic",
            subject="topic",
            by=by,
            programme_id=programme_id,
            now=now,
            topic=topic,
            facts=[fact.key for fact in facts],
        )
    return facts


def _adopt(
    session: Session, programme_id: int, topic: str, position: int, entry: LibraryFact, now: datetime
) -> Fact:
    found = session.exec(select(Fact).where(Fact.programme_id == programme_id, Fact.key == entry.key)).first()
    if found:
        return found
    fact = Fact(
        programme_id=programme_id,
        key=entry.key,
        topic=topic,
        kind=FactKind(entry.kind),
        position=position,
        jurisdiction=entry.jurisdiction,
        laws=list(entry.laws),
        source_title=entry.source_title,
        source_url=entry.source_url,
        read_on=entry.read_on,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        review_on=entry.review_on,
        values={name: dict(value) for name, value in entry.values.items()},
        risk=Risk(entry.risk),
        status=FactStatus.DRAFT,
        created_at=now,
        changed_at=now,
    )
    session.add(fact)
    session.flush()
    for code in entry.sentence:
        session.add(
            FactText(
                fact_id=fact.id or 0,
                language=code,
                headline=entry.headline.get(code, ""),
                sentence=entry.sentence[code],
                claim=entry.claim.get(code, ""),
                origin=Origin.HUMAN,
                changed_at=now,
            )
        )
    session.flush()
    return fact


def check_fact(session: Session, *, fact: Fact, review_on: date | None, by: Actor, now: datetime) -> Fact:
    """A lawyer answers for the fact until its next review."""
    if not by.holds(Role.LAWYER):
        raise NotAllowed("Only a lawyer of the programme checks facts.")
    fact.status, fact.checked_by, fact.checked_at = FactStatus.CHECKED, by.person_id, now
    fact.review_on = review_on or fact.review_on
    session.add(fact)
    session.flush()
    record(
        session,
        action="check_fact",
        subject="fact",
        subject_id=fact.id,
        by=by,
        programme_id=fact.programme_id,
        now=now,
        revision=fact.revision,
    )
    return fact


def change_fact(
    session: Session, *, fact: Fact, changes: Mapping[str, Any], by: Actor, now: datetime
) -> Fact:
    """Changes what a fact says: its next revision, a draft again. Whatever was made from it is outdated."""
    if not by.holds(Role.LAWYER, Role.STAFF, Role.LEAD):
        raise NotAllowed("Only lawyers, campaign staff and leads change facts.")
    for name, value in changes.items():
        setattr(fact, name, value)
    fact.revision += 1
    fact.status, fact.checked_by, fact.checked_at = FactStatus.DRAFT, None, None
    fact.changed_at = now
    session.add(fact)
    session.flush()
    record(
        session,
        action="change_fact",
        subject="fact",
        subject_id=fact.id,
        by=by,
        programme_id=fact.programme_id,
        now=now,
        revision=fact.revision,
        fields=sorted(changes),
    )
    return fact
