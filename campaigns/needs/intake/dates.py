"""Dates as sheets hold them. The whole column decides what 03/04/2026 means; when it cannot, a person does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from babel import Locale

from campaigns.languages import languages
from campaigns.needs.intake.questions import WHICH_ORDER, OpenDates

SERIAL = "serial"
ORDERS = ("dmy", "mdy", "ymd", SERIAL)
#: What a reader is asked about a column that contradicts itself, and about bare numbers.
MIXED_ORDERS = (
    "The column “{column}” mixes day first and month first. Say which is meant; rows that do not fit are then left "
    "out and listed."
)
ARE_THEY_DAYS = (
    "The column “{column}” holds numbers ({example}). Say whether they are days as a spreadsheet counts them, or "
    "choose the column with the date."
)
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


class BareNumber(NotADate):
    """The cell holds a number that may be a spreadsheet's count of days; its column writes dates otherwise."""


class NoSuchDay(NotADate):
    """The cell is written like a date, but there is no such day."""


@dataclass(frozen=True)
class DateOrder:
    """How the column writes day, month and year where the value alone leaves it open.

    `by_sign` holds the orders that the values between one sign (/ or -) prove; `order` is for all others. Without
    `serials` a number is no day.
    """

    order: str
    serials: bool = True
    by_sign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Survey:
    """What a column's dates say about themselves.

    `settled` are the orders by sign that a value proves, `is_mixed` says that one sign stands in both orders,
    `examples` are up to two dates that can be read in two ways, `others_are_clear` says that dates between other signs
    beside them cannot (13.04.2026 is day first). `serials` are up to two numbers of a column that
    holds nothing else that could be a day.
    """

    settled: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_mixed: bool = False
    examples: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    others_are_clear: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a person has to say what is meant."""
        return self.is_mixed or bool(self.examples) or bool(self.serials)


class _Column:
    """What was seen of a column so far. Each sign is a notation of its own: 13.04.2026 proves nothing of 03/04/2026."""

    def __init__(self) -> None:
        self.proven: dict[str, set[str]] = {}
        self.examples: dict[str, dict[str, None]] = {}
        self.serials: dict[str, None] = {}
        self.has_dates = False
        self.has_dots = False

    def see(self, text: str) -> None:
        parts = _PARTS.fullmatch(text)
        if parts:
            self.has_dates = True
            self._see_parts(int(parts[1]), parts[2], int(parts[3]), parts[4])
        elif _serial(text):
            if len(self.serials) < MOST_EXAMPLES:
                self.serials[text] = None
        elif not self.has_dates and text:
            self.has_dates = _is_told(text)

    def _see_parts(self, first: int, sign: str, second: int, year: str) -> None:
        if sign == ".":
            self.has_dots = True
            return
        readings = {"dmy": _is_day(year, second, first), "mdy": _is_day(year, first, second)}
        if all(readings.values()):
            if first != second:
                examples = self.examples.setdefault(sign, {})
                if len(examples) < MOST_EXAMPLES:
                    examples[f"{first:02}{sign}{second:02}{sign}{year}"] = None
            return
        self.proven.setdefault(sign, set()).update(order for order, fits in readings.items() if fits)


def survey(values: Iterable[str]) -> Survey:
    """Reads a whole column: a date that fits one order settles all with its sign, two that differ settle none."""
    column = _Column()
    for value in values:
        column.see(_western(value))
    settled = {sign: next(iter(orders)) for sign, orders in column.proven.items() if len(orders) == 1}
    mixed = [sign for sign, orders in column.proven.items() if len(orders) > 1]
    examples = [
        example for sign, found in column.examples.items() if sign not in settled for example in found
    ]
    serials = () if column.has_dates else tuple(column.serials)
    return Survey(
        MappingProxyType(settled),
        bool(mixed),
        tuple(examples[:MOST_EXAMPLES]),
        serials,
        others_are_clear=column.has_dots or bool(settled),
    )


def _is_day(year: str, month: int, day: int) -> bool:
    try:
        date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    except ValueError:
        return False
    return True


def _is_told(text: str) -> bool:
    """Whether a cell is a date that can be read in one way only."""
    try:
        return bool(_year_first(text) or _named(text))
    except ValueError:
        return False


def order_of(
    values: Iterable[str], *, column: str, chosen: str | None = None, remembered: str | None = None
) -> DateOrder:
    """The order that fits the whole column. Refuses a column that fits several or contradicts itself.

    `chosen` is what a person says of this very file; `remembered`, from an earlier one, only fills in what the
    column leaves open.
    """
    if chosen:
        return DateOrder(chosen, serials=chosen == SERIAL)
    found = survey(values)
    if found.is_mixed:
        raise OpenDates(
            "The column “{column}” mixes day first and month first. Make its dates alike (for instance 2026-11-02), "
            "or choose one reading with --map “{column}=date:dmy”; rows that do not fit are then rejected.",
            on_screen=MIXED_ORDERS,
            column=column[:60],
        )
    if found.examples and remembered in (None, SERIAL):
        raise OpenDates(
            "The dates in the column “{column}” can be read in two ways ({example}). Say which: "
            "--map “{column}=date:dmy” for day first, --map “{column}=date:mdy” for month first.",
            on_screen=WHICH_ORDER,
            column=column[:60],
            example=found.examples[0],
        )
    if found.serials and remembered != SERIAL:
        raise OpenDates(
            "The column “{column}” holds numbers ({example}). If they are days as a spreadsheet counts them, say so: "
            "--map “{column}=date:serial”. Otherwise choose the column with the date.",
            on_screen=ARE_THEY_DAYS,
            column=column[:60],
            example=found.serials[0],
        )
    order = remembered if found.examples and remembered else next(iter(found.settled.values()), "dmy")
    return DateOrder(order, serials=bool(found.serials), by_sign=found.settled)


def parse_date(value: str, order: DateOrder) -> date:
    """The day a cell means. Raises NotADate or NoSuchDay for anything else; two-digit years are of this century."""
    text = _western(value)
    try:
        return (
            _year_first(text)
            or _three_parts(text, order)
            or (_serial(text) if order.serials else None)
            or _named(text)
            or _fail(is_number=_serial(text) is not None)
        )
    except NotADate:
        raise
    except ValueError:
        raise NoSuchDay from None


def other_order(value: str, order: DateOrder) -> str | None:
    """The order (dmy, mdy) in which a cell is a day that is none as its column is read. Dots are day first always."""
    found = _PARTS.fullmatch(_western(value))
    if found is None or found[2] == ".":
        return None
    if order.by_sign.get(found[2], order.order) == "mdy":
        return "dmy" if _is_day(found[4], int(found[3]), int(found[1])) else None
    return "mdy" if _is_day(found[4], int(found[1]), int(found[3])) else None


def _fail(*, is_number: bool) -> date:
    raise BareNumber if is_number else NotADate


def _western(value: str) -> str:
    """The value with digits 0-9 and without invisible marks."""
    text = value.strip().strip("\u200e\u200f\ufeff")
    if text.isascii():
        return text
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def _year_first(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _three_parts(text: str, meant: DateOrder) -> date | None:
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    first, sign, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    order = meant.by_sign.get(sign, meant.order)
    if order == SERIAL and sign != ".":
        raise NotADate
    if order == "ymd" and len(found[4]) == 2:
        return date(2000 + first, second, year)
    year += 2000 if len(found[4]) == 2 else 0
    return date(year, first, second) if order == "mdy" and sign != "." else date(year, second, first)


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
