"""A programme makes, changes and retires topics; questions nobody understood are looked at again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput, NotFound
from campaigns.needs.normalising import words_of
from campaigns.needs.own_topics.book import newest_versions
from campaigns.needs.own_topics.drafting import draft_of, findings_of, own_sentences
from campaigns.needs.own_topics.matching import match_again
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.rules import check_can_make_topics, check_findings
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work

#: So that a key of a programme never means a topic of a later version of the product.
PREFIX = "own_"
_LONGEST_KEY = 40


def make_topic(
    session: Session,
    *,
    programme: Programme,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]] = (),
    despite: bool = False,
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """A new topic. Questions without a topic whose text is kept are matched with it at once.

    Refused while test sentences speak against it, unless somebody looked at them and wants it `despite` them.
    """
    check_can_make_topics(by)
    key = _key(name_en, programme, {row.key for row in newest_versions(session, programme.id or 0)})
    draft = draft_of(
        programme=programme, key=key, name_de=name_de, name_en=name_en, keywords=keywords,
        test_sentences=test_sentences, now=now,
    )  # fmt: skip
    return _save(session, draft, "make_topic", despite, by, now)


def change_topic(
    session: Session,
    *,
    programme: Programme,
    key: str,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]] = (),
    despite: bool = False,
    by: Actor,
    now: datetime,
) -> OwnTopic:
    """The next version of a topic, its own or the product's; `keywords` are all it shall have.

    Questions that have a topic keep it; those without one are matched again. `despite` as for a new one.
    """
    check_can_make_topics(by)
    old = _newest(session, programme, key)
    if old is None and key not in taxonomy().topics:
        raise NotFound("There is no topic “{topic}”. The topics page lists all keys.", topic=key[:60])
    draft = draft_of(
        programme=programme, key=key, name_de=name_de, name_en=name_en, keywords=keywords,
        test_sentences=test_sentences, now=now,
    )  # fmt: skip
    draft.version = old.version + 1 if old else 1
    return _save(session, draft, "change_topic", despite, by, now)


def retire_topic(session: Session, *, programme: Programme, key: str, by: Actor, now: datetime) -> OwnTopic:
    """Takes a topic out of matching; a changed one of the product is as shipped again. What was counted stays."""
    check_can_make_topics(by)
    old = _newest(session, programme, key)
    if old is None or old.is_retired:
        if key in taxonomy().topics:
            raise BadInput(
                "This topic belongs to Litfass and cannot be retired. Change its keywords, or make one of your own."
            )
        raise NotFound("There is no topic “{topic}”. The topics page lists all keys.", topic=key[:60])
    row = OwnTopic(
        programme_id=programme.id or 0,
        key=key,
        version=old.version + 1,
        name_de=old.name_de,
        name_en=old.name_en,
        keywords=old.keywords,
        left_out=old.left_out,
        test_sentences=old.test_sentences,
        is_retired=True,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, "retire_topic", row, by, now)
    return row


def _save(
    session: Session, draft: OwnTopic, action: str, despite: bool, by: Actor, now: datetime
) -> OwnTopic:
    if not despite:
        check_findings(findings_of(session, draft), own_sentences(draft))
    draft.created_by = person_id(by)
    session.add(draft)
    session.flush()
    _record(session, action, draft, by, now, matched=_match_again(session, draft, by, now))
    return draft


def _key(name: str, programme: Programme, taken: set[str]) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", "_".join(words_of(name)))[:_LONGEST_KEY].strip("_") or "topic"
    key, again = f"{PREFIX}{bare}", 2
    while key in taken or key in taxonomy().topics:
        key, again = f"{PREFIX}{bare}_{again}", again + 1
    return key


def _newest(session: Session, programme: Programme, key: str) -> OwnTopic | None:
    return {row.key: row for row in newest_versions(session, programme.id or 0)}.get(key)


def _match_again(session: Session, row: OwnTopic, by: Actor, now: datetime) -> int:
    """Matches the newest questions without a topic at once and leaves the others to the worker; how many got one."""
    portion = match_again(session, programme_id=row.programme_id)
    if portion.below is not None:
        request_work(
            session,
            kind=WorkKind.MATCH_AGAIN,
            programme_id=row.programme_id,
            subject_id=row.programme_id,
            order={"below": portion.below},
            by=by,
            now=now,
        )
    return portion.matched


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
