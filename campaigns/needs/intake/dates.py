"""Dates as sheets hold them. The whole column decides what 03/04/2026 means; when it cannot, a person does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

from campaigns.languages import languages
from campaigns.needs.intake.questions import OpenDates

ORDERS = ("dmy", "mdy", "ymd")
EARLIEST_YEAR = 2000
MOST_EXAMPLES = 2
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(36_526, 73_051)
_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-./]\s*(\d{{1,2}})\s*[-./]\s*(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_PARTS = re.compile(rf"(\d{{1,2}})\s*([-./])\s*(\d{{1,2}})\s*[-./]\s*(\d{{4}}|\d{{2}}){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_LONG = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:\.|st|nd|rd|th)?\s*([^\W\d_]+)\.?,?\s+(\d{4}|\d{2})" + _TIME
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME)


class NotADate(ValueError):
    """The cell holds no date."""


class NoSuchDay(NotADate):
    """The cell is written like a date, but there is no such day."""


@dataclass(frozen=True)
class DateOrder:
    """How the column writes day, month and year where the value alone leaves it open."""

    order: str


@dataclass(frozen=True)
class Survey:
    """What a column's dates say about their order. `examples` are up to two that can be read in two ways."""

    day_first: bool = False
    month_first: bool = False
    examples: tuple[str, ...] = ()

    @property
    def is_mixed(self) -> bool:
        return self.day_first and self.month_first

    @property
    def is_open(self) -> bool:
        """Whether a person has to say which comes first."""
        return self.is_mixed or (bool(self.examples) and not self.day_first and not self.month_first)


def survey(values: Iterable[str]) -> Survey:
    """Reads a whole column: one date that fits a single order settles all of them, two that differ settle none."""
    day_first = month_first = False
    examples: dict[str, None] = {}
    for value in values:
        parts = _PARTS.fullmatch(_western(value))
        if parts is None:
            continue
        first, sign, second = int(parts[1]), parts[2], int(parts[3])
        if first > 12 >= second or (sign == "." and first <= 31):
            day_first = True
        elif second > 12 >= first:
            month_first = True
        elif first != second and len(examples) < MOST_EXAMPLES:
            examples[f"{first:02}{sign}{second:02}{sign}{parts[4]}"] = None
    return Survey(day_first, month_first, tuple(examples))


def order_of(
    values: Iterable[str], *, column: str, chosen: str | None = None, remembered: str | None = None
) -> DateOrder:
    """The order that fits the whole column. Refuses a column that fits several or contradicts itself.

    `chosen` is what a person says of this very file; `remembered`, from an earlier one, only fills in what the
    column leaves open.
    """
    if chosen:
        return DateOrder(chosen)
    found = survey(values)
    if found.is_mixed:
        raise OpenDates(
            "The column “{column}” mixes day first and month first. Make its dates alike (for instance 2026-11-02), "
            "or choose one reading with --map “{column}=date:dmy”; rows that do not fit are then rejected.",
            on_screen="The column “{column}” mixes day first and month first. Say which is meant; rows that do not "
            "fit are then left out and listed.",
            column=column[:60],
        )
    if found.is_open and remembered:
        return DateOrder(remembered)
    if found.is_open:
        raise OpenDates(
            "The dates in the column “{column}” can be read in two ways ({example}). Say which: "
            "--map “{column}=date:dmy” for day first, --map “{column}=date:mdy” for month first.",
            on_screen="The dates in the column “{column}” can be read in two ways ({example}). Say which is meant.",
            column=column[:60],
            example=found.examples[0],
        )
    return DateOrder("mdy" if found.month_first else "dmy")


def parse_date(value: str, order: DateOrder) -> date:
    """The day a cell means. Raises NotADate or NoSuchDay for anything else; two-digit years are of this century."""
    text = _western(value)
    try:
        return (
            _year_first(text) or _three_parts(text, order.order) or _serial(text) or _named(text) or _fail()
        )
    except NotADate:
        raise
    except ValueError:
        raise NoSuchDay from None


def _fail() -> date:
    raise NotADate


def _western(value: str) -> str:
    """The value with digits 0-9 and without invisible marks."""
    text = value.strip().strip("\u200e\u200f\ufeff")
    if text.isascii():
        return text
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def _year_first(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _three_parts(text: str, order: str) -> date | None:
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if order == "ymd" and len(found[4]) == 2:
        return date(2000 + first, second, year)
    year += 2000 if len(found[4]) == 2 else 0
    return date(year, first, second) if order == "mdy" and found[2] != "." else date(year, second, first)


def _serial(text: str) -> date | None:
    """A spreadsheet's day number (day 1 is 1 January 1900, with its famous leap-year error)."""
    found = _SERIAL.fullmatch(text)
    if found is None or int(found[1]) not in _EXCEL_SERIALS:
        return None
    return _EXCEL_EPOCH + timedelta(days=int(found[1]))


def _named(text: str) -> date | None:
    found = _LONG.fullmatch(text)
    day, name, year = (found[1], found[2], found[3]) if found else ("", "", "")
    if found is None:
        turned = _MONTH_FIRST.fullmatch(text)
        if turned is None:
            return None
        day, name, year = turned[2], turned[1], turned[3]
    month = _months().get(name.casefold().rstrip("."))
    if month is None:
        return None
    return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in languages().values():
        months = Locale.parse(language.locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months.get(context, {}).get(width, {}).items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names
