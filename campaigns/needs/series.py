"""Weekly counts as series: one for each topic in each language, with how long each week counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.needs.season import Season, season_of
from campaigns.needs.taxonomy import Taxonomy, Topic

WEEK = timedelta(weeks=1)
#: From Friday on the running week is compared with others; before, it would look quieter than it is.
COMPLETE_FROM = 5


class WeekCount(NamedTuple):
    """How often a topic was asked in a language in the week of this Monday, and how often answered wrongly.

    `corrected` of those asked were put there by a person later.
    """

    week: date
    topic: str
    language: str
    asked: int
    answered_wrong: int = 0
    corrected: int = 0


@dataclass(frozen=True)
class Series:
    """A topic in a language by weeks, oldest first; the last one is the week of the day that was asked for.

    `lengths` say how long each week counts (1 is an ordinary one). `whole` is how many of the weeks are over, or
    nearly so. `season_rests_on` is what is known of the season, in questions; None when nothing is.
    """

    topic: Topic
    language: str
    asked: Sequence[int]
    wrong: Sequence[int]
    lengths: Sequence[float]
    whole: int
    season_rests_on: float | None = None
    corrected: Sequence[int] = ()


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def window_start(as_of: date, weeks: int) -> date:
    """The Monday on which the window begins: the week of `as_of` is its last one."""
    return monday(as_of) - (weeks - 1) * WEEK


def window_end(as_of: date) -> date:
    """The Sunday on which the window ends. A day in the middle of a week means its whole week."""
    return monday(as_of) + timedelta(days=6)


def series_of(counts: Iterable[WeekCount], *, as_of: date, weeks: int, book: Taxonomy) -> list[Series]:
    """The series of everything asked up to the week of `as_of`, at least `weeks` long."""
    known = [one for one in counts if one.week <= as_of]
    if not known:
        return []
    first = min(min(one.week for one in known), window_start(as_of, weeks))
    length = (monday(as_of) - first).days // 7 + 1
    asked: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * length)
    wrong: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * length)
    corrected: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * length)
    by_topic: dict[str, list[int]] = defaultdict(lambda: [0] * length)
    totals = [0] * length
    place = {first + number * WEEK: number for number in range(length)}
    for one in known:
        at = place[one.week]
        totals[at] += one.asked
        by_topic[one.topic][at] += one.asked
        asked[one.topic, one.language][at] += one.asked
        wrong[one.topic, one.language][at] += one.answered_wrong
        corrected[one.topic, one.language][at] += one.corrected
    seasons = {
        topic: season_of(of_topic, week_lengths(totals, of_topic)) for topic, of_topic in by_topic.items()
    }
    whole = length if as_of.isoweekday() >= COMPLETE_FROM else length - 1
    return [
        replace(
            _series(book.topics[topic], language, own, wrong[topic, language], totals, seasons[topic], whole),
            corrected=corrected[topic, language],
        )
        for (topic, language), own in asked.items()
        if topic in book.topics
    ]


def _series(
    topic: Topic,
    language: str,
    asked: list[int],
    wrong: list[int],
    totals: Sequence[int],
    season: Season,
    whole: int,
) -> Series:
    lengths = [
        length * factor for length, factor in zip(week_lengths(totals, asked), season.factors, strict=True)
    ]
    return Series(topic, language, asked, wrong, lengths, whole, season.certainty)


def week_lengths(totals: Sequence[int], own: Sequence[int]) -> list[float]:
    """How long each week counts for one series: by what everybody else asked that week, drawn halfway to 1."""
    others = [total - count for total, count in zip(totals, own, strict=True)]
    whole = others[:-1] or others
    mean = sum(whole) / len(whole) if whole else 0.0
    if mean <= 0:
        return [1.0] * len(others)
    return [min(3.0, max(0.3, (other + mean) / (2 * mean))) for other in others]
