"""Which counts may be shown so that no small one can be worked out from those that are.

The radar is looked at through windows that lie in one another (the last 4, 8, 13, 26 weeks), and again and again: the
difference of two of them, and of two looks, is a count, too. So what was asked goes in steps, taken once and for all
(`steps.py`). What may be counted at all, and when: `pool.py`. (The rules and their limits: docs/decisions.)
"""

from __future__ import annotations

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
    """A count as it may be shown: about `count`, or (without a count) fewer than `below`, none included.

    A single step stands for anything from one question on: it is told as a bound, never as a number.
    """

    count: int | None
    below: int = SMALLEST_COUNT

    @property
    def is_lowest(self) -> bool:
        """Whether it is a single step."""
        return self.count is not None and self.count <= self.below

    @property
    def bound(self) -> int | None:
        """It were fewer than so many; None where about `count` can be told."""
        if self.count is None:
            return self.below
        return 2 * self.below if self.is_lowest else None

    @property
    def limits(self) -> tuple[int, int]:
        """The fewest and the most questions that it may stand for."""
        off = self.below - 1
        return (0, off) if self.count is None else (self.count - off, self.count + off)

    def __str__(self) -> str:
        return str(self.count) if self.bound is None else f"<{self.bound}"


def check_window(weeks: int) -> None:
    """Refuses a window that is not offered."""
    if weeks not in WINDOWS:
        raise BadInput(
            "The radar looks back {windows} weeks. Choose one of these: other windows would let small counts be "
            "worked out by subtraction.",
            field="weeks",
            windows=", ".join(str(window) for window in WINDOWS),
        )


def in_steps(count: int, *, smallest: int = SMALLEST_COUNT) -> int:
    """The step that a count has reached: the largest multiple of the smallest count that it holds."""
    return count // smallest * smallest


def coarse_spaces(spaces: int) -> int:
    """In how many spaces at least: two, then in steps of five."""
    return in_steps(max(0, spaces)) or (2 if spaces > 1 else 0)


def coarse_baseline(
    usual: float, *, past_total: float, past_weeks: int, weeks: int, smallest: int
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
