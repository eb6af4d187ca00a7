"""Who is locked in, not let out or followed, by whom: by relatives or a partner it is violence, locked in at work it is
exploitation. (Phrases: at_home.toml.)

The phrases say nothing without a person: a door locks somebody in, too, and a visa lets nobody out. So they are heard
only where one is named, and whoever is named decides what it is (`keepers.py`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from campaigns.needs.topics.coercion.bound_by_papers import by_people
from campaigns.needs.topics.coercion.keepers import (
    KEPT_AT_HOME,
    KEPT_BY_EMPLOYER,
    is_kept_at_home,
    is_kept_at_work,
)
from campaigns.needs.topics.spellings import Keyword
from campaigns.needs.topics.taxonomy import Taxonomy

_FILE = Path(__file__).with_name("at_home.toml")
#: What of the file is heard where an employer is named: "my boss won't let me leave" may be about a notice.
_AT_WORK = ("locked",)
_NOT_LET_OUT = "kept_in"
_AT_HOME = ("locked", _NOT_LET_OUT, "followed")


def topic_of_coercion(text: str) -> str | None:
    """What it is that somebody is held, by those who are named; None where nobody is."""
    if is_kept_at_home(text):
        return KEPT_AT_HOME
    return KEPT_BY_EMPLOYER if is_kept_at_work(text) else None


@lru_cache(maxsize=32)
def book_of_coercion(book: Taxonomy, topic: str) -> Taxonomy:
    """One topic with the phrases of all languages by which it is told here, and nothing else."""
    told = replace(book.topics[topic], keywords=MappingProxyType(_phrases(topic)))
    return replace(book, topics=MappingProxyType({topic: told}), loanwords=())


def said_of_people(hits: Mapping[Keyword, frozenset[int]], text: str) -> dict[Keyword, frozenset[int]]:
    """The phrases found in a text, without those that say what a visa or a permit does."""
    return by_people(hits, text, not_let_out=_spellings_not_let_out())


@cache
def _phrases(topic: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for kind in _AT_HOME if topic == KEPT_AT_HOME else _AT_WORK:
        for code, phrases in _file()[kind].items():
            found[code] += tuple(phrases)
    return dict(found)


@cache
def _spellings_not_let_out() -> frozenset[str]:
    return frozenset(phrase for phrases in _file()[_NOT_LET_OUT].values() for phrase in phrases)


@cache
def _file() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
