"""Weekly counts as series: one for each topic in each language, with how long each week counts.

Of the counts nothing is kept but the steps taken (`counts/steps.py`): whatever is worked out from a series may be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.needs.counts.steps import Steps, steps_of
from campaigns.needs.radar.season import Season, season_of
from campaigns.needs.topics.taxonomy import Taxonomy, Topic

WEEK = timedelta(weeks=1)
#: What is not counted in steps is told of fixed stretches, so that no two of them overlap.
QUARTER = timedelta(weeks=13)
_FIRST_QUARTER = date(1900, 1, 1)
#: From Friday on the running week is compared with others; before, it would look quieter than it is.
COMPLETE_FROM = 5
#: How far the radar looks back in all: the longest window and the year before it. The same for every window.
PAST_WEEKS = 26 + 52


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

    `steps` are those taken in each week, `asked` about how many that means, `wrong` and `corrected` about how many of
    these were answered wrongly and put there later. `lengths` say how long each week counts (1 is an ordinary one).
    `whole` is how many of the weeks are over, or nearly so. `season_rests_on` is what is known of the season, in
    questions; None when nothing is.
    """

    topic: Topic
    language: str
    steps: Steps
    asked: Sequence[float]
    wrong: Sequence[float]
    lengths: Sequence[float]
    whole: int
    season_rests_on: float | None = None
    corrected: Sequence[float] = ()


#: The steps that wholes took in each of `PAST_WEEKS` weeks, by topic and language.
Wholes = Mapping[tuple[str, str], Steps]


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def window_start(as_of: date, weeks: int) -> date:
    """The Monday on which the window begins: the week of `as_of` is its last one."""
    return monday(as_of) - (weeks - 1) * WEEK


def quarter_before(as_of: date) -> date:
    """The Monday on which the last quarter ended that was over before the week of `as_of`. Quarters are fixed."""
    return _FIRST_QUARTER + (monday(as_of) - _FIRST_QUARTER) // QUARTER * QUARTER


def window_end(as_of: date) -> date:
    """The Sunday on which the window ends. A day in the middle of a week means its whole week."""
    return monday(as_of) + timedelta(days=6)


def series_of(
    counts: Iterable[WeekCount],
    *,
    as_of: date,
    weeks: int,
    book: Taxonomy,
    smallest: int,
    wholes: Wholes | None = None,
) -> list[Series]:
    """The series of everything asked up to the week of `as_of`, at least `weeks` long and at most `PAST_WEEKS`.

    `counts` go back to the first question; what is older than `PAST_WEEKS` may stand in one week. Where they are parts
    of something that is told as well (one region), `wholes` are the steps of that.
    """
    held = _held(counts, as_of)
    taken = {
        key: own
        for key, each in held.items()
        if (own := each.steps(smallest, _whole(wholes, key))).begins is not None
    }
    if not taken:
        return []
    first = min(max(0, PAST_WEEKS - weeks), *(own.begins or 0 for own in taken.values()))
    is_over = as_of.isoweekday() >= COMPLETE_FROM
    about = {key: own.reckoned(first, is_over=is_over) for key, own in taken.items()}
    by_topic: dict[str, list[list[float]]] = defaultdict(list)
    for (topic, _language), (asked, _wrong, _corrected) in about.items():
        by_topic[topic].append(asked)
    of_topic = {topic: _added(of_languages) for topic, of_languages in by_topic.items()}
    totals = _added(of_topic.values())
    seasons = {topic: season_of(asked, week_lengths(totals, asked)) for topic, asked in of_topic.items()}
    whole = len(totals) if is_over else len(totals) - 1
    return [
        Series(
            topic=book.topics[topic],
            language=language,
            steps=taken[topic, language].asked.since(first),
            asked=asked,
            wrong=wrong,
            lengths=_lengths(totals, asked, seasons[topic]),
            whole=whole,
            season_rests_on=seasons[topic].certainty,
            corrected=corrected,
        )
        for (topic, language), (asked, wrong, corrected) in about.items()
        if topic in book.topics
    ]


@dataclass(frozen=True)
class _Taken:
    """The steps of a topic in a language: of all questions, of those answered wrongly, of those put there later."""

    asked: Steps
    wrong: Steps
    corrected: Steps

    @property
    def begins(self) -> int | None:
        """The week of the first step; None where none was ever taken."""
        return self.asked.first

    def reckoned(self, first: int, *, is_over: bool) -> tuple[list[float], list[float], list[float]]:
        """About how many of each kind from a week on. `is_over`: the last week is, or nearly so."""
        asked, wrong, corrected = (
            each.since(first).reckoned(is_over=is_over) for each in (self.asked, self.wrong, self.corrected)
        )
        return asked, wrong, corrected


class _Held:
    """What was asked on a topic in a language: in each of `PAST_WEEKS` weeks, and before them."""

    def __init__(self) -> None:
        self._before = [0, 0, 0]
        self._weeks = ([0] * PAST_WEEKS, [0] * PAST_WEEKS, [0] * PAST_WEEKS)

    def add(self, one: WeekCount, at: int) -> None:
        """Counts a week; one before the first of the weeks has a number below 0."""
        for kind, number in enumerate((one.asked, one.answered_wrong, one.corrected)):
            if at < 0:
                self._before[kind] += number
            elif number:
                self._weeks[kind][at] += number

    def steps(self, smallest: int, whole: Sequence[int] | None) -> _Taken:
        """As steps; wrong answers and corrections are parts of what was asked."""
        asked = steps_of(self._weeks[0], before=self._before[0], smallest=smallest, whole=whole)
        wrong, corrected = (
            steps_of(weeks, before=before, smallest=smallest, whole=asked.taken)
            for weeks, before in zip(self._weeks[1:], self._before[1:], strict=True)
        )
        return _Taken(asked, wrong, corrected)


def steps_by_cell(
    counts: Iterable[WeekCount], *, as_of: date, smallest: int, wholes: Wholes | None = None
) -> dict[tuple[str, str], Steps]:
    """The steps of each topic in each language in the last `PAST_WEEKS` weeks, of parts those beside `wholes`."""
    held = _held(counts, as_of)
    return {key: own.steps(smallest, _whole(wholes, key)).asked for key, own in held.items()}


def _held(counts: Iterable[WeekCount], as_of: date) -> dict[tuple[str, str], _Held]:
    found: dict[tuple[str, str], _Held] = defaultdict(_Held)
    last = monday(as_of)
    for one in counts:
        if one.week <= last:
            found[one.topic, one.language].add(one, PAST_WEEKS - 1 - (last - one.week).days // 7)
    return found


def _whole(wholes: Wholes | None, key: tuple[str, str]) -> Sequence[int] | None:
    if wholes is None:
        return None
    return wholes[key].taken if key in wholes else [0] * PAST_WEEKS


def _added(series: Iterable[Sequence[float]]) -> list[float]:
    return [sum(week) for week in zip(*series, strict=True)]


def _lengths(totals: Sequence[float], asked: Sequence[float], season: Season) -> list[float]:
    return [
        length * factor for length, factor in zip(week_lengths(totals, asked), season.factors, strict=True)
    ]


def week_lengths(totals: Sequence[float], own: Sequence[float]) -> list[float]:
    """How long each week counts for one series: by what everybody else asked that week, drawn halfway to 1."""
    others = [total - count for total, count in zip(totals, own, strict=True)]
    whole = others[:-1] or others
    mean = sum(whole) / len(whole) if whole else 0.0
    if mean <= 0:
        return [1.0] * len(others)
    return [min(3.0, max(0.3, (other + mean) / (2 * mean))) for other in others]
