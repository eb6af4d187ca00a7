"""Which counts may be shown so that no small one can be worked out from those that are.

The radar is looked at through windows that lie in one another (the last 4, 8, 13, 26 weeks), and again and again: the
difference of two of them, and of two looks, is a count, too. So shown counts move in steps: a multiple of the smallest
count, "at least so many", and below the first step nothing but that. The difference of two shown counts is then nothing
or a step, and what lies between two of them stays open by all small counts. What may be counted at all, and when:
`pool.py`. (The rules and their limits: docs/decisions.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.errors import BadInput

SMALLEST_COUNT = 5
#: Topic and region together tell more of a person than a topic alone.
SMALLEST_IN_A_REGION = 10
#: The windows one may look through, in weeks; every other one would give differences away.
WINDOWS = (4, 8, 13, 26)
ANCHOR = 8


@dataclass(frozen=True)
class ShownCount:
    """A count as it may be shown: at least `count`, or (without a count) fewer than `below`."""

    count: int | None
    below: int = SMALLEST_COUNT

    def __str__(self) -> str:
        return f"<{self.below}" if self.count is None else str(self.count)


def check_window(weeks: int) -> None:
    """Refuses a window that is not offered."""
    if weeks not in WINDOWS:
        raise BadInput(
            "The radar looks back {windows} weeks. Choose one of these: other windows would let small counts be "
            "worked out by subtraction.",
            field="weeks",
            windows=", ".join(str(window) for window in WINDOWS),
        )


def shown_count(asked: Sequence[int], weeks: int, *, smallest: int = SMALLEST_COUNT) -> ShownCount:
    """What may be shown of the last `weeks` weeks of a series (oldest week first)."""
    return ShownCount(in_steps(sum(asked[-weeks:]), smallest=smallest) or None, below=smallest)


def in_steps(count: int, *, smallest: int = SMALLEST_COUNT) -> int:
    """The step that a count has reached: the largest multiple of the smallest count that it holds."""
    return count // smallest * smallest


def coarse_spaces(spaces: int) -> int:
    """In how many spaces at least: two, then in steps of five."""
    return in_steps(spaces) or (2 if spaces > 1 else 0)


def shown_in_regions(
    total: int, counts: Mapping[str, int], *, smallest: int, rest: int = SMALLEST_COUNT
) -> dict[str, int]:
    """The regions whose counts may be shown beside `total`, which is what a reader can know of the sum.

    What is left of the total (small regions and questions of unknown region, which are never told apart, nor from
    empty ones) must be nothing or at least `rest`; until it is, the smallest of the shown is hidden, too. The true
    sum may be larger where small languages are left out of `total`: more than it is then never shown.
    """
    shown = {region: count for region, count in counts.items() if region and count >= smallest}
    while shown and not ((left := total - sum(shown.values())) == 0 or left >= rest):
        del shown[min(shown, key=lambda region: (shown[region], region))]
    return dict(sorted(shown.items()))


def told_in_regions(counts: Mapping[tuple[str, str], int], *, smallest: int) -> frozenset[tuple[str, str]]:
    """Which languages of `counts` (by region and language) may be named in a region, without their counts.

    To be named tells that at least `smallest` questions came. Once those are taken away, each region and each language
    has as many left: until then the smallest is not named, and what is not named stays open from nothing upwards.
    """
    named = {key: count for key, count in counts.items() if all(key) and count >= smallest}
    for side in (0, 1):
        totals: Counter[str] = Counter()
        for key, count in counts.items():
            totals[key[side]] += count
        for name, total in totals.items():
            together = sorted((count, key) for key, count in named.items() if key[side] == name)
            room = max(0, total // smallest - 1)
            for _count, key in together[: max(0, len(together) - room)]:
                del named[key]
    return frozenset(named)


def coarse_baseline(
    usual: float, *, past_total: int, past_weeks: int, weeks: int, smallest: int
) -> float | None:
    """What was usual, rounded so far that the past it was worked out from stays open by `smallest` questions."""
    if past_total < smallest or past_weeks <= 0:
        return None
    least = smallest * weeks / past_weeks
    step = next((step for step in (0.5, 1, 2, 5, 10) if step >= least), 20)
    return float(max(1, round(usual / step)) * step)


def coarse_growth(growth: float) -> float:
    """How many times as often, in halves up to five and in whole numbers above."""
    return float(round(growth)) if growth >= 5 else round(growth * 2) / 2
