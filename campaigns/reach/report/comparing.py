"""Before and after: how often was asked, as a ratio with an honest interval. It never says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import NamedTuple

CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
#: Halvings of an interval of probabilities: to a millionth of a millionth.
HALVINGS = 40
#: A continued fraction is close enough, and needs about as many steps as the root of the counts.
CLOSE, MOST_STEPS, TINY = 1e-14, 100_000, 1e-300


class Interval(NamedTuple):
    """A count as it is shown, and how small and how large it may be."""

    shown: int
    least: int
    most: int


@dataclass(frozen=True)
class Ratio:
    """Rate after over rate before, with the exact conditional interval (Clopper and Pearson). `high` None: no limit."""

    value: float
    low: float
    high: float | None


def rate_ratio(before: int, weeks_before: float, after: int, weeks_after: float) -> Ratio | None:
    """How many times as often was asked after as before, per week; None where nothing was asked before at all.

    Given their sum, the later count is binomial whatever the rates are: exact, without any approximation. It takes
    questions as coming one by one; where one post makes many ask at once, the true interval is wider.
    """
    exact = (Interval(count, count, count) for count in (before, after))
    return widest_ratio(next(exact), weeks_before, next(exact), weeks_after)


def widest_ratio(before: Interval, weeks_before: float, after: Interval, weeks_after: float) -> Ratio | None:
    """The same of counts that are told roughly: the interval holds that of every pair of counts they stand for.

    More before, or fewer after, only lower both ends, so that two pairs tell both.
    """
    if before.shown <= 0 or weeks_before <= 0 or weeks_after <= 0:
        return None
    per = weeks_before / weeks_after
    low, high = _lower(before.most, after.least), _upper(before.least, after.most)
    return Ratio(
        after.shown / before.shown * per,
        low / (1 - low) * per,
        high / (1 - high) * per if high < 1 else None,
    )


def _lower(before: int, after: int) -> float:
    """The lower limit of the share of the later count in both."""
    return 0.0 if not after else _solve(lambda p: _at_least(after, before + after, p) - TAIL)


def _upper(before: int, after: int) -> float:
    """Its upper limit."""
    return 1.0 if not before else _solve(lambda p: TAIL - _at_most(after, before + after, p))


def _solve(rising: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(count: int, total: int, p: float) -> float:
    """P(X >= count) of a binomial, as a regularised incomplete beta function: as quick for many as for few."""
    return 1.0 if count <= 0 else _beta(count, total - count + 1, p)


def _at_most(count: int, total: int, p: float) -> float:
    return 1.0 - _at_least(count + 1, total, p)


def _beta(a: int, b: int, x: float) -> float:
    """I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8), in the way of Lentz."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    top, bottom = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = bottom
    for step in range(1, MOST_STEPS):
        for part in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            bottom = 1 / _away(1 + part * bottom)
            top = _away(1 + part / top)
            value *= top * bottom
        if abs(top * bottom - 1) < CLOSE:
            break
    return front * value


def _away(value: float) -> float:
    """Never quite nought, because it is divided by."""
    return value if abs(value) > TINY else TINY
