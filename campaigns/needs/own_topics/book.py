"""The topics of a programme: the product's, which nobody edits, and its own beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import func
from sqlmodel import Session, col, select

from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.taxonomy import Taxonomy, Topic, taxonomy

#: Own topics come after those that many programmes share when both fit equally well.
RANK = 45
AREA = "own"
#: Nobody knows yet how much law is in it.
LEGAL_REVIEW = "high"
_Spellings = tuple[tuple[str, tuple[str, ...]], ...]


def book_of(session: Session, programme_id: int) -> Taxonomy:
    """All topics a programme matches with. The same object as long as its own topics stay the same."""
    found = [row for row in newest_versions(session, programme_id) if not row.is_retired]
    if not found:
        return taxonomy()
    return _with(tuple((row.key, row.name_de, row.name_en, _spellings(row.keywords)) for row in found))


def newest_versions(session: Session, programme_id: int) -> Sequence[OwnTopic]:
    """The newest version of every own topic, also of retired ones, by key."""
    newest = (
        select(col(OwnTopic.key), func.max(col(OwnTopic.version)))
        .where(col(OwnTopic.programme_id) == programme_id)
        .group_by(col(OwnTopic.key))
    )
    versions = dict(session.exec(newest).all())
    rows = session.exec(
        select(OwnTopic).where(OwnTopic.programme_id == programme_id).order_by(col(OwnTopic.key))
    )
    return [row for row in rows if versions[row.key] == row.version]


def topic_of(key: str, name_de: str, name_en: str, keywords: Mapping[str, Sequence[str]]) -> Topic:
    """An own topic as matching sees it."""
    return Topic(
        key=key,
        rank=RANK,
        area=AREA,
        de=name_de,
        en=name_en,
        audience=(),
        legal_review=LEGAL_REVIEW,
        keywords=MappingProxyType({code: tuple(words) for code, words in keywords.items()}),
    )


def _spellings(keywords: Mapping[str, Sequence[str]]) -> _Spellings:
    return tuple((code, tuple(words)) for code, words in sorted(keywords.items()))


@lru_cache(maxsize=32)
def _with(own: tuple[tuple[str, str, str, _Spellings], ...]) -> Taxonomy:
    shipped = taxonomy()
    added = {key: topic_of(key, de, en, dict(words)) for key, de, en, words in own}
    return replace(shipped, topics=MappingProxyType({**added, **shipped.topics}))
