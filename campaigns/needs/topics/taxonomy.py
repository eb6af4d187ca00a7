"""The topics people ask about, as data: names, laws, referral targets, keywords. Checked when it is read.

The keys and keywords are ours (`taxonomy.yaml`); statements of law in it are pointers for a lawyer, never
text to publish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from campaigns.errors import BadInput, NotFound
from campaigns.needs.normalising import normalise
from campaigns.needs.topics.keywords import further_keywords

TAXONOMY_FILE = Path(__file__).parent / "taxonomy.yaml"
LEGAL_REVIEW_LEVELS = ("low", "medium", "high")
DEFAULT_RANK = 99


@dataclass(frozen=True)
class VolatileFact:
    """A statement of law that changes: `checked` says whether anybody read it in a source."""

    text: str
    valid_from: date | None
    valid_to: date | None
    checked: str
    english: str = ""

    def told(self, reader: str) -> str:
        """What it says, in German or in English; in German where nobody put it into English."""
        return self.text if reader == "de" else self.english or self.text


@dataclass(frozen=True)
class Topic:
    """A subject of advice. A smaller `rank` matters more; `handling` is how a sensitive topic is treated."""

    key: str
    rank: int
    area: str
    de: str
    en: str
    audience: tuple[str, ...]
    legal_review: str
    boost: float = 1.0
    top: bool = False
    handling: str = ""
    subtopics: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    referral: tuple[str, ...] = ()
    volatile_facts: tuple[VolatileFact, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_sensitive(self) -> bool:
        """Never proposed as a campaign; answered by a person, in private."""
        return bool(self.handling)

    def name(self, language: str) -> str:
        """The topic's name in German or, for every other language, in English."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True)
class Loanword:
    """A German office word as people write it inside other languages and scripts."""

    topic: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class MythSeed:
    """A wrong claim that circulates and the fact that answers it; both need a lawyer before use."""

    topic: str
    myth_de: str
    fact_de: str
    laws: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All topics by key in the order of the file, and what belongs to them.

    Compared by identity, so that what is worked out from one (the index of its keywords) can be remembered.
    """

    version: int
    topics: Mapping[str, Topic]
    loanwords: tuple[Loanword, ...]
    referral_targets: Mapping[str, str]
    myth_seeds: tuple[MythSeed, ...]
    enums: Mapping[str, tuple[str, ...]]

    def topic(self, key: str) -> Topic:
        """The topic of this key; an unknown one is refused."""
        found = self.topics.get(key)
        if found is None:
            raise NotFound("There is no topic “{topic}”. The topics page lists all keys.", topic=key[:60])
        return found


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that ships with the product with all its keywords, read once."""
    core, further = core_taxonomy(), further_keywords()
    if unknown := sorted(further.keys() - core.topics.keys()):
        raise BadInput("There are keywords for a topic “{topic}” that does not exist.", topic=unknown[0])
    topics = {
        key: replace(topic, keywords=_together(topic.keywords, further.get(key, {})))
        for key, topic in core.topics.items()
    }
    return replace(core, topics=MappingProxyType(topics))


def _together(
    some: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    codes = dict.fromkeys([*some, *more])
    return MappingProxyType({code: _each_once((*some.get(code, ()), *more.get(code, ()))) for code in codes})


def _each_once(spellings: Iterable[str]) -> tuple[str, ...]:
    """Each spelling once, by what it is matched as: the short lists and the long ones share some."""
    by_folded: dict[str, str] = {}
    for spelling in spellings:
        by_folded.setdefault(normalise(spelling), spelling)
    return tuple(by_folded.values())


@cache
def core_taxonomy() -> Taxonomy:
    """The taxonomy as its file has it: with the short lists of keywords."""
    return parse_taxonomy(TAXONOMY_FILE.read_text(encoding="utf-8"), where=TAXONOMY_FILE.name)


def parse_taxonomy(text: str, *, where: str) -> Taxonomy:
    """Reads and checks a taxonomy; a mistake is refused with the topic it stands in."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        raise BadInput("{where} is not valid YAML. Check its indentation.", where=where) from None
    if not isinstance(data, dict) or not isinstance(data.get("topics"), list):
        raise BadInput("{where} has no list of topics. It starts with “topics:”.", where=where)
    topics = {row["key"]: row for row in (_topic(raw, where) for raw in data["topics"])}
    if len(topics) != len(data["topics"]):
        raise BadInput("{where} names a topic twice. Every key stands once.", where=where)
    built = {key: _built(row) for key, row in topics.items()}
    seeds = tuple(
        MythSeed(seed["topic"], seed["myth_de"], seed["fact_de"], tuple(seed.get("law", ())))
        for seed in data.get("myth_seeds", ())
    )
    words = tuple(_loanword(row) for row in data.get("loanwords", ()))
    for named in {word.topic for word in words} | {seed.topic for seed in seeds}:
        if named not in built:
            raise BadInput(
                "{where} speaks of a topic “{topic}” it does not define.", where=where, topic=named
            )
    targets = {key: row["de"] for key, row in data.get("referral_targets", {}).items()}
    return Taxonomy(
        version=int(data.get("version", 1)),
        topics=MappingProxyType(built),
        loanwords=words,
        referral_targets=MappingProxyType(targets),
        myth_seeds=seeds,
        enums=MappingProxyType({key: tuple(values) for key, values in data.get("enums", {}).items()}),
    )


def _topic(raw: Any, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict) or not raw.get("key"):
        raise BadInput("{where} has a topic without a key.", where=where)
    key = str(raw["key"])
    for needed in ("de", "en", "area", "legal_review"):
        if not raw.get(needed):
            raise BadInput(
                "In {where} the topic {topic} lacks “{needed}”.", where=where, topic=key, needed=needed
            )
    if raw["legal_review"] not in LEGAL_REVIEW_LEVELS:
        raise BadInput(
            "In {where} the topic {topic} has the legal review “{level}”. Use low, medium or high.",
            where=where,
            topic=key,
            level=str(raw["legal_review"])[:20],
        )
    return raw


def _built(raw: Mapping[str, Any]) -> Topic:
    return Topic(
        key=raw["key"],
        rank=int(raw.get("rank", DEFAULT_RANK)),
        area=raw["area"],
        de=raw["de"],
        en=raw["en"],
        audience=tuple(raw.get("audience", ())),
        legal_review=raw["legal_review"],
        boost=float(raw.get("boost", 1)),
        top=bool(raw.get("top", False)),
        handling=raw.get("handling", ""),
        subtopics=tuple(raw.get("subtopics", ())),
        laws=tuple(raw.get("laws", ())),
        referral=tuple(raw.get("referral", ())),
        volatile_facts=tuple(
            VolatileFact(
                text=fact["fact"],
                valid_from=fact.get("valid_from"),
                valid_to=fact.get("valid_to"),
                checked=fact.get("checked", "unverified"),
                english=fact.get("en", ""),
            )
            for fact in raw.get("volatile_facts", ())
        ),
        keywords=MappingProxyType(
            {code: tuple(str(word) for word in words) for code, words in raw.get("keywords", {}).items()}
        ),
    )


def _loanword(raw: Mapping[str, Any]) -> Loanword:
    spellings = [raw["de"]]
    for code, words in raw.items():
        if code not in ("de", "topic"):
            spellings.extend(words)
    return Loanword(topic=raw["topic"], spellings=tuple(dict.fromkeys(spellings)))
