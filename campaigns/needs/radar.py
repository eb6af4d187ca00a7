"""What is asked more than it used to be, by topic and language, and why it ranks where it ranks.

One ranking; its parts are visible and each lies between 0 and 1. Counts below the programme's smallest count
are never shown, and what stands beside them (baseline, growth, surprise, shares) is withheld or coarse, so
that it does not give them away (`disclosure.py`).

A window holds whole weeks: the one of the day asked for is its last. Whether something rises is judged by the
weeks that are over (`series.py`), so the day of the week plays no part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from campaigns.needs.disclosure import (
    SMALLEST_COUNT,
    check_window,
    coarse_baseline,
    coarse_growth,
    shown_count,
)
from campaigns.needs.law_changes import LAW_AHEAD, law_changes_ahead
from campaigns.needs.radar_reasons import Told, reasons_of
from campaigns.needs.radar_row import RadarRow, rows_of_topic
from campaigns.needs.series import Series, WeekCount, monday, series_of, window_end, window_start
from campaigns.needs.surprise import Rise, rise
from campaigns.needs.taxonomy import Taxonomy, taxonomy

__all__ = [
    "LAW_AHEAD",
    "RadarInput",
    "RadarRow",
    "WeekCount",
    "law_changes_ahead",
    "monday",
    "radar",
    "rows_of_topic",
    "window_end",
    "window_start",
]

#: What each part may add to the score of 100. Being covered takes away.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"volume": 20, "rise": 45, "wrong": 15, "spaces": 5, "law": 10, "weight_of_topic": 5}
)
COVERED_FACTOR = 0.5
CERTAIN_SURPRISE = 6.0
MANY_SPACES = 8
_LEGAL_RISK = {"low": 0.4, "medium": 0.7, "high": 1.0}


@dataclass(frozen=True)
class RadarInput:
    """All the radar knows. `as_of` is the last day counted; `weeks` the length of the window.

    `spaces` counts the spaces of the window by (topic, language); `covered` names the running campaign by
    (topic, language); `law_changes` the next change by topic.
    """

    as_of: date
    counts: Sequence[WeekCount]
    weeks: int = 8
    smallest_count: int = SMALLEST_COUNT
    spaces: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    covered: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    law_changes: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))


def radar(given: RadarInput, *, book: Taxonomy | None = None) -> list[RadarRow]:
    """Every topic × language asked in the window, the most urgent first. Refuses windows that are not offered."""
    check_window(given.weeks)
    book = book or taxonomy()
    series = series_of(given.counts, as_of=given.as_of, weeks=given.weeks, book=book)
    usual = _usual_rate(series, given.weeks)
    smallest = max(given.smallest_count, SMALLEST_COUNT)
    loudest = max(
        (shown_count(one.asked, given.weeks, smallest=smallest).count or 0 for one in series), default=0
    )
    rows = [
        _row(one, given, usual_rate=usual, loudest=loudest)
        for one in series
        if sum(one.asked[-given.weeks :])
    ]
    ranks = {topic.key: topic.rank for topic in book.topics.values()}
    return sorted(rows, key=lambda row: (-row.score, ranks[row.topic], row.topic, row.language or ""))


def _usual_rate(series: Sequence[Series], weeks: int) -> float:
    """What an ordinary topic of the programme is asked a week, before the window."""
    rates = [sum(one.asked[:-weeks]) / len(one.asked[:-weeks]) for one in series if one.asked[:-weeks]]
    return sum(rates) / len(rates) if rates else 1.0


def risen(one: Series, *, usual_rate: float, smallest: int, longest: int) -> Rise | None:
    """The most surprising recent weeks of a series among those that are over."""
    return rise(
        one.asked[: one.whole],
        one.lengths[: one.whole],
        usual_rate=usual_rate,
        smallest=smallest,
        longest=longest,
        season_rests_on=one.season_rests_on,
    )


def _row(one: Series, given: RadarInput, *, usual_rate: float, loudest: int) -> RadarRow:
    key = (one.topic.key, one.language)
    smallest = max(given.smallest_count, SMALLEST_COUNT)
    shown = shown_count(one.asked, given.weeks, smallest=smallest)
    is_shown = shown.count is not None
    found = risen(one, usual_rate=usual_rate, smallest=smallest, longest=given.weeks) if is_shown else None
    told = Told(
        weeks=given.weeks,
        shown=shown,
        baseline=_baseline(one, given.weeks, smallest) if is_shown else None,
        growth=_growth(one, found, smallest) if found else None,
        found=found,
        wrong_share=_wrong_share(one, given.weeks, smallest) if is_shown else None,
        spaces=given.spaces.get(key, 0) if is_shown else 0,
        change=given.law_changes.get(one.topic.key),
        covered_by=given.covered.get(key),
    )
    parts = _parts(one, told, loudest=max(loudest, smallest))
    return RadarRow(
        topic=one.topic.key,
        language=one.language or None,
        count=shown.count,
        baseline=told.baseline,
        growth=told.growth,
        surprise=round(found.surprise, 1) if found else None,
        rise_weeks=found.weeks if found else None,
        wrong_share=told.wrong_share,
        spaces=told.spaces,
        covered_by=told.covered_by,
        score=0.0 if one.topic.is_sensitive else score_of(parts, covered=told.covered_by is not None),
        parts=MappingProxyType(parts),
        reasons=tuple(reasons_of(one.topic, told)),
        sensitive=one.topic.is_sensitive,
        smallest_count=shown.below,
        is_exact=shown.is_exact,
        is_rising=found is not None and found.is_alarm,
    )


def _parts(one: Series, told: Told, *, loudest: int) -> dict[str, float]:
    """The shares of the score, from what is shown and from nothing else."""
    volume = math.log1p(told.shown.count) / math.log1p(loudest) if told.shown.count else 0.0
    return {
        "volume": round(min(1.0, volume), 3),
        "rise": round(min(1.0, round(told.found.surprise, 1) / CERTAIN_SURPRISE), 3) if told.found else 0.0,
        "wrong": round((told.wrong_share or 0.0) * _LEGAL_RISK[one.topic.legal_review], 3),
        "spaces": round(min(1.0, told.spaces / MANY_SPACES), 3),
        "law": 1.0 if told.change else 0.0,
        "weight_of_topic": round(max(0.0, 1 - one.topic.rank / 50), 3),
    }


def score_of(parts: Mapping[str, float], *, covered: bool) -> float:
    """The weighted sum of the parts, 0 to 100; a campaign that already runs on it halves it."""
    total = sum(WEIGHTS[name] * share for name, share in parts.items())
    return round(total * (COVERED_FACTOR if covered else 1.0), 1)


def _baseline(one: Series, weeks: int, smallest: int) -> float | None:
    """What the window would hold at the earlier pace; None when the past is too small to tell."""
    past, lengths = one.asked[:-weeks], one.lengths[:-weeks]
    usual = sum(past) / sum(lengths) * sum(one.lengths[-weeks:]) if past else 0.0
    return coarse_baseline(usual, past_total=sum(past), past_weeks=len(past), weeks=weeks, smallest=smallest)


def _growth(one: Series, found: Rise, smallest: int) -> float | None:
    """How many times as often as before; None when before is too small to tell."""
    start = one.whole - found.weeks
    past, lengths = one.asked[:start], one.lengths[:start]
    if sum(past) < smallest:
        return None
    usual = sum(past) / sum(lengths) * sum(one.lengths[start : one.whole])
    return coarse_growth(found.count / usual)


def _wrong_share(one: Series, weeks: int, smallest: int) -> float | None:
    """A share in tenths, or None when it would tell a count that is small on either side."""
    part, whole = sum(one.wrong[-weeks:]), sum(one.asked[-weeks:])
    if 0 < part < smallest or 0 < whole - part < smallest:
        return None
    return round(part / whole, 1)
