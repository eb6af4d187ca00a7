"""A report made ready to be fixed: its counts of questions as they may stand beside every version before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.languages import sort_languages
from campaigns.people.models import Programme
from campaigns.reach.disclosure.asked import Line
from campaigns.reach.disclosure.beside_versions import Disclosed, day_of, disclose
from campaigns.reach.disclosure.figures import PUBLIC_ROUNDED
from campaigns.reach.disclosure.for_everybody import told_to_everybody, without_what_few_did
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.evaluation import Gathered, evaluation_zip, gather
from campaigns.reach.evaluation.gathering import without_addresses_of_groups
from campaigns.reach.files.as_json import report_as_dict
from campaigns.reach.report.building import Report, only_campaign, posts_behind, ratio_of, scope_of
from campaigns.reach.report.clicked import clicks_of_campaigns
from campaigns.reach.report.observed import observe
from campaigns.reach.report.posts import SPACE
from campaigns.reach.report.rows import LanguageRow, RegionRow, TopicRow, fair_rows
from campaigns.reach.report.told import told_of


@dataclass(frozen=True)
class Prepared:
    """A report with its counts as they may be shown, before anything is written.

    `tables` are its figures with all rows behind them, `gathered`: kept with it, because those change afterwards.
    """

    report: Report
    document: dict[str, Any]
    campaign_id: int | None
    disclosed: Disclosed
    public: bool
    gathered: Gathered
    tables: bytes

    @property
    def scope(self) -> str:
        return f"campaign {self.campaign_id}" if self.campaign_id else "programme"


def prepare_fixed(session: Session, *, report: Report, public: bool) -> Prepared:
    """The report as it may be shown beside every earlier version. Reads only: solving and drawing take their time."""
    disclosed = disclose(session, report=report, public=public)
    programme = session.get_one(Programme, report.programme_id)
    observed = observe(session, programme, before=report.before, period=report.period, day=day_of(report))
    rounded = PUBLIC_ROUNDED if public else 0
    exact = replace(report, observed=observed, tells_questions=True, step=1, rounded=rounded, after=None)
    fixed = _with_counts(exact, disclosed.counts)
    ids = scope_of(report).campaign_ids
    clicks = clicks_of_campaigns(session, ids, report.period)
    if public:
        posts = posts_behind(session, report=fixed)
        fixed = told_to_everybody(fixed, [without_what_few_did(post) for post in posts], clicks)
        # In whose groups a project writes is not for everybody to know.
        evidence = without_addresses_of_groups(fixed.evidence, posts)
        fixed = replace(fixed, groups={**fixed.groups, SPACE: ()}, spaces={}, evidence=evidence)
    else:
        fairness, compared = fair_rows(fixed.rows, told_of(session, scope_of(report)), clicks)
        fixed = replace(fixed, fairness=fairness, compared=compared)
    gathered = gather(session, report=fixed, names_groups=not public)
    if public:
        gathered = replace(gathered, posts=[without_what_few_did(post) for post in gathered.posts])
    return Prepared(
        report=fixed,
        document=report_as_dict(fixed),
        campaign_id=only_campaign(report),
        disclosed=disclosed,
        public=public,
        gathered=gathered,
        tables=evaluation_zip(fixed, gathered),
    )


def as_of(ends_on: date, made_at: datetime, zone: str) -> date | None:
    """The day up to which a report tells, where its period was not over when it was made; else None."""
    day = wall_time(made_at, zone).date()
    return day if day <= ends_on else None


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
        asked_during=during,
        # Worked out from what is shown: of other counts they would tell more, and so would their absence.
        ratio=ratio_of(before, during, report.observed, report.period) if report.observed else None,
    )


def _only_asked(code: str) -> LanguageRow:
    """A language of which the days that anybody may choose tell nothing: nothing was published in it."""
    return LanguageRow(
        language=code, asked_before=Count(None), published=0, seen=None, seen_reason="", clicks=0,
        asked_during=Count(None),
    )  # fmt: skip


def _told_language(row: LanguageRow, before: Count, during: Count) -> LanguageRow:
    return replace(row, asked_before=before, asked_during=during)


def _told_topic(row: TopicRow, before: Count, during: Count) -> TopicRow:
    return replace(row, asked_before=before, asked_during=during)


def _regions(
    topic: str | None, regions: Collection[str], counts_of: Callable[[Line], tuple[Count, Count]]
) -> list[RegionRow]:
    """The regions of which any count is shown, the one that asks most first."""
    rows_of = [RegionRow(region, *counts_of(Line(topic, region=region))) for region in sorted(regions)]
    shown = [row for row in rows_of if (row.asked_before.shown, row.asked_during.shown) != (None, None)]
    return sorted(shown, key=lambda row: -(row.asked_during.shown or 0))
