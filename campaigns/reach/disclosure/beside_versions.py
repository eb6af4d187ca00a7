"""What a report may tell of questions beside every version before it, and what it holds back for their sake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.errors import NotReady
from campaigns.people.models import Programme
from campaigns.reach.disclosure.asked import Asked, Line, Questions, as_count, rows, tables
from campaigns.reach.disclosure.figures import SMALLEST, Mark, inside, outside
from campaigns.reach.disclosure.ledger import fix, repeated
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.models import ReportVersion
from campaigns.reach.report.asked import NOWHERE, Period, asked_by_language, asked_by_region, asked_by_topic
from campaigns.reach.report.building import Report


@dataclass(frozen=True)
class Disclosed:
    """A report's counts of questions as they may stand, before anything is written. `seen` versions were looked at.

    `counts` are told by line and first day, `shown` is what is kept of them. `held` are those that the report could
    tell alone and does not beside earlier ones, `because` the ids of the versions for which that is so.
    """

    counts: Mapping[tuple[Line, date], Count]
    shown: list[dict[str, Any]]
    seen: int
    held: tuple[Asked, ...] = ()
    because: tuple[int, ...] = ()
    topic: str | None = None

    @property
    def holds_totals(self) -> bool:
        """Whether the number of all questions, before or in the period, is among those held."""
        return any(each.line == Line(self.topic) for each in self.held)


def disclose(session: Session, *, report: Report, public: bool) -> Disclosed:
    """What the report may tell beside every earlier version. Reads only: solving takes its time.

    Counts of questions are hidden until nothing small can be worked out, also with all earlier versions at hand.
    """
    check_has_begun(report)
    programme = session.get_one(Programme, report.programme_id)
    k = max(programme.smallest_count, SMALLEST)

    def count(first: date, last: date) -> Questions:
        return _questions(session, programme, report, Period(first, last))

    periods = [(period.start, period.end) for period in (report.before, report.period)]
    asked = tables(report.topic, {days: count(*days) for days in periods})
    told = told_before(session, report.programme_id)
    rule = outside if public else partial(inside, k=k)
    found = fix(asked, told, rule=rule, k=k, count=count, recount=_recounting(session, programme))
    again = repeated(found.shown, told, public=public)
    held: list[Asked] = []
    if found.because:
        alone = fix(asked, (), rule=rule, k=k, count=count).shown
        held = [
            each
            for each, one, before, by_itself in zip(asked, found.shown, again, alone, strict=True)
            if by_itself.mark is Mark.SHOWN and one.mark is not Mark.SHOWN and before is None and each.count
        ]
    return Disclosed(
        counts={
            (each.line, each.start): as_count(one, before)
            for each, one, before in zip(asked, found.shown, again, strict=True)
        },
        shown=rows(asked, found.shown),
        seen=len(told),
        held=tuple(held),
        because=_ids_at(session, report.programme_id, found.because) if held else (),
        topic=report.topic,
    )


def check_has_begun(report: Report) -> None:
    """Of days that are still to come there is nothing to fix."""
    if report.period.start > day_of(report):
        raise NotReady(
            "The period of this report has not begun. It can be fixed from {day} on.", day=report.period.start
        )


def told_before(session: Session, programme_id: int) -> list[list[dict[str, Any]]]:
    """What the versions of a programme tell about questions, the oldest first."""
    query = (
        select(col(ReportVersion.shown))
        .where(ReportVersion.programme_id == programme_id)
        .order_by(col(ReportVersion.id))
    )
    return [list(shown) for shown in session.scalars(query)]


def _ids_at(session: Session, programme_id: int, places: Collection[int]) -> tuple[int, ...]:
    query = (
        select(ReportVersion.id)
        .where(ReportVersion.programme_id == programme_id)
        .order_by(col(ReportVersion.id))
    )
    ids = list(session.exec(query))
    return tuple(ids[place] or 0 for place in sorted(places))


def _recounting(session: Session, programme: Programme) -> Callable[[Asked], int]:
    """What a figure that was told would be today; each stretch of days is counted once."""

    @cache
    def languages(topic: str | None, first: date, last: date) -> dict[str, int]:
        return asked_by_language(session, programme, topic, Period(first, last))

    @cache
    def regions(topic: str | None, first: date, last: date) -> dict[str, int]:
        return asked_by_region(session, programme, topic, Period(first, last))

    def recount(each: Asked) -> int:
        line, days = each.line, (each.start, each.end)
        if line.region is not None:
            return regions(line.topic, *days).get(line.region, 0)
        found = languages(line.topic, *days)
        return sum(found.values()) if line.language is None else found.get(line.language, 0)

    return recount


def _questions(session: Session, programme: Programme, report: Report, period: Period) -> Questions:
    topics = [row.topic for row in report.topics]
    regions = asked_by_region(session, programme, report.topic, period)
    return Questions(
        languages=asked_by_language(session, programme, report.topic, period),
        topics=asked_by_topic(session, programme, topics, period) if topics else {},
        regions={region: number for region, number in regions.items() if region != NOWHERE},
    )


def day_of(report: Report) -> date:
    """The day on which it was made, where its programme is."""
    return wall_time(report.made_at, report.zone).date()
