"""What no alarm can do better: how many doublings any method finds at a given rate of false alarms.

Whoever knows the usual pace exactly can learn nothing from the past. Then all that tells a rise from chance is the
sum of the weeks since it began, because it is sufficient for the rate of a Poisson process. If at most one look in
fifty at a quiet series is an alarm, at most four of fifty quiet stretches of four looks hold one. Of all tests that
are wrong so rarely, the one that alarms from a sum on is the most powerful (Neyman and Pearson), and an alarm "at
any of these looks" is such a test. A method that has to learn the pace, and that goes on alarming in the next week
when it was wrong in this one, finds less.
"""

from __future__ import annotations

import math

#: Alarms a look at quiet series that are allowed: one in fifty.
ALLOWED = 1 / 50
#: The same in a line, beside the figures.
HOW_MOST_FOUND = (
    "power of the most powerful test (Neyman-Pearson) on the sum of the four weeks, the usual pace known exactly, "
    "wrong in at most 4 of 50 quiet stretches of four weeks"
)


def most_found(pace: float, *, times: float, looks: int, allowed: float = ALLOWED) -> float:
    """The largest possible share of rises to `times` the pace (questions a week) found within so many weekly looks."""
    level = min(1.0, looks * allowed)
    quiet, risen = pace * looks, pace * looks * times
    total, wrong, found = 0, 1.0, 1.0
    while (likely := _poisson(total, quiet)) < wrong - level:
        total, wrong, found = total + 1, wrong - likely, found - _poisson(total, risen)
    # The level lies between the tails of this sum and the next: there chance decides (a randomised test).
    surely = (wrong - level) / likely
    return found - surely * _poisson(total, risen)


def below(total: int, mean: float) -> float:
    """The probability of a sum below `total` where `mean` is usual."""
    return sum(_poisson(fewer, mean) for fewer in range(total))


def _poisson(total: int, mean: float) -> float:
    return math.exp(total * math.log(mean) - mean - math.lgamma(total + 1))
