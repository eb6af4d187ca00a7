"""A fact as planning and drafting see it: plain data, whatever it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from campaigns.content.values import Value, ValueKind, parse_value
from campaigns.vocabulary import FactKind


@dataclass(frozen=True)
class FactWords:
    """A fact in one language, with {value} places. `claim` is the false claim a myth fact answers."""

    headline: str = ""
    sentence: str = ""
    claim: str = ""


@dataclass(frozen=True)
class FactView:
    """One fact. It holds from `valid_from` to `valid_to`, both included; None is open.

    `jurisdiction` is the country whose law it states, or "generic" for what holds everywhere.
    """

    key: str
    topic: str
    kind: FactKind
    jurisdiction: str
    words: Mapping[str, FactWords]
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    laws: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None
    source_title: str = ""
    source_url: str = ""
    read_on: date | None = None
    is_checked: bool = False

    def first_value(self, *kinds: ValueKind) -> Value | None:
        """The first value of one of these kinds, in the order of `kinds`."""
        for kind in kinds:
            for value in self.values.values():
                if value.kind == kind:
                    return value
        return None


def read_values(table: Mapping[str, Any]) -> Mapping[str, Value]:
    """Typed values by name, from the tables in which facts keep them."""
    return MappingProxyType({name: parse_value(value) for name, value in table.items()})


def read_fact(topic: str, table: Mapping[str, Any]) -> FactView:
    """A fact from one `[[fact]]` table of the fact library."""
    sayings: dict[str, dict[str, str]] = {}
    for part in ("headline", "sentence", "claim"):
        for language, text in table.get(part, {}).items():
            sayings.setdefault(language, {})[part] = text
    return FactView(
        key=table["key"],
        topic=topic,
        kind=FactKind(table["kind"]),
        jurisdiction=table["jurisdiction"],
        words=MappingProxyType({code: FactWords(**said) for code, said in sayings.items()}),
        values=read_values(table.get("values", {})),
        laws=tuple(table.get("laws", ())),
        valid_from=table.get("valid_from"),
        valid_to=table.get("valid_to"),
        review_on=table.get("review_on"),
        source_title=table.get("source_title", ""),
        source_url=table.get("source_url", ""),
        read_on=table.get("read_on"),
        is_checked=table.get("status") == "checked",
    )
