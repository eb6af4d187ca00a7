"""Moments as exports write them. Where 03/04 can be read in two ways both readings are kept: one of them must fit.

Tables of days are different: there the days follow each other, which mostly tells the order; when it does not, or
when the year is missing, a person says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from campaigns.errors import BadInput
from campaigns.needs.intake.dates import DateOrder, NotADate, parse_date
from campaigns.needs.intake.questions import WHICH_ORDER, OpenDates

_WEEKDAY = re.compile(r"^[^\W\d]{2,10}\.?,\s+")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?\s?m\.?)?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[T,]?\s*|\s+(?:um|at|à|a las|alle)\s+)\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:uhr)?"
    r"\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{3,4})?\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+(?:de|of|del)\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
ORDERS = ("dmy", "mdy")
#: What a reader is asked about days without a year.
WHICH_YEAR = "The dates in the column “{column}” have no year ({example}). Say which one is meant."


@dataclass(frozen=True)
class Moment:
    """When a post was put up, as far as a cell tells: days it can mean, and the time if one stands there."""

    days: tuple[date, ...]
    clock: time | None = None


def read_moment(cell: str, order: str = "") -> Moment | None:
    """The moment in a cell in every way it can be read, or in the `order` that a person says; None without one."""
    text = _WEEKDAY.sub("", cell.strip())
    if not text:
        return None
    clock = _time(text)
    bare = _BETWEEN.sub(" ", _CLOCK.sub("", text).strip(" ,T"))
    days = []
    for each in [order] if order in ORDERS else ORDERS:
        try:
            day = parse_date(bare, DateOrder(each))
        except NotADate:
            continue
        if day not in days:
            days.append(day)
    return Moment(tuple(days), clock) if days else None


def _time(text: str) -> time | None:
    tail = text[8:] if len(text) > 10 else ""
    found = _TIME.search(tail)
    if found is None or ":" not in found[0]:
        return None
    hour, minute = int(found[1]), int(found[2])
    half = (found[4] or "").lower().replace(" ", "")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_days(cells: Sequence[str], *, column: str, chosen: str = "") -> list[date | None]:
    """The days of a table of days. `chosen` is what a person says: dmy, mdy, or a year for dates without one.

    Refuses a column that can be read in two ways and does not tell which by its order.
    """
    year = chosen if chosen.isdecimal() else ""
    cells = [f"{cell} {year}" if year and cell and not _YEAR.search(cell) else cell for cell in cells]
    if chosen in ORDERS:
        return [_one(cell, chosen) for cell in cells]
    readings = {order: [_one(cell, order) for cell in cells] for order in ORDERS}
    if readings["dmy"] == readings["mdy"]:
        _refuse_yearless(readings["dmy"], cells, column)
        return readings["dmy"]
    fitting = [order for order in ORDERS if _follow(readings[order], cells)] or [
        order for order in ORDERS if _fit(readings[order], readings.values())
    ]
    if len(fitting) == 1:
        return readings[fitting[0]]
    if mixes_orders(cells):
        raise BadInput(
            "The dates in the column “{column}” mix day first and month first ({one} and {other}). Write all of them "
            "in one form in the file, like 2026-11-25, and choose it once more.",
            field="file",
            column=column[:60],
            one=next(cell for cell in cells if _orders(cell) == {"dmy"})[:20],
            other=next(cell for cell in cells if _orders(cell) == {"mdy"})[:20],
        )
    raise OpenDates(
        "The dates in the column “{column}” can be read in two ways ({example}). Say which: "
        "“{column}=date:dmy” for day first, “{column}=date:mdy” for month first.",
        on_screen=WHICH_ORDER,
        column=column[:60],
        example=_open_one(cells, readings)[:20],
    )


def mixes_orders(cells: Iterable[str]) -> bool:
    """Whether some of the cells are days with the day first alone and others with the month first alone."""
    found = [_orders(cell) for cell in cells if cell]
    return {"dmy"} in found and {"mdy"} in found


def _orders(cell: str) -> set[str]:
    return {order for order in ORDERS if _one(cell, order) is not None}


def _open_one(cells: Sequence[str], readings: Mapping[str, Sequence[date | None]]) -> str:
    """The first cell that the orders read differently."""
    pairs = zip(cells, readings["dmy"], readings["mdy"], strict=True)
    return next(cell for cell, one, other in pairs if one != other)


def read_example(cell: str, order: str) -> date | None:
    """The day that a cell would be in this order; None where it is none."""
    return _one(cell, order)


def _one(cell: str, order: str) -> date | None:
    text = _BETWEEN.sub(" ", _CLOCK.sub("", _WEEKDAY.sub("", cell.strip())).strip(" ,T"))
    try:
        return parse_date(text, DateOrder(order))
    except NotADate:
        return None


def _fit(days: Sequence[date | None], readings: Iterable[Sequence[date | None]]) -> bool:
    """Whether every cell is a day that is one in any reading: there is no month 22."""
    return all(day is not None for day, *others in zip(days, *readings, strict=True) if any(others))


def _follow(days: Sequence[date | None], cells: Sequence[str]) -> bool:
    """Whether every cell is a day and each is one day from the next: what exports of days look like."""
    known = [day for day in days if day is not None]
    if len(known) != sum(1 for cell in cells if cell) or len(set(known)) != len(known):
        return False
    steps = {(after - before).days for before, after in pairwise(known)}
    return len(steps) == 1 and abs(next(iter(steps))) in (1, 7) if len(known) > 1 else False


def _refuse_yearless(days: Sequence[date | None], cells: Sequence[str], column: str) -> None:
    filled = [(day, cell) for day, cell in zip(days, cells, strict=True) if cell]
    if filled and all(day is None for day, _ in filled) and not any(_YEAR.search(cell) for _, cell in filled):
        raise OpenDates(
            "The dates in the column “{column}” have no year ({example}). Say which one: “{column}=date:2026”.",
            on_screen=WHICH_YEAR,
            column=column[:60],
            example=filled[0][1][:20],
        )


def as_moment(moment: Moment | None) -> str:
    """A moment as it is kept beside an unmatched row."""
    if moment is None:
        return ""
    days = " / ".join(day.isoformat() for day in moment.days)
    return f"{days} {moment.clock:%H:%M}" if moment.clock else days


def near(moment: Moment, when: datetime, *, hours: int = 36) -> bool:
    """Whether one of its readings lies so near a local moment that both can be the same post's."""
    noon = moment.clock or time(12)
    slack = hours * 3600
    return any(abs((datetime.combine(day, noon) - when).total_seconds()) <= slack for day in moment.days)
