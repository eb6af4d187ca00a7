"""The topics of a programme: the product's, as the programme changed them, and its own beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import func
from sqlmodel import Session, col, select

from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.topics.taxonomy import Taxonomy, Topic, taxonomy

#: Own topics come after those that many programmes share when both fit equally well.
RANK = 45
AREA = "own"
#: Nobody knows yet how much law is in it.
LEGAL_REVIEW = "high"
_Spellings = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _Version:
    """What a row says about a topic, in a form that can be compared."""

    key: str
    de: str
    en: str
    added: _Spellings
    left_out: _Spellings


def book_of(session: Session, programme_id: int) -> Taxonomy:
    """All topics a programme matches with. The same object as long as its own topics stay the same."""
    found = [row for row in newest_versions(session, programme_id) if not row.is_retired]
    return _with(tuple(_version(row) for row in found)) if found else taxonomy()


def book_with(session: Session, programme_id: int, row: OwnTopic) -> Taxonomy:
    """The topics as they would be with this version, which nobody saved yet."""
    found = [
        each for each in newest_versions(session, programme_id) if not each.is_retired and each.key != row.key
    ]
    return _with(tuple(_version(each) for each in sorted([*found, row], key=lambda each: each.key)))


def newest_versions(session: Session, programme_id: int) -> Sequence[OwnTopic]:
    """The newest version of every own or changed topic, also of retired ones, by key."""
    newest = (
        select(col(OwnTopic.key), func.max(col(OwnTopic.version)))
        .where(col(OwnTopic.programme_id) == programme_id)
        .group_by(col(OwnTopic.key))
    )
    versions = dict(session.exec(newest).all())
    if not versions:
        return []
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


def changed_topic(
    shipped: Topic,
    name_de: str,
    name_en: str,
    added: Mapping[str, Sequence[str]],
    left_out: Mapping[str, Sequence[str]],
) -> Topic:
    """A topic of the product with other names, more keywords or fewer; everything else about it stays."""
    words: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys([*shipped.keywords, *added]):
        gone = set(left_out.get(code, ()))
        kept = [word for word in shipped.keywords.get(code, ()) if word not in gone]
        if merged := dict.fromkeys([*kept, *added.get(code, ())]):
            words[code] = tuple(merged)
    return replace(shipped, de=name_de, en=name_en, keywords=MappingProxyType(words))


def _version(row: OwnTopic) -> _Version:
    return _Version(row.key, row.name_de, row.name_en, _spellings(row.keywords), _spellings(row.left_out))


def _spellings(keywords: Mapping[str, Sequence[str]]) -> _Spellings:
    return tuple((code, tuple(words)) for code, words in sorted(keywords.items()))


@lru_cache(maxsize=32)
def _with(versions: tuple[_Version, ...]) -> Taxonomy:
    shipped = taxonomy()
    own: dict[str, Topic] = {}
    topics = dict(shipped.topics)
    for one in versions:
        added = dict(one.added)
        if one.key in topics:
            topics[one.key] = changed_topic(topics[one.key], one.de, one.en, added, dict(one.left_out))
        else:
            own[one.key] = topic_of(one.key, one.de, one.en, added)
    return replace(shipped, topics=MappingProxyType({**own, **topics}))
