"""How fast a topic was asked over the year, made of nothing but what the radar's windows show anyway.

A line drawn from weekly counts would give small counts away beside the windows (six questions in eight weeks and a
line that rises within them tell how many came in the last four). So the line has one step for each stretch between
two windows that are shown, and before them the rounded pace of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.needs.disclosure import WINDOWS, shown_count

#: The stretches of a line, in weeks before its end: from – to, the oldest first.
STRETCHES = ((52, 26), (26, 13), (13, 8), (8, 4), (4, 0))


@dataclass(frozen=True)
class Pace:
    """Questions a week from `begins` to `ends` weeks before the end of the window."""

    begins: int
    ends: int
    a_week: float


def paces_of(asked: Sequence[int], *, before: float | None, smallest: int) -> tuple[Pace, ...]:
    """The steps of a series (oldest week first). `before` is the rounded baseline of the longest window."""
    shown = [(window, shown_count(asked, window, smallest=smallest).count) for window in WINDOWS]
    found: list[Pace] = []
    inner, counted = 0, 0
    for window, count in shown:
        if count is None:
            continue
        found.append(Pace(window, inner, (count - counted) / (window - inner)))
        inner, counted = window, count
    longest = WINDOWS[-1]
    if before is not None and inner == longest:
        found.append(Pace(STRETCHES[0][0], longest, before / longest))
    return tuple(reversed(found))


def together(lines: Iterable[Sequence[Pace]]) -> list[float | None]:
    """The pace of several series in each of `STRETCHES`; None where none of them is shown."""
    found: list[float | None] = [None] * len(STRETCHES)
    for line in lines:
        for at, (begins, ends) in enumerate(STRETCHES):
            for pace in line:
                if pace.begins >= begins and pace.ends <= ends:
                    found[at] = (found[at] or 0.0) + pace.a_week
    return [None if pace is None else round(pace, 3) for pace in found]
