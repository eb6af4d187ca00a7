"""How surprising a count is against its own past, for counts as small as ours.

Gamma–Poisson: questions come at random at a rate we do not know. What is known of the rate is a Gamma
distribution learned from past weeks (older ones count less); the count of the weeks at hand then follows a
negative binomial, and the surprise is the probability of seeing that many or more, as −log10. Weeks in which
everything was asked more (after holidays, say) count as longer weeks. Several window lengths are tried, so
the probability is multiplied by their number (Bonferroni).
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
#: From this surprise on a rise counts as one. Calibrated on quiet series of 2 to 40 questions a week: about one
#: false alarm in 50 weeks of a series; a doubling over four weeks is then found in 6 of 10 series of 2 a week,
#: in 9 of 10 of 5 a week and in nearly all from 10 a week on.
ALARM = 1.6
MOST_SURPRISE = 12.0
FEWEST_PAST_WEEKS = 4


@dataclass(frozen=True)
class Rise:
    """The most surprising recent window: its length in weeks, its count, what was expected, −log10 p."""

    weeks: int
    count: int
    expected: float
    surprise: float


def rise(
    counts: Sequence[int], exposures: Sequence[float], *, usual_rate: float, smallest: int, longest: int
) -> Rise | None:
    """The most surprising window at the end of a weekly series, oldest week first.

    `exposures` are the lengths of the weeks (1 is an ordinary one), `usual_rate` is what a topic of this
    programme is asked in an ordinary week. Windows with fewer than `smallest` questions are not looked at,
    because whatever is said of them would give a small count away. None when there is none, or no past.
    """
    windows = [
        length for length in WINDOWS if length <= longest and len(counts) - length >= FEWEST_PAST_WEEKS
    ]
    found: list[Rise] = []
    for length in windows:
        count = sum(counts[-length:])
        if count < smallest:
            continue
        shape, rate = posterior(counts[:-length], exposures[:-length], usual_rate=usual_rate)
        exposure = sum(exposures[-length:])
        probability = min(1.0, tail(count, shape, rate, exposure) * len(windows))
        surprise = min(MOST_SURPRISE, -math.log10(probability)) if probability > 0 else MOST_SURPRISE
        found.append(Rise(length, count, shape / rate * exposure, max(0.0, surprise)))
    return max(found, key=lambda one: (one.surprise, -one.weeks), default=None)


def posterior(counts: Sequence[int], exposures: Sequence[float], *, usual_rate: float) -> tuple[float, float]:
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


def _sum_below(count: int, shape: float, share: float) -> float:
    term = math.exp(shape * math.log1p(-share))
    total = 0.0
    for at in range(count):
        total += term
        term *= share * (shape + at) / (at + 1)
    return min(1.0, total)


def week_lengths(totals: Sequence[int], own: Sequence[int], *, last_share: float = 1.0) -> list[float]:
    """How long each week counts for one series: by what everybody else asked that week, drawn halfway to 1.

    `last_share` is how much of the last week has passed.
    """
    others = [total - count for total, count in zip(totals, own, strict=True)]
    whole = others[:-1] or others
    mean = sum(whole) / len(whole) if whole else 0.0
    if mean <= 0:
        lengths = [1.0] * len(others)
    else:
        lengths = [min(3.0, max(0.3, (other + mean) / (2 * mean))) for other in others]
    if lengths:
        lengths[-1] = last_share if mean <= 0 else min(lengths[-1], 3.0) if last_share >= 1 else last_share
    return lengths
