"""A programme makes, changes and retires topics of its own; questions nobody understood are looked at again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import BadInput, NotFound
from campaigns.needs.models import AdviceNeed
from campaigns.needs.normalising import words_of
from campaigns.needs.own_topics.book import book_of, newest_versions
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.rules import (
    LONGEST_SENTENCE,
    check_can_make_topics,
    check_sentences,
    checked_keywords,
    checked_name,
)
from campaigns.needs.redaction import redact
from campaigns.needs.rollup import WeekTally, counted_of
from campaigns.needs.taxonomy import taxonomy
from campaigns.needs.topics import classify
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme

#: So that a key of a programme never means a topic of a later version of the product.
PREFIX = "own_"
_LONGEST_KEY = 40
_CHUNK = 1000


def make_topic(
    session: Session,
    *,
    programme: Programme,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]] = (),
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """A new topic. Questions without a topic whose text is kept are matched with it at once."""
    check_can_make_topics(by)
    key = _key(name_en, programme, {row.key for row in newest_versions(session, programme.id or 0)})
    row = _version(session, programme, key, 1, name_de, name_en, keywords, test_sentences, by, now)
    _record(session, "make_topic", row, by, now, matched=_look_again(session, programme.id or 0))
    return row


def change_topic(
    session: Session,
    *,
    programme: Programme,
    key: str,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]] = (),
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """The next version of a topic. Questions that have a topic keep it; those without one are matched again."""
    check_can_make_topics(by)
    version = _newest(session, programme, key).version + 1
    row = _version(session, programme, key, version, name_de, name_en, keywords, test_sentences, by, now)
    _record(session, "change_topic", row, by, now, matched=_look_again(session, programme.id or 0))
    return row


def retire_topic(session: Session, *, programme: Programme, key: str, by: Actor, now: datetime) -> OwnTopic:
    """Takes a topic out of matching. What was counted for it stays counted."""
    check_can_make_topics(by)
    old = _newest(session, programme, key)
    row = OwnTopic(
        programme_id=programme.id or 0,
        key=key,
        version=old.version + 1,
        name_de=old.name_de,
        name_en=old.name_en,
        keywords=old.keywords,
        test_sentences=old.test_sentences,
        is_retired=True,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, "retire_topic", row, by, now)
    return row


def _version(
    session: Session,
    programme: Programme,
    key: str,
    version: int,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]],
    by: Actor,
    now: datetime,
) -> OwnTopic:
    words = checked_keywords(keywords)
    sentences = [
        {"text": redact(one["text"][:LONGEST_SENTENCE]).text, "language": one.get("language", "")}
        for one in test_sentences
    ]
    german = checked_name(name_de, "name_de")
    check_sentences(german, words, sentences)
    row = OwnTopic(
        programme_id=programme.id or 0,
        key=key,
        version=version,
        name_de=german,
        name_en=checked_name(name_en, "name_en"),
        keywords=words,
        test_sentences=[dict(one) for one in sentences],
        created_by=person_id(by),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _key(name: str, programme: Programme, taken: set[str]) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", "_".join(words_of(name)))[:_LONGEST_KEY].strip("_") or "topic"
    key, again = f"{PREFIX}{bare}", 2
    while key in taken or key in taxonomy().topics:
        key, again = f"{PREFIX}{bare}_{again}", again + 1
    return key


def _newest(session: Session, programme: Programme, key: str) -> OwnTopic:
    if key in taxonomy().topics:
        raise BadInput("This topic belongs to Litfass and cannot be changed. Make one of your own beside it.")
    found = {row.key: row for row in newest_versions(session, programme.id or 0)}.get(key)
    if found is None:
        raise NotFound("There is no topic “{topic}”. The topics page lists all keys.", topic=key[:60])
    return found


def _look_again(session: Session, programme_id: int) -> int:
    """Matches questions without a topic once more; says how many got one."""
    book = book_of(session, programme_id)
    unclear = session.exec(
        select(AdviceNeed).where(
            AdviceNeed.programme_id == programme_id,
            col(AdviceNeed.topic).is_(None),
            col(AdviceNeed.text).is_not(None),
        )
    ).yield_per(_CHUNK)
    tally, matched = WeekTally(), 0
    for need in unclear:
        found = classify(need.text or "", language=need.language, book=book)
        if not found:
            continue
        tally.take_away(counted_of(need))
        need.topics = [{"key": one.key, "score": one.score} for one in found]
        need.topic = need.suggested = found[0].key
        tally.add(counted_of(need))
        matched += 1
    session.flush()
    tally.save(session, programme_id)
    return matched


def _record(
    session: Session, action: str, row: OwnTopic, by: Actor, now: datetime, *, matched: int = 0
) -> None:
    record(
        session,
        action=action,
        subject="own_topic",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        key=row.key,
        version=row.version,
        matched=matched,
    )
