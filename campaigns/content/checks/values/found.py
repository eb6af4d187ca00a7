"""A value read from a text: what it is worth, however it is written, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal

#: `hard` values are written in digits: each must have its twin. `soft` ones are plain number words and
#: months: they can be a twin, and two that differ are a finding. `weak` ones (ordinals, articles, words
#: with a second meaning) can be a twin, nothing more.
Grade = Literal["hard", "soft", "weak"]


class Kind(StrEnum):
    """What a value is. `sub` is a number inside a citation (Abs. 2)."""

    URL = "url"
    MAIL = "mail"
    PHONE = "phone"
    LAW = "law"
    SUB = "sub"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    WEEKDAY = "weekday"
    AMOUNT = "amount"
    PERCENT = "percent"
    DURATION = "duration"
    NUMBER = "number"


Key = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One value. `keys` are its readings ("1.234" has two); two values are equal if they share one.

    `numbers` are the bare numbers it could be read as, for a twin whose unit was not recognised. `start`
    and `end` are code points of the original text.
    """

    kind: Kind
    keys: frozenset[Key]
    start: int
    end: int
    written: str
    numbers: frozenset[Decimal] = frozenset()
    unit: str = ""
    grade: Grade = "hard"

    def overlaps(self, other: Found) -> bool:
        """Whether both stand on a common character of the text."""
        return self.start < other.end and other.start < self.end

    def weaker(self, grade: Grade) -> Found:
        """The same value with less weight."""
        return replace(self, grade=grade)


def plain(number: Decimal) -> str:
    """A number in one notation: without trailing zeros, without exponent."""
    return format(number.normalize(), "f")
