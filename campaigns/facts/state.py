"""What a fact says, whole, as plain data: to compare two states of it and to say what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from campaigns.facts.models import Fact, FactText, FactVersion

#: The texts of a fact in one language.
PARTS = ("headline", "sentence", "claim")

Table = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class FactState:
    """Everything a reader could be told. `values` are {kind, value, unit} by name, `texts` parts by language."""

    jurisdiction: str
    laws: tuple[str, ...] = ()
    source_title: str = ""
    source_url: str = ""
    read_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    values: Table = field(default_factory=lambda: MappingProxyType({}))
    texts: Table = field(default_factory=lambda: MappingProxyType({}))

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.texts)


@dataclass(frozen=True)
class ChangedValue:
    """One typed value that is another now; None where it came or went."""

    name: str
    old: Mapping[str, str] | None
    new: Mapping[str, str] | None


@dataclass(frozen=True)
class FactChange:
    """What moved between two states. `languages`: whose words no longer say what the fact says; `left`: whose words
    were left as they were while those of another language moved; `restated`: whether the fact may say something else,
    in values, laws or words that stood there before. Words of a further language restate nothing.

    A source that was read again or is named differently moves no words; nor does a day of validity, which is
    asked about apart, for each day on which something leaves.
    """

    values: tuple[ChangedValue, ...]
    languages: frozenset[str]
    left: frozenset[str]
    restated: bool
    laws: bool
    validity: bool

    @property
    def recalls(self) -> bool:
        """Whether anything made from the old state has to be looked at."""
        return bool(self.languages)


def change_between(old: FactState, new: FactState) -> FactChange:
    """What moved from one state to the next."""
    names = dict.fromkeys([*old.values, *new.values])
    values = tuple(
        ChangedValue(name, old.values.get(name), new.values.get(name))
        for name in names
        if _plain(old.values.get(name)) != _plain(new.values.get(name))
    )
    laws = (old.laws, old.jurisdiction) != (new.laws, new.jurisdiction)
    both = old.languages & new.languages
    everywhere = old.languages | new.languages if values or laws else frozenset[str]()
    said = {
        code
        for code in old.languages | new.languages
        if _words(old.texts.get(code)) != _words(new.texts.get(code))
    }
    return FactChange(
        values=values,
        languages=everywhere | said,
        left=both - said if said & both else frozenset(),
        restated=bool(values or laws or said & both),
        laws=laws,
        validity=(old.valid_from, old.valid_to) != (new.valid_from, new.valid_to),
    )


def state_of(fact: Fact, texts: Mapping[str, FactText]) -> FactState:
    """What the fact says now."""
    return FactState(
        **_own(fact),
        texts={code: {part: getattr(text, part) for part in PARTS} for code, text in texts.items()},
    )


def state_of_version(version: FactVersion) -> FactState:
    """What the fact said at a version."""
    return FactState(**_own(version), texts=version.texts)


def _own(row: Fact | FactVersion) -> dict[str, Any]:
    return {
        "jurisdiction": row.jurisdiction,
        "laws": tuple(row.laws),
        "source_title": row.source_title,
        "source_url": row.source_url,
        "read_on": row.read_on,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "values": row.values,
    }


def _plain(value: Mapping[str, str] | None) -> tuple[str, str, str] | None:
    return None if value is None else (value["kind"], value["value"], value.get("unit", "") or "")


def _words(texts: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple((texts or {}).get(part, "").strip() for part in PARTS)
