"""Taking the library's facts into a programme."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from campaigns.facts.library import LibraryFact, topic_facts
from campaigns.facts.models import Fact, FactText
from campaigns.facts.versions import keep_version
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import FactKind, FactStatus, Origin, Risk


def adopt_topic(
    session: Session, *, programme_id: int, topic: str, by: Actor | None, now: datetime
) -> list[Fact]:
    """Takes the library's facts on a topic into a programme, as drafts: nobody has checked them here yet.

    A programme that speaks to women takes them in the voice that does. A fact that it already has is left as it
    is. A topic that the library lacks gives none.
    """
    known = topic_facts(topic)
    to_women = session.get_one(Programme, programme_id).speaks_to_women
    facts = [
        _adopt(session, programme_id, topic, position, entry, now, to_women=to_women)
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
    session: Session,
    programme_id: int,
    topic: str,
    position: int,
    entry: LibraryFact,
    now: datetime,
    *,
    to_women: bool,
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
                headline=entry.said("headline", code, to_women=to_women),
                sentence=entry.said("sentence", code, to_women=to_women),
                claim=entry.said("claim", code),
                origin=Origin.HUMAN,
                changed_at=now,
            )
        )
    session.flush()
    keep_version(session, fact=fact, why=entry.note, by=None, now=now)
    return fact
