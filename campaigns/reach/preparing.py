"""A report made ready to be fixed: its counts of questions as they may stand beside every version before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.errors import NotReady
from campaigns.languages import sort_languages
from campaigns.people.models import Programme
from campaigns.reach.as_json import report_as_dict
from campaigns.reach.asked import NOWHERE, Period, asked_by_language, asked_by_region, asked_by_topic
from campaigns.reach.clicked import clicks_of_campaigns
from campaigns.reach.disclosure.asked import Asked, Line, Questions, as_count, rows, tables
from campaigns.reach.disclosure.figures import PUBLIC_ROUNDED, SMALLEST, Mark, inside, outside
from campaigns.reach.disclosure.ledger import fix, repeated
from campaigns.reach.evaluation import evaluation_zip, gather
from campaigns.reach.models import ReportVersion
from campaigns.reach.observed import observe
from campaigns.reach.posts import SPACE
from campaigns.reach.reports import Report, ratio_of, scope_of
from campaigns.reach.rows import LanguageRow, RegionRow, TopicRow, fair_rows
from campaigns.reach.suppression import Count
from campaigns.reach.told import told_of


@dataclass(frozen=True)
class Prepared:
    """A report with its counts as they may be shown, before anything is written. `seen` versions were looked at.

    `held` are the counts that the report could tell alone and does not beside earlier ones, `because` the ids of the
    versions for which that is so. `tables` are its figures with all rows behind them: kept with it, because those
    change afterwards.
    """

    report: Report
    document: dict[str, Any]
    campaign_id: int | None
    shown: list[dict[str, Any]]
    public: bool
    seen: int
    tables: bytes
    held: tuple[Asked, ...] = ()
    because: tuple[int, ...] = ()

    @property
    def holds_totals(self) -> bool:
        """Whether the number of all questions, before or in the period, is among those."""
        return any(each.line == Line(self.report.topic) for each in self.held)

    @property
    def scope(self) -> str:
        return f"campaign {self.campaign_id}" if self.campaign_id else "programme"


def prepare_fixed(session: Session, *, report: Report, public: bool) -> Prepared:
    """The report as it may be shown beside every earlier version. Reads only: solving and drawing take their time.

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
    counts = {
        (each.line, each.start): as_count(one, before)
        for each, one, before in zip(asked, found.shown, again, strict=True)
    }
    observed = observe(session, programme, before=report.before, period=report.period, day=_day_of(report))
    rounded = PUBLIC_ROUNDED if public else 0
    exact = replace(report, observed=observed, tells_questions=True, step=1, rounded=rounded)
    fixed = _with_counts(exact, counts)
    ids = scope_of(report).campaign_ids
    fairness, compared = fair_rows(
        fixed.rows,
        told_of(session, scope_of(report)),
        clicks_of_campaigns(session, ids, report.period),
    )
    fixed = replace(fixed, fairness=fairness, compared=compared)
    if public:
        # In whose groups a project writes is not for everybody to know.
        fixed = replace(fixed, groups={**fixed.groups, SPACE: ()}, spaces={})
    return Prepared(
        report=fixed,
        document=report_as_dict(fixed),
        campaign_id=report.campaigns[0].id if report.topic and report.campaigns else None,
        shown=rows(asked, found.shown),
        public=public,
        seen=len(told),
        held=tuple(held),
        because=_ids_at(session, report.programme_id, found.because) if held else (),
        tables=evaluation_zip(fixed, gather(session, report=fixed, names_groups=not public)),
    )


def check_has_begun(report: Report) -> None:
    """Of days that are still to come there is nothing to fix."""
    if report.period.start > _day_of(report):
        raise NotReady(
            "The period of this report has not begun. It can be fixed from {day} on.", day=report.period.start
        )


def as_of(ends_on: date, made_at: datetime, zone: str) -> date | None:
    """The day up to which a report tells, where its period was not over when it was made; else None."""
    day = wall_time(made_at, zone).date()
    return day if day <= ends_on else None


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


def _with_counts(report: Report, counts: Mapping[tuple[Line, date], Count]) -> Report:
    days = report.before.start, report.period.start

    def asked(line: Line) -> tuple[Count, Count]:
        before, during = (counts.get((line, day), Count(None)) for day in days)
        return before, during

    topic = report.topic
    spoken = {line.language for line, _day in counts if line.language is not None}
    known = {
        row.language: row for row in report.rows if row.language in spoken or row.published or row.clicks
    }
    languages = [
        _told_language(known.get(code) or _only_asked(code), *asked(Line(topic, code)))
        for code in sort_languages(spoken | set(known))
    ]
    before, during = asked(Line(topic))
    return replace(
        report,
        rows=languages,
        topics=[_told_topic(row, *asked(Line(row.topic))) for row in report.topics],
        regions=_regions(topic, {line.region for line, _day in counts if line.region}, asked),
        asked_before=before,
        asked_after=during,
        # Worked out from what is shown: of other counts they would tell more, and so would their absence.
        ratio=ratio_of(before, during, report.observed, report.period) if report.observed else None,
    )


def _only_asked(code: str) -> LanguageRow:
    """A language of which the days that anybody may choose tell nothing: nothing was published in it."""
    return LanguageRow(
        language=code, asked_before=Count(None), published=0, seen=None, seen_reason="", clicks=0,
        asked_after=Count(None),
    )  # fmt: skip


def _day_of(report: Report) -> date:
    return wall_time(report.made_at, report.zone).date()


def _told_language(row: LanguageRow, before: Count, during: Count) -> LanguageRow:
    return replace(row, asked_before=before, asked_after=during)


def _told_topic(row: TopicRow, before: Count, during: Count) -> TopicRow:
    return replace(row, asked_before=before, asked_after=during)


def _regions(
    topic: str | None, regions: Collection[str], counts_of: Callable[[Line], tuple[Count, Count]]
) -> list[RegionRow]:
    """The regions of which any count is shown, the one that asks most first."""
    rows_of = [RegionRow(region, *counts_of(Line(topic, region=region))) for region in sorted(regions)]
    shown = [row for row in rows_of if (row.asked_before.shown, row.asked_after.shown) != (None, None)]
    return sorted(shown, key=lambda row: -(row.asked_after.shown or 0))
