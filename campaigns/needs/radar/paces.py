"""How fast a topic was asked over the year, made of nothing but what the radar's windows show anyway.

A line drawn from weekly counts would give small counts away beside the windows. So it has one piece for each stretch
between two windows, of the steps that were taken in it, and before them the rounded pace of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaigns.needs.counts.disclosure import WINDOWS
from campaigns.needs.counts.steps import Steps

#: The stretches of a line, in weeks before its end: from – to, the oldest first.
STRETCHES = ((52, 26), (26, 13), (13, 8), (8, 4), (4, 0))


@dataclass(frozen=True)
class Pace:
    """Questions a week from `begins` to `ends` weeks before the end of the window."""

    begins: int
    ends: int
    a_week: float


def paces_of(steps: Steps, *, before: float | None) -> tuple[Pace, ...]:
    """The pieces of a series. `before` is the rounded baseline of the longest window."""
    longest = WINDOWS[-1]
    if not steps.last(longest):
        return ()
    found = [
        Pace(begins, ends, (steps.last(begins) - (steps.last(ends) if ends else 0)) / (begins - ends))
        for ends, begins in pairwise((0, *WINDOWS))
    ]
    if before is not None:
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
