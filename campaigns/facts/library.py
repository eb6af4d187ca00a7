"""The facts that come with Litfass: drafts with §§, source and validity, in the languages of the programmes.

Nothing here is approved: a programme takes a fact in, and its lawyers check it there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True)
class LibraryFact:
    """One fact of the library. Texts hold {value} places; `claim` only for myths."""

    key: str
    kind: str
    jurisdiction: str
    status: str
    risk: str
    headline: Mapping[str, str]
    sentence: Mapping[str, str]
    claim: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    laws: tuple[str, ...] = ()
    source_title: str = ""
    source_url: str = ""
    read_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    position: int = 0
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class TopicFacts:
    """A topic's name and hashtags by language, and its facts in order."""

    topic: str
    name: Mapping[str, str]
    hashtags: Mapping[str, Sequence[str]]
    facts: tuple[LibraryFact, ...]


@cache
def load_library() -> tuple[TopicFacts, ...]:
    """Every topic of the library, by file name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def topic_facts(topic: str) -> TopicFacts | None:
    """The library's facts on a topic, or None where it has none."""
    return next((item for item in load_library() if item.topic == topic), None)


def _read(path: Path) -> TopicFacts:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return TopicFacts(
        topic=table["topic"],
        name=table["name"],
        hashtags=table["hashtags"],
        facts=tuple(_fact(row) for row in table["fact"]),
    )


def _fact(row: dict[str, Any]) -> LibraryFact:
    return LibraryFact(**{**row, "laws": tuple(row.get("laws", ()))})
