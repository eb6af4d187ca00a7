"""The geometry of charts: lengths of bars between 0 and 100, as plain data for the templates that draw them."""

from __future__ import annotations

from collections.abc import Sequence
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


def _bar(value: Value, top: float) -> Bar:
    if value.is_hidden:
        length = STUB
    elif not value.value or top <= 0:
        length = 0.0
    else:
        length = round(value.value / top * FULL, 2)
    return Bar(value.series, value.value, value.text, length, value.is_hidden)
