"""How surprising a count is against its own past, for counts as small as ours.

Gamma–Poisson: questions come at random at a rate we do not know. What is known of the rate is a Gamma
distribution learned from past weeks (older ones count less); the count of the weeks at hand then follows a
negative binomial, and the surprise is the probability of seeing that many or more, as −log10. Weeks in which
everything was asked more (after holidays, say) count as longer weeks. Several window lengths are tried, so
the probability is multiplied by their number (Bonferroni). Of the probability of exactly the count seen only
half is taken (mid-p): with counts this small the whole of it would make the test blind.

How it was chosen among others, and what no method can see: docs/decisions; `simulation.py` measures it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: A week's weight against the week after it: half is forgotten in about half a year.
FORGETTING = 0.97
#: The prior is worth half a question; it keeps a topic never seen before from being infinitely surprising.
PRIOR_COUNT = 0.5
#: Lengths of the recent window that are tried, in weeks. More lengths find less at the same false alarms.
WINDOWS = (2, 4)
#: A rise is an alarm from this surprise on and from this many times what was expected. Calibrated with
#: `simulation.py` on series of 2 to 40 questions a week that are looked at every week: of 50 looks at quiet series
#: of all paces together fewer than one is an alarm (0.9; about 1.9 at two a week, hardly any from twenty on), and more
#: than nine of ten doublings over four weeks are found (seven of ten at two a week, where no method finds many more).
#: Counts reckoned from steps vary less than the model expects: over all paces chance reaches this more rarely.
ALARM = 1.05
WORTH_AN_ALARM = 1.5
MOST_SURPRISE = 12.0
FEWEST_PAST_WEEKS = 4


@dataclass(frozen=True)
class Rise:
    """The most surprising recent window: its length in weeks, its count, what was expected, −log10 p."""

    weeks: int
    count: int
    expected: float
    surprise: float

    @property
    def is_alarm(self) -> bool:
        """Whether chance hardly explains it and it is enough to act on."""
        return self.surprise >= ALARM and self.count >= WORTH_AN_ALARM * self.expected


def rise(
    counts: Sequence[float],
    exposures: Sequence[float],
    *,
    usual_rate: float,
    smallest: int,
    longest: int,
    season_rests_on: float | None = None,
) -> Rise | None:
    """The most surprising window at the end of a weekly series, oldest week first.

    `exposures` are the lengths of the weeks (1 is an ordinary one), `usual_rate` is what a topic of this
    programme is asked in an ordinary week. Windows with fewer than `smallest` questions are not looked at,
    because whatever is said of them would give a small count away. `season_rests_on` is how many questions the
    season in the exposures was worked out from: the fewer, the less certain what was expected. None when there
    is nothing to look at, or no past.
    """
    windows = [
        length for length in WINDOWS if length <= longest and len(counts) - length >= FEWEST_PAST_WEEKS
    ]
    found: list[Rise] = []
    for length in windows:
        count = round(sum(counts[-length:]))
        if count < smallest:
            continue
        shape, rate = posterior(counts[:-length], exposures[:-length], usual_rate=usual_rate)
        if season_rests_on:
            less_certain = 1 / (1 + shape / season_rests_on)
            shape, rate = shape * less_certain, rate * less_certain
        exposure = sum(exposures[-length:])
        probability = min(1.0, middle_tail(count, shape, rate, exposure) * len(windows))
        surprise = min(MOST_SURPRISE, -math.log10(probability)) if probability > 0 else MOST_SURPRISE
        found.append(Rise(length, count, shape / rate * exposure, max(0.0, surprise)))
    return max(found, key=lambda one: (one.surprise, -one.weeks), default=None)


def posterior(
    counts: Sequence[float], exposures: Sequence[float], *, usual_rate: float
) -> tuple[float, float]:
    """Shape and rate of the Gamma distribution of the weekly rate after the past, the newest week last."""
    shape, rate, weight = PRIOR_COUNT, PRIOR_COUNT / max(usual_rate, 1e-3), 1.0
    for count, exposure in zip(reversed(counts), reversed(exposures), strict=True):
        shape += weight * count
        rate += weight * exposure
        weight *= FORGETTING
    return shape, rate


def tail(count: int, shape: float, rate: float, exposure: float) -> float:
    """P(X ≥ count) where X is negative binomial: Poisson of a Gamma(shape, rate) rate over `exposure` weeks."""
    if count <= 0:
        return 1.0
    share = exposure / (rate + exposure)
    log_term = (
        math.lgamma(shape + count)
        - math.lgamma(shape)
        - math.lgamma(count + 1)
        + shape * math.log1p(-share)
        + count * math.log(share)
    )
    mean = shape * exposure / rate
    if count <= mean:
        return 1.0 - _sum_below(count, shape, share)
    term = math.exp(log_term)
    total, at = 0.0, count
    while term > total * 1e-12 and at < count + 100_000:
        total += term
        term *= share * (shape + at) / (at + 1)
        at += 1
    return min(1.0, total)


def middle_tail(count: int, shape: float, rate: float, exposure: float) -> float:
    """P(X > count) + P(X = count) / 2 for the same X."""
    return (tail(count, shape, rate, exposure) + tail(count + 1, shape, rate, exposure)) / 2


def _sum_below(count: int, shape: float, share: float) -> float:
    term = math.exp(shape * math.log1p(-share))
    total = 0.0
    for at in range(count):
        total += term
        term *= share * (shape + at) / (at + 1)
    return min(1.0, total)
