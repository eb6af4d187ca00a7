"""How often was asked, as the report counts it: for those who hide small counts before they show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from campaigns.needs.models import AdviceNeed, NeedWeek
from campaigns.people.models import Programme
from campaigns.reach.suppression import Counts, show_counts

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def weeks(self) -> float:
        return ((self.end - self.start).days + 1) / 7


def asked(session: Session, programme: Programme, topic: str | None, period: Period) -> Counts[str]:
    """Questions per language, with small counts hidden."""
    return show_counts(asked_by_language(session, programme, topic, period), k=programme.smallest_count)


def asked_by_language(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> dict[str, int]:
    """Questions per language ('' where it is unknown) as they are.

    Whole weeks come from the weekly counts, which stay when questions are deleted after their time; the days before
    and after them from the questions.
    """
    first = period.start + (-period.start.weekday() % 7) * DAY
    last = period.end - (period.end.weekday() + 1) % 7 * DAY
    if last < first:
        return dict(_by_day(session, programme, topic, period.start, period.end))
    found = _by_week(session, programme, topic, first, last)
    found += _by_day(session, programme, topic, period.start, first - DAY)
    found += _by_day(session, programme, topic, last + DAY, period.end)
    return dict(found)


def _by_week(
    session: Session, programme: Programme, topic: str | None, first: date, last: date
) -> Counter[str]:
    query = (
        select(NeedWeek.language, func.sum(NeedWeek.asked))
        .where(NeedWeek.programme_id == programme.id, NeedWeek.week >= first, NeedWeek.week <= last)
        .group_by(col(NeedWeek.language))
    )
    if topic is not None:
        query = query.where(NeedWeek.topic == topic)
    return Counter({language: int(count) for language, count in session.exec(query)})


def _by_day(
    session: Session, programme: Programme, topic: str | None, first: date, last: date
) -> Counter[str]:
    if last < first:
        return Counter()
    query = (
        select(AdviceNeed.language, func.count())
        .where(AdviceNeed.programme_id == programme.id, AdviceNeed.day >= first, AdviceNeed.day <= last)
        .group_by(col(AdviceNeed.language))
    )
    if topic is not None:
        query = query.where(AdviceNeed.topic == topic)
    found: Counter[str] = Counter()
    for language, count in session.exec(query):
        found[language or ""] += int(count)
    return found
