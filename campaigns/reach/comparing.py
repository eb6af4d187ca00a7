"""Before and after: how often was asked, as a ratio with an honest interval. It never says why."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log

CONFIDENCE = 0.95
#: Halvings of an interval of probabilities: more than a double can tell apart.
HALVINGS = 60


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
    if before <= 0 or weeks_before <= 0 or weeks_after <= 0:
        return None
    total = before + after
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if after == 0 else _solve(lambda p: _at_least(after, total, p) - tail)
    high = 1.0 if after == total else _solve(lambda p: tail - _at_most(after, total, p))
    per = weeks_before / weeks_after
    return Ratio(after / before * per, low / (1 - low) * per, high / (1 - high) * per if high < 1 else None)


def _solve(rising: object) -> float:
    low, high = 0.0, 1.0
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < 0:  # type: ignore[operator]
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(count: int, total: int, p: float) -> float:
    return sum(_chance(each, total, p) for each in range(count, total + 1))


def _at_most(count: int, total: int, p: float) -> float:
    return sum(_chance(each, total, p) for each in range(count + 1))


def _chance(count: int, total: int, p: float) -> float:
    if p <= 0 or p >= 1:
        return float(count == (0 if p <= 0 else total))
    chosen = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    return exp(chosen + count * log(p) + (total - count) * log(1 - p))
