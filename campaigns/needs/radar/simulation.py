"""How well the radar's alarm works, measured on invented programmes: planted doublings, and quiet weeks.

Every programme has one topic for each of `RATES`, asked at random (Poisson) at that pace for a year and a half,
and is looked at at the end of each of four more weeks. In a quiet programme every alarm is a false one; every
look with an alarm counts, also when the week before had one. In the others one topic is asked twice as often in
those four weeks, and an alarm at any of the four looks finds it.

The alarm sees what the radar sees: the steps taken. Beside it stand the rule of thumb "twice last month" and a CUSUM of
negative-binomial log-likelihood ratios (the other method named for such counts), both on the same programmes and on
their counts as they are; and two limits: what whoever knows each pace exactly finds from look to look (the sum of the
last four weeks found most of the rules tried), and what no method exceeds however it looks (`detectable.py`).
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count as count_from
from typing import Any

from campaigns.needs.counts.disclosure import SMALLEST_COUNT
from campaigns.needs.radar.detectable import ALLOWED, HOW_MOST_FOUND, below, most_found
from campaigns.needs.radar.ranking import risen
from campaigns.needs.radar.series import Series, WeekCount, monday, series_of
from campaigns.needs.radar.surprise import posterior
from campaigns.needs.topics.taxonomy import taxonomy

#: Questions a week, evenly spread on a logarithmic scale.
RATES = (2, 3, 5, 8, 12, 20, 40)
PAST = 78
LOOKS = 4
TIMES = 2.0
#: The radar's usual window.
LONGEST = 8
#: Where the CUSUM has one false alarm in 50 looks over all rates.
CUSUM_ALARM = 2.45
FIRST_MONDAY = date(2025, 1, 6)

#: What an ordinary topic of these programmes is asked a week.
USUAL_RATE = sum(RATES) / len(RATES)


@dataclass(frozen=True)
class Seen:
    """A series of the radar, and what it does not see: the counts, and the pace at which they were drawn."""

    series: Series
    counts: Sequence[int]
    pace: int


Rule = Callable[[Seen], bool]


@dataclass(frozen=True)
class Measured:
    """What a rule found, by questions a week, and how many looks at quiet series were alarms."""

    found: Mapping[int, float]
    false_alarms: Mapping[int, float]

    @property
    def sensitivity(self) -> float:
        return round(sum(self.found.values()) / len(self.found), 3)

    @property
    def false_alarms_per_50_weeks(self) -> float:
        return round(50 * sum(self.false_alarms.values()) / len(self.false_alarms), 2)


def detection(*, runs: int = 60, seed: int = 1) -> dict[str, Any]:
    """The `detection` of `litfass bench needs`: the alarm, the rule of thumb, the CUSUM, and the limits of all."""
    rules = (alarm, twice_last_month, cusum_alarm, knowing_alarm)
    ours, naive, cusum, knowing = measured(rules, runs=runs, seed=seed)
    return {
        "sensitivity": ours.sensitivity,
        "false_alarms_per_50_weeks": ours.false_alarms_per_50_weeks,
        "naive_sensitivity": naive.sensitivity,
        "naive_false_alarms": naive.false_alarms_per_50_weeks,
        "cusum_sensitivity": cusum.sensitivity,
        "cusum_false_alarms": cusum.false_alarms_per_50_weeks,
        "sensitivity_by_weekly_baseline": {str(rate): share for rate, share in ours.found.items()},
        "false_alarms_by_weekly_baseline": {
            str(rate): round(50 * share, 2) for rate, share in ours.false_alarms.items()
        },
        "found_week_by_week_by_who_knows_the_pace": {
            str(rate): share for rate, share in knowing.found.items()
        },
        "most_any_method_finds_at_one_false_alarm_in_50_weeks": {
            str(rate): round(most_found(rate, times=TIMES, looks=LOOKS), 3) for rate in RATES
        },
        "how_that_is_computed": HOW_MOST_FOUND,
    }


def measured(rules: Sequence[Rule], *, runs: int, seed: int) -> list[Measured]:
    """Rules side by side on the same invented programmes."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    found = [Counter[int]() for _ in rules]
    false = [Counter[int]() for _ in rules]
    for _ in range(runs):
        quiet = {rate: [poisson(rate, chance) for _ in range(PAST + LOOKS)] for rate in RATES}
        for shown in looks(quiet):
            for rule, counted in zip(rules, false, strict=True):
                counted.update(rate for rate in RATES if rule(shown[rate]))
        for rate in RATES:
            doubled = [poisson(rate * TIMES, chance) for _ in range(LOOKS)]
            shown_then = looks({**quiet, rate: quiet[rate][:PAST] + doubled})
            for rule, counted in zip(rules, found, strict=True):
                counted[rate] += any(rule(shown[rate]) for shown in shown_then)
    return [
        Measured(
            {rate: round(one_found[rate] / runs, 3) for rate in RATES},
            {rate: one_false[rate] / (runs * LOOKS) for rate in RATES},
        )
        for one_found, one_false in zip(found, false, strict=True)
    ]


def looks(programme: Mapping[int, Sequence[int]]) -> list[Mapping[int, Seen]]:
    """What the radar sees of a programme at the end of each of the last weeks: its series by their rate."""
    return [seen(programme, look) for look in range(1, LOOKS + 1)]


def seen(programme: Mapping[int, Sequence[int]], look: int) -> Mapping[int, Seen]:
    """What the radar sees of a programme after so many of the last weeks."""
    topics = dict(zip(list(taxonomy().topics)[: len(RATES)], RATES, strict=True))
    weeks = PAST + look
    counts = [
        WeekCount(FIRST_MONDAY + timedelta(weeks=at), topic, "ar", programme[rate][at])
        for topic, rate in topics.items()
        for at in range(weeks)
        if programme[rate][at]
    ]
    as_of = monday(FIRST_MONDAY) + timedelta(weeks=weeks, days=-1)
    series = series_of(counts, as_of=as_of, weeks=LONGEST, book=taxonomy(), smallest=SMALLEST_COUNT)
    rates = {topics[one.topic.key]: one for one in series}
    return {rate: Seen(one, programme[rate][:weeks], rate) for rate, one in rates.items()}


def alarm(one: Seen) -> bool:
    """The radar's own."""
    rise = risen(one.series, usual_rate=USUAL_RATE, smallest=SMALLEST_COUNT, longest=LONGEST)
    return rise is not None and rise.is_alarm


def twice_last_month(one: Seen) -> bool:
    """Four weeks with at least twice as many questions as the four before them."""
    now, before = sum(one.counts[-4:]), sum(one.counts[-8:-4])
    return now >= SMALLEST_COUNT and now >= 2 * before


def cusum_alarm(one: Seen) -> bool:
    """The sum, never below 0, of log-likelihood ratios of twice the rate to the rate learned from the past."""
    counts = one.counts[-len(one.series.lengths) :]
    total = 0.0
    for at in range(len(counts) - 12, len(counts)):
        shape, rate = posterior(counts[: at - 4], one.series.lengths[: at - 4], usual_rate=USUAL_RATE)
        count = counts[at]
        once, twice = rate / (rate + 1), rate / (rate + TIMES)
        total += shape * math.log(twice / once) + count * math.log((1 - twice) / (1 - once))
        total = max(0.0, total)
    return total >= CUSUM_ALARM


def knowing_alarm(one: Seen) -> bool:
    """Four weeks with so many questions as come at the pace, known exactly, in less than one look of fifty."""
    return sum(one.counts[-LOOKS:]) >= _rare_sum(one.pace)


@cache
def _rare_sum(pace: int) -> int:
    return next(total for total in count_from(0) if 1 - below(total, pace * LOOKS) <= ALLOWED)


def poisson(rate: float, chance: random.Random) -> int:
    """A Poisson number by multiplying uniform ones (Knuth); rates here stay below a hundred."""
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
