"""A version of a topic as it would be saved, and what speaks against saving it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.needs.own_topics.book import book_of, book_with
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.rules import checked_keywords, checked_name, checked_sentences
from campaigns.needs.own_topics.trying import Findings, findings, sentences_of
from campaigns.needs.topics.sentences import Sentence
from campaigns.needs.topics.taxonomy import Topic, taxonomy
from campaigns.people.models import Programme


def draft_of(
    *,
    programme: Programme,
    key: str,
    name_de: str,
    name_en: str,
    keywords: Mapping[str, Sequence[str]],
    test_sentences: Sequence[Mapping[str, str]] = (),
    now: datetime,
) -> OwnTopic:
    """A version as it would be saved; refuses what no topic can be. Writes nothing."""
    shipped = taxonomy().topics.get(key)
    if shipped is None:
        added, left_out = checked_keywords(keywords), dict[str, list[str]]()
    else:
        added, left_out = _differences(shipped, keywords)
    return OwnTopic(
        programme_id=programme.id or 0,
        key=key,
        version=1,
        name_de=checked_name(name_de, "name_de"),
        name_en=checked_name(name_en, "name_en"),
        keywords=added,
        left_out=left_out,
        test_sentences=[
            {"text": one.text, "language": one.language} for one in checked_sentences(key, test_sentences)
        ],
        created_at=now,
    )


def findings_of(session: Session, draft: OwnTopic) -> Findings:
    """What speaks against a version that is not saved yet."""
    return findings(
        draft.key,
        own_sentences(draft),
        sentences_of(session, draft.programme_id, besides=draft.key),
        before=book_of(session, draft.programme_id),
        after=book_with(session, draft.programme_id, draft),
    )


def own_sentences(draft: OwnTopic) -> list[Sentence]:
    """The test sentences that come with it."""
    return [Sentence(one["text"], one["language"], draft.key) for one in draft.test_sentences]


def _differences(
    shipped: Topic, keywords: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What is added to a topic of the product and what is left out of it, to have these keywords."""
    wanted = {
        code: [" ".join(word.split()) for word in words if word.strip()] for code, words in keywords.items()
    }
    added = {
        code: [word for word in words if word not in shipped.keywords.get(code, ())]
        for code, words in wanted.items()
    }
    left_out = {
        code: [word for word in words if word not in wanted.get(code, ())]
        for code, words in shipped.keywords.items()
    }
    if not any(wanted.values()):
        checked_keywords({})
    return checked_keywords(added, needed=False), {code: words for code, words in left_out.items() if words}
