"""Phrases are found by a job; a person makes a topic of one or says that it is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.phrases import Phrase
from campaigns.needs.emerging.queries import get_phrase
from campaigns.needs.own_topics.actions import make_topic
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.rules import check_can_make_topics
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme


def save_phrases(
    session: Session,
    *,
    programme: Programme,
    phrases: Iterable[Phrase],
    as_of: date,
    by: Actor | None = None,
    now: datetime,
) -> int:
    """Replaces what was open by what came up now; says how many. What was decided about stays decided."""
    programme_id = programme.id or 0
    session.execute(
        delete(EmergingPhrase).where(
            col(EmergingPhrase.programme_id) == programme_id,
            col(EmergingPhrase.dismissed_at).is_(None),
            col(EmergingPhrase.topic).is_(None),
        )
    )
    decided = set(
        session.exec(
            select(EmergingPhrase.language, EmergingPhrase.phrase).where(
                EmergingPhrase.programme_id == programme_id
            )
        )
    )
    fresh = [one for one in phrases if (one.language, one.phrase) not in decided]
    session.add_all(
        EmergingPhrase(
            programme_id=programme_id,
            language=one.language,
            phrase=one.phrase,
            asked=one.asked,
            before=one.before,
            likelihood=one.likelihood,
            as_of=as_of,
            found_at=now,
        )
        for one in fresh
    )
    session.flush()
    record(
        session,
        action="find_phrases",
        subject="emerging_phrase",
        by=by,
        programme_id=programme_id,
        now=now,
        found=len(fresh),
    )
    return len(fresh)


def make_topic_of_phrase(
    session: Session,
    *,
    programme: Programme,
    phrase_id: int,
    name_de: str,
    name_en: str,
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """A topic whose first keyword is the phrase, in its language; the phrase is decided."""
    row = get_phrase(session, programme_id=programme.id or 0, phrase_id=phrase_id)
    topic = make_topic(
        session,
        programme=programme,
        name_de=name_de,
        name_en=name_en,
        keywords={row.language or programme.source_language: [row.phrase]},
        by=by,
        now=now,
    )
    row.topic = topic.key
    session.add(row)
    session.flush()
    return topic


def dismiss_phrase(
    session: Session, *, programme: Programme, phrase_id: int, by: Actor, now: datetime
) -> None:
    """Says that a phrase is no need; it does not come up again."""
    check_can_make_topics(by)
    row = get_phrase(session, programme_id=programme.id or 0, phrase_id=phrase_id)
    row.dismissed_at = now
    session.add(row)
    session.flush()
    record(
        session,
        action="dismiss_phrase",
        subject="emerging_phrase",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
    )
