"""How a programme takes questions in, and what can become of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.needs.intake.digests import of_list
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.topics.taxonomy import Taxonomy, taxonomy


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: where, what stood there (without identifiers, cut short), and what to do.

    `redacted` counts what was removed from its cells by kind: nothing of them is kept but the hint (hints.py).
    """

    row: int
    column: str
    value_hint: str
    reason: str
    redacted: Mapping[str, int] = field(default_factory=dict, compare=False)

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "value_hint": self.value_hint, "reason": self.reason}


@dataclass(frozen=True)
class Intake:
    """How a programme takes questions in.

    `key` turns case ids and contents into keyed hashes; it lies outside database and backups. Without
    `keeps_text` only the classification stays. `book` are the programme's topics, `model` what was learned from
    them. `confirmed_by` is who stands behind topics that are given, when somebody does.
    """

    programme_id: int
    languages: Sequence[str]
    keeps_text: bool
    key: bytes
    today: date
    book: Taxonomy = field(default_factory=taxonomy)
    model: TopicModel | None = None
    confirmed_by: int | None = None


@dataclass
class Taken:
    """A question ready to be stored: the columns of `advice_need`; `redacted` counts what was removed by kind.

    `unknown` are the fields whose cell says something that we have no code for, each with its word or "". `is_bare`:
    it says too little to be known again by its content (`digests.py`). `is_otherwise_told`: its words are in letters of
    another language than the row names, and decided. `town`: what the row names instead of a Land, if it is one word.
    """

    values: dict[str, Any]
    redacted: Mapping[str, int] = field(default_factory=dict)
    row: int = 0
    unknown: Mapping[str, str] = field(default_factory=dict)
    is_bare: bool = False
    is_otherwise_told: bool = False
    town: str = ""

    def content(self, origin: str) -> str:
        """By what the question is found again: a bare row by the list it stands in, too."""
        content = str(self.values["content_hash"])
        return of_list(content, origin) if self.is_bare else content


def without_words(row: Taken | Rejected) -> Taken | Rejected:
    """The row as a programme keeps it that keeps no free text: only what it was about."""
    if isinstance(row, Taken):
        row.values["text"] = None
    return row
