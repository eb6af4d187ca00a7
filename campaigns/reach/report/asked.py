"""How often was asked, as the report counts it: for those who hide small counts before they show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col, func

from campaigns.needs.counts.disclosure import SMALLEST_IN_A_REGION
from campaigns.needs.counts.pool import waiting_by
from campaigns.needs.models import AdviceNeed, NeedRegion, NeedWeek
from campaigns.people.models import Programme
from campaigns.reach.disclosure.suppression import Count, Counts, steps_between, together, windows_in_steps

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
#: A Monday before every question.
FIRST_WEEK = date(1900, 1, 1)
#: The region of questions of which none is known.
NOWHERE = ""


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def weeks(self) -> float:
        return ((self.end - self.start).days + 1) / 7


@dataclass(frozen=True)
class Asked:
    """Questions of a period as they may be shown: by language with their total, and on some topics beside it.

    `others` is what stands beside a language that is not named, `elsewhere` beside such a region.
    """

    languages: Counts[str]
    topics: Mapping[str, Count]
    others: Count
    regions: Mapping[str, Count]
    elsewhere: Count

    def of(self, language: str) -> Count:
        """Questions in a language."""
        return self.languages.parts.get(language, self.others)

    def there(self, region: str) -> Count:
        """Questions from a region."""
        return self.regions.get(region, self.elsewhere)


def asked(
    session: Session, programme: Programme, topic: str | None, period: Period, *, topics: Collection[str] = ()
) -> Asked:
    """Questions on a topic (None: on all) in steps; `topics` are counted one by one as well. For whole weeks."""
    past, whole = (Period(FIRST_WEEK, day) for day in (period.start - DAY, period.end))
    before, until = (_by_topic_and_language(session, programme, topic, each) for each in (past, whole))
    there = tuple(_of_known_region(session, programme, topic, each) for each in (past, whole))
    return as_shown(before, until, topics=topics, there=there, k=programme.smallest_count)


def as_shown(
    before: Mapping[tuple[str, ...], int],
    until: Mapping[tuple[str, ...], int],
    *,
    topics: Collection[str],
    k: int,
    there: tuple[Mapping[str, int], ...] = ({}, {}),
) -> Asked:
    """A window as a report that is not fixed tells it, of what was asked before it and until its end.

    `there` is the same by region, as far as regions are known.
    """
    first, last = (_summed(counts, lambda key: key[1]) for counts in (before, until))
    parts = {
        topic: together(
            [steps_between(before.get(key, 0), until[key], k=k) for key in until if key[0] == topic]
        )
        for topic in topics
    }
    in_a_region = max(k, SMALLEST_IN_A_REGION)
    return Asked(
        windows_in_steps(first, last, k=k),
        parts,
        Count(None, k),
        regions=windows_in_steps(*there, k=in_a_region).parts,
        elsewhere=Count(None, in_a_region),
    )


def nothing_told(topics: Collection[str] = ()) -> Asked:
    """Questions of days of which nothing is told."""
    return _the_same(Count(None), topics)


def nobody_asked(topics: Collection[str] = ()) -> Asked:
    """Days before the first question that was ever recorded: what everybody knows."""
    return _the_same(Count(0), topics)


def _the_same(count: Count, topics: Collection[str]) -> Asked:
    return Asked(Counts({}, count), dict.fromkeys(topics, count), count, {}, count)


def asked_by_language(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> dict[str, int]:
    """Questions per language ('' where it is unknown) as they are."""
    return dict(_summed(_by_topic_and_language(session, programme, topic, period), lambda key: key[1]))


def asked_by_topic(
    session: Session, programme: Programme, topics: Collection[str], period: Period
) -> dict[str, int]:
    """Questions on each of these topics as they are."""
    found = _summed(_by_topic_and_language(session, programme, None, period), lambda key: key[0])
    return {topic: found[topic] for topic in topics}


def asked_by_region(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> dict[str, int]:
    """Questions per region as they are, those of unknown region under NOWHERE."""
    found = _of_known_region(session, programme, topic, period)
    total = sum(_by_topic_and_language(session, programme, topic, period).values())
    return found | {NOWHERE: total - sum(found.values())}


def _of_known_region(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> dict[str, int]:
    def weeks(first: date, last: date) -> Any:
        return _of(NeedRegion, NeedRegion.week, programme, topic, first, last).add_columns(
            col(NeedRegion.region), func.sum(NeedRegion.asked)
        )

    def days(first: date, last: date) -> Any:
        return _of(AdviceNeed, AdviceNeed.day, programme, topic, first, last).add_columns(
            col(AdviceNeed.region), func.count()
        )

    def waiting(first: date, last: date) -> Counter[tuple[str, ...]]:
        return waiting_by(
            ("region",), session, programme_id=programme.id or 0, topic=topic, days=(first, last)
        )

    found = _in_weeks_and_days(session, period, weeks, days, waiting)
    return {region: number for (region,), number in found.items() if region != NOWHERE}


def _by_topic_and_language(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> Counter[tuple[str, ...]]:
    def weeks(first: date, last: date) -> Any:
        return _of(NeedWeek, NeedWeek.week, programme, topic, first, last).add_columns(
            col(NeedWeek.topic), col(NeedWeek.language), func.sum(NeedWeek.asked)
        )

    def days(first: date, last: date) -> Any:
        return _of(AdviceNeed, AdviceNeed.day, programme, topic, first, last).add_columns(
            col(AdviceNeed.topic), col(AdviceNeed.language), func.count()
        )

    def waiting(first: date, last: date) -> Counter[tuple[str, ...]]:
        return waiting_by(
            ("topic", "language"), session, programme_id=programme.id or 0, topic=topic, days=(first, last)
        )

    return _in_weeks_and_days(session, period, weeks, days, waiting)


def _in_weeks_and_days(
    session: Session,
    period: Period,
    weeks: Callable[[date, date], Any],
    days: Callable[[date, date], Any],
    waiting: Callable[[date, date], Counter[tuple[str, ...]]],
) -> Counter[tuple[str, ...]]:
    """Rows of keys ('' for none) and a number, added up over a period.

    Whole weeks come from the weekly counts, which stay when questions are deleted after their time; the days before
    and after them from the questions, without the changes that the weekly counts do not hold yet.
    """
    first = period.start + (-period.start.weekday() % 7) * DAY
    last = period.end - (period.end.weekday() + 1) % 7 * DAY
    if last < first:
        queries, single = [], [(period.start, period.end)]
    else:
        queries, single = [weeks(first, last)], [(period.start, first - DAY), (last + DAY, period.end)]
    single = [stretch for stretch in single if stretch[0] <= stretch[1]]
    found: Counter[tuple[str, ...]] = Counter()
    for query in [*queries, *(days(*stretch) for stretch in single)]:
        keys = list(query.selected_columns)[:-1]
        for *key, number in session.execute(query.group_by(*keys)):
            found[tuple(each or "" for each in key)] += int(number)
    for stretch in single:
        found.subtract(waiting(*stretch))
    return +found


def _of(table: Any, at: Any, programme: Programme, topic: str | None, first: date, last: date) -> Any:
    query = select().where(table.programme_id == programme.id, at >= first, at <= last)
    return query if topic is None else query.where(table.topic == topic)


def _summed(counts: Mapping[tuple[str, ...], int], key_of: Callable[[tuple[str, ...]], str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, number in counts.items():
        found[key_of(key)] += number
    return found
