"""Phrases are found by a job; a person makes a topic of one or says that it is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.errors import Conflict
from campaigns.needs.emerging.inflection import stem_in, stems_of
from campaigns.needs.emerging.models import LONGEST_REASON, LONGEST_WRITTEN, EmergingPhrase
from campaigns.needs.emerging.phrases import Phrase
from campaigns.needs.emerging.queries import get_phrase
from campaigns.needs.normalising import normalise, words_of
from campaigns.needs.own_topics.actions import make_topic
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.rules import check_can_make_topics
from campaigns.needs.redaction import redact
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme

#: A shorter beginning would find words that have nothing to do with it.
SHORTEST_BEGINNING = 5


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
    decided = {
        (language, stems_of(phrase.split(), language))
        for language, phrase in session.exec(
            select(EmergingPhrase.language, EmergingPhrase.phrase).where(
                EmergingPhrase.programme_id == programme_id
            )
        )
    }
    fresh = [
        one for one in phrases if (one.language, stems_of(one.phrase.split(), one.language)) not in decided
    ]
    session.add_all(
        EmergingPhrase(
            programme_id=programme_id,
            language=one.language,
            phrase=one.phrase,
            written=(one.written or one.phrase)[:LONGEST_WRITTEN],
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
    keywords: Mapping[str, Sequence[str]] | None = None,
    test_sentences: Sequence[Mapping[str, str]] = (),
    despite: bool = False,
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """A topic of a phrase, by default with the phrase in its language as only keyword; the phrase is decided."""
    row = get_phrase(session, programme_id=programme.id or 0, phrase_id=phrase_id)
    _check_open(row)
    topic = make_topic(
        session,
        programme=programme,
        name_de=name_de,
        name_en=name_en,
        keywords=keywords or keywords_of(row, programme),
        test_sentences=test_sentences,
        despite=despite,
        by=by,
        now=now,
    )
    row.topic = topic.key
    session.add(row)
    session.flush()
    return topic


def keywords_of(row: EmergingPhrase, programme: Programme) -> dict[str, list[str]]:
    """The phrase as a keyword of its language, without endings: a keyword is the beginning of a word."""
    stem = stem_in(row.language)
    beginnings = []
    for word in (row.written or row.phrase).split():
        bare = stem("".join(words_of(word)))
        begins = len(bare) >= SHORTEST_BEGINNING and normalise(word[: len(bare)]) == bare
        beginnings.append(word[: len(bare)] if begins else word)
    return {row.language or programme.source_language: [" ".join(beginnings)]}


def dismiss_phrase(
    session: Session, *, programme: Programme, phrase_id: int, reason: str = "", by: Actor, now: datetime
) -> None:
    """Says that a phrase is no need, and why; it does not come up again."""
    check_can_make_topics(by)
    row = get_phrase(session, programme_id=programme.id or 0, phrase_id=phrase_id)
    _check_open(row)
    row.dismissed_at, row.dismissed_by = now, by.person_id
    row.reason = " ".join(redact(reason).text.split())[:LONGEST_REASON]
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


def restore_phrase(
    session: Session, *, programme: Programme, phrase_id: int, by: Actor, now: datetime
) -> None:
    """Takes a dismissal back."""
    check_can_make_topics(by)
    row = get_phrase(session, programme_id=programme.id or 0, phrase_id=phrase_id)
    if row.dismissed_at is None:
        raise Conflict("This phrase is not dismissed. Reload the page.")
    row.dismissed_at, row.dismissed_by, row.reason = None, None, ""
    session.add(row)
    session.flush()
    record(
        session,
        action="restore_phrase",
        subject="emerging_phrase",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
    )


def _check_open(row: EmergingPhrase) -> None:
    if row.topic is not None or row.dismissed_at is not None:
        raise Conflict("Somebody already decided about this phrase. Reload the page.")
