"""Which counts may be shown so that no small one can be worked out from those that are.

The radar is looked at through windows that lie in one another (the last 4, 8, 13, 26 weeks), so the difference
of two of them is a count, too. The window of eight weeks is the anchor and is shown as it is, from the smallest
count on. Another window is shown exactly only when it differs from its neighbour by nothing or by at least the
smallest count; otherwise a bound is shown. What a reader who knows these rules can work out about a small
count is then never more than that it is small. (The rule and its limits: docs/decisions.)
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
    """A count as it may be shown: exact, or at least `count`, or (without a count) fewer than `below`."""

    count: int | None
    is_exact: bool = True
    below: int = SMALLEST_COUNT

    def __str__(self) -> str:
        if self.count is None:
            return f"<{self.below}"
        return str(self.count) if self.is_exact else f"≥{self.count}"


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
    anchor = sum(asked[-ANCHOR:])
    if weeks == ANCHOR:
        return _bare(anchor, smallest)
    if weeks < ANCHOR:
        return _inside(sum(asked[-weeks:]), anchor, smallest)
    return _outside(asked, weeks, anchor, smallest)


def _bare(count: int, smallest: int) -> ShownCount:
    return ShownCount(count, below=smallest) if count >= smallest else ShownCount(None, below=smallest)


def _inside(own: int, anchor: int, smallest: int) -> ShownCount:
    """A window inside the anchor: what is left of the anchor must not be small either."""
    if anchor < smallest or own == anchor:
        return _bare(own, smallest)
    if anchor < 2 * smallest - 1:
        # Either this or the rest is small; which one is not told.
        return ShownCount(None, below=anchor)
    if own < smallest:
        return ShownCount(None, below=smallest)
    if anchor - own < smallest:
        return ShownCount(anchor - smallest + 1, is_exact=False, below=smallest)
    return ShownCount(own, below=smallest)


def _outside(asked: Sequence[int], weeks: int, anchor: int, smallest: int) -> ShownCount:
    """A window around the anchor: each ring must hold nothing or enough, counted from the last one shown."""
    shown = anchor if anchor >= smallest else None
    found = ShownCount(None, below=smallest)
    for window in (length for length in WINDOWS if ANCHOR < length <= weeks):
        count = sum(asked[-window:])
        if shown is None:
            shown = count if count >= smallest else None
            found = _bare(count, smallest)
        elif count == shown or count - shown >= smallest:
            shown, found = count, ShownCount(count, below=smallest)
        else:
            found = ShownCount(shown, is_exact=False, below=smallest)
    return found


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
