"""The facts that come with Litfass: drafts with §§, source and validity, in the languages of the programmes.

Nothing here is approved: a programme takes a fact in, and its lawyers check it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.errors import BadInput
from campaigns.facts.library_file import TEXTS, read_table
from campaigns.vocabulary import FactKind, FactStatus, Risk

FOLDER = Path(__file__).parent / "library"


@dataclass(frozen=True)
class LibraryFact:
    """One fact of the library. Texts hold {value} places; `claim` only for myths.

    `position` orders steps from 1; it is 0 for every other kind. `values` are the tables
    {kind, value, unit} from which copy makes typed values. `jurisdiction` is a country, or "generic"
    for what holds without any country's law. `note` tells the lawyers, in German, what of it was compared with
    which source and what was not. `feminine` holds the headline and sentence for programmes that speak to
    women, in languages whose ordinary words address men and women by the masculine.
    """

    key: str
    kind: FactKind
    jurisdiction: str
    status: FactStatus
    risk: Risk
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
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""
    feminine: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def said(self, part: str, code: str, *, to_women: bool = False) -> str:
        """The headline, sentence or claim in a language; "" where it has none."""
        own: Mapping[str, str] = getattr(self, part)
        return (self.feminine.get(part, {}).get(code) if to_women else None) or own.get(code, "")


@dataclass(frozen=True)
class TopicFacts:
    """A topic's name and hashtags by language, and its facts in order."""

    topic: str
    name: Mapping[str, str]
    hashtags: Mapping[str, Sequence[str]]
    facts: tuple[LibraryFact, ...]


@cache
def load_library() -> tuple[TopicFacts, ...]:
    """Every topic of the library, by file name; refuses a file with a mistake, naming it."""
    return read_library(FOLDER)


@cache
def topic_facts(topic: str) -> TopicFacts | None:
    """The library's facts on a topic, or None where it has none."""
    return next((item for item in load_library() if item.topic == topic), None)


def read_library(folder: Path) -> tuple[TopicFacts, ...]:
    """The topics of a folder of fact files; refuses one without any."""
    topics = tuple(_topic(read_table(path)) for path in sorted(folder.glob("*.toml")))
    if not topics:
        raise BadInput(
            "There are no fact files in {folder}. Reinstall Litfass or restore the folder.",
            folder=folder.name,
        )
    return topics


def _topic(table: dict[str, Any]) -> TopicFacts:
    return TopicFacts(
        topic=table["topic"],
        name=MappingProxyType(table["name"]),
        hashtags=MappingProxyType({code: tuple(words) for code, words in table["hashtags"].items()}),
        facts=tuple(_fact(row) for row in table["fact"]),
    )


def _fact(row: dict[str, Any]) -> LibraryFact:
    texts: dict[str, Any] = {name: MappingProxyType(row[name]) for name in TEXTS if name in row}
    values = {name: MappingProxyType(value) for name, value in row.get("values", {}).items()}
    fields: dict[str, Any] = {**row, **texts, "values": MappingProxyType(values), "laws": tuple(row["laws"])}
    fields["kind"], fields["risk"] = FactKind(row["kind"]), Risk(row["risk"])
    fields["status"] = FactStatus(row["status"])
    return LibraryFact(**fields)
