"""The geometry of charts: lengths of bars between 0 and 100, as plain data for the templates that draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FULL = 100.0
#: A hidden count is drawn as a short stub: something is there, and how much is not told.
STUB = 3.0


@dataclass(frozen=True)
class Bar:
    """One bar. `value` None is hidden or unknown; `text` is what stands beside it."""

    series: str
    value: float | None
    text: str
    length: float
    is_hidden: bool


@dataclass(frozen=True)
class BarRow:
    """The bars of one label."""

    label: str
    language: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Value:
    """What a bar is drawn from: nothing at all (0), a number, or a count that is hidden."""

    series: str
    value: float | None
    text: str
    is_hidden: bool = False


def bar_rows(rows: Sequence[tuple[str, str, Sequence[Value]]]) -> list[BarRow]:
    """Rows of (label, language, values) with all bars on one scale that begins at nought."""
    top = max((value.value or 0 for _label, _language, values in rows for value in values), default=0)
    return [
        BarRow(label, language, [_bar(value, top) for value in values]) for label, language, values in rows
    ]


def hides(rows: Sequence[BarRow]) -> bool:
    """Whether any bar is a stub, whose length a legend has to explain."""
    return any(bar.is_hidden for row in rows for bar in row.bars)


def _bar(value: Value, top: float) -> Bar:
    if value.is_hidden:
        length = STUB
    elif not value.value or top <= 0:
        length = 0.0
    else:
        length = round(value.value / top * FULL, 2)
    return Bar(value.series, value.value, value.text, length, value.is_hidden)


#: The frame of a small line: its width, where it begins and ends, where its ground and its top lie.
LINE_BEGINS, LINE_ENDS, LINE_GROUND, LINE_TOP = 2.0, 98.0, 21.0, 3.0


def step_lines(
    values: Sequence[float | None], stretches: Sequence[tuple[int, int]], *, top: float | None = None
) -> list[str]:
    """A line of steps as points for polylines in a frame of 100 × 24: one for each run of known values.

    `stretches` are (from, to) before the end, the oldest first; a value that is unknown interrupts the line.
    """
    known = [value for value in values if value is not None]
    highest = max([top or 0.0, *known, 0.0]) or 1.0
    span = max((begins for begins, _ends in stretches), default=1)
    lines: list[str] = []
    points: list[str] = []
    for value, (begins, ends) in zip(values, stretches, strict=True):
        if value is None:
            lines, points = _closed(lines, points), []
            continue
        height = LINE_GROUND - (LINE_GROUND - LINE_TOP) * value / highest
        points += [f"{_across(begins, span)},{height:.1f}", f"{_across(ends, span)},{height:.1f}"]
    return _closed(lines, points)


def _across(before_end: int, span: int) -> str:
    return f"{LINE_ENDS - (LINE_ENDS - LINE_BEGINS) * before_end / span:.1f}"


def _closed(lines: list[str], points: list[str]) -> list[str]:
    return [*lines, " ".join(points)] if points else lines


@dataclass(frozen=True)
class Slice:
    """One part of a stacked bar: where it begins and how long it is, of 100."""

    key: str
    begins: float
    length: float


def stacked(parts: Mapping[str, float], *, top: float = FULL) -> list[Slice]:
    """Parts laid end to end, in their order; parts that take away, or are nothing, are left out."""
    found: list[Slice] = []
    begins = 0.0
    for key, value in parts.items():
        if value > 0:
            length = round(value / top * FULL, 2)
            found.append(Slice(key, round(begins, 2), length))
            begins += length
    return found
