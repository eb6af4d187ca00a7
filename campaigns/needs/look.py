"""What somebody sees of a file before it is taken in: columns, first rows, counts, and what is left to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.errors import Refusal
from campaigns.needs.intake.outcome import Rejected
from campaigns.needs.intake.unknown_words import Unknown


@dataclass(frozen=True)
class Seen:
    """One row as it would be kept, or why it would not."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    removed: int = 0
    rejected: Rejected | None = None


@dataclass(frozen=True)
class DateQuestion:
    """Dates that can be read in two ways: `readings` are the example dates in each order, `chosen` what was said.

    `others_are_clear`: dates between other signs in the column can be read in one way only.
    """

    column: str
    is_mixed: bool
    readings: Mapping[str, Sequence[tuple[str, date]]]
    chosen: str | None
    others_are_clear: bool = False


@dataclass(frozen=True)
class Look:
    """What a file looks like. `problem` says what a person has to decide before it can be taken in.

    `again` counts tried rows that are there already or stood further up; they are grouped, not added. `examples` hold
    the first value of each column, without identifiers. `unknown` tells by field in which rows something stands that
    we have no code for. `otherwise_told` counts tried rows whose words are in letters of another language than the row
    names; `towns` are the names that stand for a Land in them, each with its Land. `header_row`, `sheet` and `encoding`
    say how the file was read; while the encoding is open nothing of it was, and `encodings` holds a piece of it in
    each. `taken_on` is the day on which this very file was taken in before.
    """

    headers: Sequence[str]
    fields: Mapping[str, str]
    rows: int
    format: str
    notes: Sequence[str] = ()
    problem: Refusal | None = None
    dates: DateQuestion | None = None
    seen: Sequence[Seen] = ()
    tried: int = 0
    taken: int = 0
    rejected: int = 0
    unclear: int = 0
    again: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    otherwise_told: int = 0
    towns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    sheets: Sequence[str] = ()
    sheet: int | None = None
    encoding: str | None = None
    encodings: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    taken_on: date | None = None

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to decide before the file can be taken in."""
        return (
            self.problem is None and not self.would_count_twice and not (self.dates and not self.dates.chosen)
        )

    @property
    def would_count_twice(self) -> bool:
        """Whether the file was taken in before and its rows, read in this way, are not known by that."""
        return self.taken_on is not None and self.taken > self.again

    @property
    def fails_mostly(self) -> bool:
        """Whether more rows are refused than can be taken: then the columns are probably not what they seem."""
        return self.rejected > self.taken
