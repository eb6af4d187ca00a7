"""What is asked more than it used to be, by topic and language, and why it ranks where it ranks.

One ranking; its parts are visible and each lies between 0 and 1. Nothing is looked at but in which weeks steps were
taken (`counts/steps.py`): so neither the counts nor what stands beside them (baseline, growth, surprise, shares, order)
tells a small one.

A window holds whole weeks: the one of the day asked for is its last. Whether something rises is judged by the
weeks that are over (`series.py`), so the day of the week plays no part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType

from campaigns.needs.counts.disclosure import WINDOWS, ShownCount, check_window, coarse_baseline
from campaigns.needs.radar.input import RadarInput
from campaigns.needs.radar.law_changes import LAW_AHEAD, law_changes_ahead
from campaigns.needs.radar.paces import Pace, paces_of
from campaigns.needs.radar.reasons import reasons_of
from campaigns.needs.radar.row import RadarRow, rows_of_topic
from campaigns.needs.radar.score import WEIGHTS, points_of, score_of
from campaigns.needs.radar.series import Series, WeekCount, monday, series_of, window_end, window_start
from campaigns.needs.radar.told import CERTAIN_SURPRISE, Told, risen, shown_of, told_of
from campaigns.needs.topics.taxonomy import Taxonomy, taxonomy

__all__ = [
    "LAW_AHEAD",
    "WEIGHTS",
    "RadarInput",
    "RadarRow",
    "WeekCount",
    "law_changes_ahead",
    "monday",
    "radar",
    "risen",
    "rows_of_topic",
    "window_end",
    "window_start",
]

MANY_SPACES = 8
_LEGAL_RISK = {"low": 0.4, "medium": 0.7, "high": 1.0}


def radar(given: RadarInput, *, book: Taxonomy | None = None) -> list[RadarRow]:
    """Every topic × language with a step in the longest window, the most urgent first. Refuses other windows."""
    check_window(given.weeks)
    book = book or taxonomy()
    series = series_of(
        given.counts,
        as_of=given.as_of,
        weeks=given.weeks,
        book=book,
        smallest=given.smallest,
        wholes=given.wholes,
    )
    usual = _usual_rate(series, given.weeks)
    asked = [(one, shown_of(one, given)) for one in series if one.steps.last(WINDOWS[-1])]
    loudest = max((shown.count or 0 for _one, shown in asked), default=0)
    rows = [_row(one, shown, given, usual_rate=usual, loudest=loudest) for one, shown in asked]
    ranks = {topic.key: topic.rank for topic in book.topics.values()}
    return sorted(rows, key=lambda row: (-row.score, ranks[row.topic], row.topic, row.language or ""))


def _usual_rate(series: Sequence[Series], weeks: int) -> float:
    """What an ordinary topic of the programme is asked a week, before the window."""
    rates = [sum(one.asked[:-weeks]) / len(one.asked[:-weeks]) for one in series if one.asked[:-weeks]]
    return sum(rates) / len(rates) if rates else 1.0


def _row(one: Series, shown: ShownCount, given: RadarInput, *, usual_rate: float, loudest: int) -> RadarRow:
    told = told_of(one, shown, given, usual_rate=usual_rate)
    parts = _parts(one, told, loudest=max(loudest, given.smallest))
    sensitive = one.topic.is_sensitive
    factor = told.coverage.factor(given.as_of) if told.coverage else 1.0
    # Nobody can be told anything in a language that nobody recognised.
    points = points_of(parts, factor=factor) if one.language and not sensitive else {}
    return RadarRow(
        topic=one.topic.key,
        language=one.language or None,
        count=shown.count,
        baseline=told.baseline,
        growth=told.growth,
        surprise=told.surprise,
        rise_weeks=told.found.weeks if told.found else None,
        wrong_share=told.wrong_share,
        few_wrong=told.few_wrong,
        spaces=told.spaces,
        coverage=told.coverage,
        score=score_of(points),
        parts=MappingProxyType(parts),
        points=MappingProxyType(points),
        reasons=tuple(reasons_of(one.topic, told)),
        law_change=told.change,
        paces=_paces(one, given.smallest) if given.wholes is None else (),
        sensitive=sensitive,
        smallest_count=shown.below,
        is_rising=told.found is not None and told.found.is_alarm,
    )


def _parts(one: Series, told: Told, *, loudest: int) -> dict[str, float]:
    """The shares of the score, from what is shown and from nothing else."""
    volume = math.log1p(told.shown.count) / math.log1p(loudest) if told.shown.count else 0.0
    return {
        "volume": round(min(1.0, volume), 3),
        "rise": round((told.surprise or 0.0) / CERTAIN_SURPRISE, 3),
        "wrong": round((told.wrong_share or 0.0) * _LEGAL_RISK[one.topic.legal_review], 3),
        "spaces": round(min(1.0, told.spaces / MANY_SPACES), 3),
        "law": 1.0 if told.change else 0.0,
        "weight_of_topic": round(max(0.0, 1 - one.topic.rank / 50), 3),
    }


def _paces(one: Series, smallest: int) -> tuple[Pace, ...]:
    """The line of the year, from the windows that are shown and the topic's own past before them."""
    longest = WINDOWS[-1]
    past = one.asked[:-longest]
    before = coarse_baseline(
        sum(past) / max(1, len(past)) * longest,
        past_total=sum(past),
        past_weeks=len(past),
        weeks=longest,
        smallest=smallest,
    )
    return paces_of(one.steps, before=before)
