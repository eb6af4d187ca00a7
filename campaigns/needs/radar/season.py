"""What the time of year does to a topic: the same weeks of the year before, drawn towards no effect.

A factor says how much longer than an ordinary week a week counts for a topic, after what everybody asked that
week is accounted for. It is (asked + s) / (expected + s), where *asked* is what the topic got in the same weeks
of the year before (five weeks around), *expected* what it would have got at the pace of that whole year, and s
is `SHRINKAGE`: with little data the factor stays near 1. Weeks without a year before them have the factor 1, and
so have weeks whose year before was within what chance does: a season that is not there would only make the radar
blinder.

The day of the week needs no factor: only whole weeks are compared, and each holds every day once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

YEAR = 52
AROUND = 2
#: Questions that speak for "no effect"; the prior is that seasons move a topic by about an eighth.
SHRINKAGE = 60.0
LEAST, MOST = 0.5, 2.0
#: Standard deviations of a Poisson count from which on a season is believed.
NOTICED = 2.0


@dataclass(frozen=True)
class Season:
    """Factors by week, oldest first. `certainty` is the number of questions the newest factor rests on.

    It is None when there is no season.
    """

    factors: Sequence[float]
    certainty: float | None = None


def season_of(asked: Sequence[float], lengths: Sequence[float]) -> Season:
    """The season of a topic from its weekly counts over all languages and the lengths of the weeks."""
    factors = [1.0] * len(asked)
    certainty: float | None = None
    ordinary = sum(lengths[:YEAR])
    if len(asked) < YEAR + AROUND + 1 or ordinary <= 0:
        return Season(factors)
    level = sum(asked[:YEAR]) / ordinary
    for place in range(YEAR, len(asked)):
        before = place - YEAR
        near = range(max(0, before - AROUND), min(before + AROUND, YEAR - 1) + 1)
        got = sum(asked[at] for at in near)
        expected = level * sum(lengths[at] for at in near)
        if abs(got - expected) > NOTICED * math.sqrt(expected):
            factors[place] = min(MOST, max(LEAST, (got + SHRINKAGE) / (expected + SHRINKAGE)))
            certainty = got + SHRINKAGE
    return Season(factors, certainty)
