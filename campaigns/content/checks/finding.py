"""What a check found: which check, how grave, where, and a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from campaigns.canonical import digest_of


class Severity(StrEnum):
    """How grave a finding is. Only an error stands in the way of submitting, until somebody dismisses it."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Place:
    """Where a finding stands: the field of the copy ("headline", "steps.2"; "" for the whole) and the
    characters from `start` up to `end`, counted in Unicode code points of that field. `end` 0 is the
    whole field."""

    field: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    `message` is an English msgid; `values` fill its {named} places. `source_value` and `target_value` are
    what stands in the two texts, as it is written there; empty where there is none.
    """

    check: str
    severity: Severity
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: Place = Place()
    source_value: str = ""
    target_value: str = ""

    def at(self, name: str) -> Finding:
        """The same finding in this field of the copy."""
        return replace(self, place=replace(self.place, field=name))

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return self.message.format(**self.values)

    @property
    def key(self) -> str:
        """Stays the same while the same thing is wrong in the same field, wherever it moves inside it."""
        told = [self.check, self.place.field, self.source_value, self.target_value, self.sentence]
        return hashlib.sha256(digest_of(told).encode()).hexdigest()[:32]
