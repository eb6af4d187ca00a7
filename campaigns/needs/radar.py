"""What is asked more than it used to be, by topic and language, and why it ranks where it ranks.

One ranking; its parts are visible and each lies between 0 and 1. Counts below the programme's smallest count
are never shown, and what stands beside them (baseline, growth, surprise, shares) is withheld or coarse, so
that it does not give them away.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from campaigns.needs.radar_reasons import Told, reasons_of
from campaigns.needs.reasons import Reason
from campaigns.needs.surprise import ALARM, Rise, rise, week_lengths
from campaigns.needs.taxonomy import Taxonomy, Topic, taxonomy

SMALLEST_COUNT = 5
#: What each part may add to the score of 100. Being covered takes away.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"volume": 20, "rise": 45, "wrong": 15, "spaces": 5, "law": 10, "weight_of_topic": 5}
)
COVERED_FACTOR = 0.5
CERTAIN_SURPRISE = 6.0
MANY_SPACES = 8
LAW_AHEAD = timedelta(days=90)
_WEEK = timedelta(weeks=1)
_LEGAL_RISK = {"low": 0.4, "medium": 0.7, "high": 1.0}


@dataclass(frozen=True)
class WeekCount:
    """How often a topic was asked in a language in the week of this Monday, and how often answered wrongly."""

    week: date
    topic: str
    language: str
    asked: int
    answered_wrong: int = 0


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


@dataclass(frozen=True)
class RadarRow:
    """One topic in one language. `count`, `baseline` and what follows from them are None where they are small.

    `baseline` is what the window would hold at the pace of the weeks before it. `growth` says how many times
    as often as before the topic was asked in the last `rise_weeks` weeks. `surprise` is −log10 of the
    probability of such a rise by chance. `parts` are the shares (0 to 1) of the score's weights.
    """

    topic: str
    language: str | None
    count: int | None
    baseline: float | None
    growth: float | None
    surprise: float | None
    rise_weeks: int | None
    wrong_share: float | None
    spaces: int
    covered_by: str | None
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]
    sensitive: bool = False
    smallest_count: int = SMALLEST_COUNT

    @property
    def is_rising(self) -> bool:
        """Whether the rise is more than what chance does about once a year (see `surprise.ALARM`)."""
        return self.surprise is not None and self.surprise >= ALARM

    def as_json(self) -> dict[str, Any]:
        """The shape of `litfass needs radar --json`."""
        small = f"<{self.smallest_count}"
        return {
            "topic": self.topic,
            "language": self.language,
            "count": small if self.count is None else self.count,
            "baseline": small if self.baseline is None else self.baseline,
            "growth": self.growth,
            "surprise": self.surprise,
            "rise_weeks": self.rise_weeks,
            "wrong_share": self.wrong_share,
            "spaces": self.spaces,
            "covered_by": self.covered_by,
            "score": self.score,
            "parts": dict(self.parts),
            "reasons": [one.english for one in self.reasons],
            "sensitive": self.sensitive,
        }


@dataclass(frozen=True)
class _Series:
    """A topic in a language by weeks, oldest first, with the totals of everything asked."""

    topic: Topic
    language: str
    asked: list[int]
    wrong: list[int]
    lengths: list[float]


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def window_start(as_of: date, weeks: int) -> date:
    """The Monday on which the window begins: the week of `as_of` is its last one."""
    return monday(as_of) - (weeks - 1) * _WEEK


def radar(given: RadarInput, *, book: Taxonomy | None = None) -> list[RadarRow]:
    """Every topic × language asked in the window, the most urgent first."""
    book = book or taxonomy()
    series = _series(given, book)
    usual = _usual_rate(series, given.weeks)
    loudest = max((sum(one.asked[-given.weeks :]) for one in series), default=0)
    rows = [
        _row(one, given, usual_rate=usual, loudest=loudest)
        for one in series
        if sum(one.asked[-given.weeks :])
    ]
    ranks = {topic.key: topic.rank for topic in book.topics.values()}
    return sorted(rows, key=lambda row: (-row.score, ranks[row.topic], row.topic, row.language or ""))


def law_changes_ahead(
    as_of: date, *, book: Taxonomy | None = None, ahead: timedelta = LAW_AHEAD
) -> dict[str, date]:
    """By topic, the next day on which a changing statement of law begins or ends."""
    changes: dict[str, date] = {}
    for topic in (book or taxonomy()).topics.values():
        days = [
            day
            for fact in topic.volatile_facts
            for day in (fact.valid_from, fact.valid_to + timedelta(days=1) if fact.valid_to else None)
            if day and as_of < day <= as_of + ahead
        ]
        if days:
            changes[topic.key] = min(days)
    return changes


def _series(given: RadarInput, book: Taxonomy) -> list[_Series]:
    known = [one for one in given.counts if one.week <= given.as_of]
    if not known:
        return []
    first = min(min(one.week for one in known), window_start(given.as_of, given.weeks))
    weeks = [first + number * _WEEK for number in range((monday(given.as_of) - first).days // 7 + 1)]
    place = {week: number for number, week in enumerate(weeks)}
    asked: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(weeks))
    wrong: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(weeks))
    totals = [0] * len(weeks)
    for one in known:
        at = place[monday(one.week)]
        totals[at] += one.asked
        asked[one.topic, one.language][at] += one.asked
        wrong[one.topic, one.language][at] += one.answered_wrong
    passed = _passed(given.as_of)
    return [
        _Series(
            book.topics[topic],
            language,
            counts,
            wrong[topic, language],
            week_lengths(totals, counts, last_share=passed),
        )
        for (topic, language), counts in asked.items()
        if topic in book.topics
    ]


def _passed(as_of: date) -> float:
    """How much of its week the last day completes: a working day weighs twice a day of the weekend."""
    days = as_of.isoweekday()
    return (min(days, 5) * 2 + max(0, days - 5)) / 12


def _usual_rate(series: Sequence[_Series], weeks: int) -> float:
    """What an ordinary topic of the programme is asked a week, before the window."""
    rates = [sum(one.asked[:-weeks]) / len(one.asked[:-weeks]) for one in series if one.asked[:-weeks]]
    return sum(rates) / len(rates) if rates else 1.0


def _row(one: _Series, given: RadarInput, *, usual_rate: float, loudest: int) -> RadarRow:
    key = (one.topic.key, one.language)
    smallest = max(given.smallest_count, SMALLEST_COUNT)
    counted = sum(one.asked[-given.weeks :])
    shown = counted >= smallest
    found = (
        rise(one.asked, one.lengths, usual_rate=usual_rate, smallest=smallest, longest=given.weeks)
        if shown
        else None
    )
    baseline = _baseline(one, given.weeks, smallest) if shown else None
    growth = _growth(one, found, smallest) if found else None
    wrong_share = _share(sum(one.wrong[-given.weeks :]), counted, smallest) if shown else None
    spaces = given.spaces.get(key, 0)
    change = given.law_changes.get(one.topic.key)
    covered_by = given.covered.get(key)
    parts = {
        "volume": round(math.log1p(counted) / math.log1p(max(loudest, smallest)), 3) if shown else 0.0,
        "rise": round(min(1.0, found.surprise / CERTAIN_SURPRISE), 3) if found else 0.0,
        "wrong": round((wrong_share or 0.0) * _LEGAL_RISK[one.topic.legal_review], 3),
        "spaces": round(min(1.0, spaces / MANY_SPACES), 3) if shown else 0.0,
        "law": 1.0 if change else 0.0,
        "weight_of_topic": round(max(0.0, 1 - one.topic.rank / 50), 3),
    }
    told = Told(
        weeks=given.weeks,
        smallest=smallest,
        count=counted if shown else None,
        baseline=baseline,
        growth=growth,
        found=found,
        wrong_share=wrong_share,
        spaces=spaces,
        change=change,
        covered_by=covered_by,
    )
    return RadarRow(
        topic=one.topic.key,
        language=one.language or None,
        count=counted if shown else None,
        baseline=baseline,
        growth=growth,
        surprise=round(found.surprise, 2) if found else None,
        rise_weeks=found.weeks if found else None,
        wrong_share=wrong_share,
        spaces=spaces if shown else 0,
        covered_by=covered_by,
        score=0.0 if one.topic.is_sensitive else score_of(parts, covered=covered_by is not None),
        parts=MappingProxyType(parts),
        reasons=tuple(reasons_of(one.topic, told)),
        sensitive=one.topic.is_sensitive,
        smallest_count=smallest,
    )


def score_of(parts: Mapping[str, float], *, covered: bool) -> float:
    """The weighted sum of the parts, 0 to 100; a campaign that already runs on it halves it."""
    total = sum(WEIGHTS[name] * share for name, share in parts.items())
    return round(total * (COVERED_FACTOR if covered else 1.0), 1)


def _baseline(one: _Series, weeks: int, smallest: int) -> float | None:
    """What the window would hold at the earlier pace; None when the past is too small to tell."""
    past, lengths = one.asked[:-weeks], one.lengths[:-weeks]
    if sum(past) < smallest:
        return None
    return round(sum(past) / sum(lengths) * sum(one.lengths[-weeks:]), 1)


def _growth(one: _Series, found: Rise, smallest: int) -> float | None:
    """How many times as often as before; None when before is too small to tell."""
    past, lengths = one.asked[: -found.weeks], one.lengths[: -found.weeks]
    if sum(past) < smallest:
        return None
    usual = sum(past) / sum(lengths) * sum(one.lengths[-found.weeks :])
    return round(found.count / usual, 1)


def _share(part: int, whole: int, smallest: int) -> float | None:
    """A share in tenths, or None when it would tell a count that is small on either side."""
    if 0 < part < smallest or 0 < whole - part < smallest:
        return None
    return round(part / whole, 1)


def rows_of_topic(
    rows: Iterable[RadarRow], topic: str, languages: Collection[str] | None = None
) -> list[RadarRow]:
    """The rows of one topic, in their order."""
    return [row for row in rows if row.topic == topic and (languages is None or row.language in languages)]
