"""The reach report: asked → published → seen → clicked → asked again, per language and channel.

A report is plain data; the desk draws it, the command line writes it. Every figure names its definition;
what a channel does not tell is None with the reason. Counts of questions pass through the suppression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post
from campaigns.kits.figures import KitFigures, figures_of_kits
from campaigns.people.queries import programme_languages
from campaigns.placements.models import Space
from campaigns.reach.behind.decisions import days_of_decisions
from campaigns.reach.behind.rumours import is_answered, rumours_heard
from campaigns.reach.disclosure.suppression import Count, with_small
from campaigns.reach.insights.followers import FollowerRow, followers_of
from campaigns.reach.insights.metrics import Definition
from campaigns.reach.report.after import After, after_last_post
from campaigns.reach.report.approved import approvals_of
from campaigns.reach.report.asked import Asked, Period, asked, nobody_asked, nothing_told
from campaigns.reach.report.choosing import Chosen, choose_campaign, choose_programme
from campaigns.reach.report.clicked import clicks_of_campaigns
from campaigns.reach.report.comparing import Interval, Ratio, widest_ratio
from campaigns.reach.report.costs import Costs, costs_of
from campaigns.reach.report.definitions_used import definitions_behind
from campaigns.reach.report.observed import HIDDEN_COUNTS, LEAST_DAYS, TOO_SHORT, Observed, days_of, observe
from campaigns.reach.report.posts import (
    SPACE,
    PostFigures,
    Scope,
    count_unproven,
    days_of_posts,
    figures_of_posts,
)
from campaigns.reach.report.published import Evidence, evidence_of_posts
from campaigns.reach.report.rows import (
    ChannelRow,
    Compared,
    FairRow,
    LanguageRow,
    RegionRow,
    TopicRow,
    channel_rows,
    fair_rows,
    language_rows,
    region_rows,
    topic_rows,
)
from campaigns.reach.report.spreads import Acts, Group
from campaigns.reach.report.told import Told, told_of
from campaigns.reach.report.windows import WEEKS_BEFORE, windows_of
from campaigns.vocabulary import Decision

#: So many publications stand in the report itself; its files hold all of them.
MOST_EVIDENCE = 200


@dataclass(frozen=True)
class Report:
    """A reach report on a campaign, or on all of a programme's campaigns in a period.

    `topics` are those of a programme's campaigns. `regions` is None where the report does not speak of them: where
    questions are not told. `observed` are the days that rates of questions are over, None where questions are not told.
    `tells_questions`: its days are some of which questions are told (windows.py); in steps of `step`, 1 for exact ones.
    `after`: of a campaign's report that is not fixed, what was asked after its last post.
    `first_post` and `last_post` are the local days between which its posts went out, None where none did.
    `rounded`: for the public, numbers of questions may be so many more or fewer than what is shown.
    `evidence` are the first MOST_EVIDENCE of the publications; with_all_evidence adds the others.
    """

    programme: str
    title: str
    topic: str | None
    period: Period
    before: Period
    made_at: datetime
    rows: Sequence[LanguageRow]
    asked_before: Count
    asked_during: Count
    published: int
    clicks: int
    posts: int
    approvals: int
    returns: int
    median_hours_to_approve: float | None
    evidence: Sequence[Evidence]
    definitions: Sequence[Definition]
    campaigns: Sequence[Campaign]
    topics: Sequence[TopicRow] = ()
    regions: Sequence[RegionRow] | None = None
    channels: Sequence[ChannelRow] = ()
    everything: Group | None = None
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)
    fairness: Sequence[FairRow] = ()
    compared: Compared | None = None
    acted: Mapping[str, Acts] = field(default_factory=dict)
    ratio: Ratio | None = None
    after: After | None = None
    observed: Observed | None = None
    rumours_heard: int = 0
    rumours_answered: int = 0
    handoffs: int = 0
    unproven: int = 0
    kits: KitFigures | None = None
    costs: Costs | None = None
    followers: Sequence[FollowerRow] = ()
    spaces: Mapping[int, str] = field(default_factory=dict)
    programme_id: int = 0
    zone: str = "Europe/Berlin"
    source_language: str = "de"
    accent: str = "#0f5c6e"
    tells_questions: bool = True
    step: int = 1
    rounded: int = 0
    first_post: date | None = None
    last_post: date | None = None


def campaign_report(
    session: Session, *, campaign_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Report:
    """The report of one campaign, as choose_campaign takes it."""
    chosen = choose_campaign(session, campaign_id=campaign_id, now=now, start=start, end=end)
    return build_report(session, chosen, now=now)


def programme_report(
    session: Session, *, programme_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Report:
    """The report of a programme over a period, as choose_programme takes it."""
    chosen = choose_programme(session, programme_id=programme_id, now=now, start=start, end=end)
    return build_report(session, chosen, now=now)


def build_report(session: Session, chosen: Chosen, *, now: datetime, questions: bool = True) -> Report:
    """The report on what was chosen, with every figure as it stands now; of questions only where they are wanted.

    Whoever does not work with the questions reads their numbers in fixed versions, each checked against all before it.
    """
    programme, period, only, scope = chosen.programme, chosen.period, chosen.only, chosen.scope
    ids, topic = scope.campaign_ids, only.topic if only else None
    topics = [] if only else sorted({item.topic for item in chosen.campaigns})
    told = _questions(session, chosen, topics, now=now) if questions else _untold(topics)
    clicks = clicks_of_campaigns(session, ids, period)
    posts = told_of(session, scope)
    decisions, hours = approvals_of(
        session, ids, days_of_decisions(period, is_one_campaign=only is not None), programme.zone
    )
    kits = figures_of_kits(session, campaign_ids=ids, start=period.start, end=period.end)
    followers = followers_of(session, programme_id=programme.id or 0, period=period)
    rumours = rumours_heard(session, programme.id or 0, topic, period)
    # A row that stood there only for few questions would tell that there are any.
    always = programme_languages(session, programme.id or 0) if told.observed else []
    rows = language_rows(posts, told.before, told.during, clicks, always=always)
    totals = (
        with_small(told.before.languages.total, [row.asked_before for row in rows]),
        with_small(told.during.languages.total, [row.asked_during for row in rows]),
    )
    fairness, compared = fair_rows(rows, posts, clicks)
    days = days_of_posts(session, scope)
    after = (
        after_last_post(
            session, programme, only.topic, last_post=days[1], observed=told.observed, before=totals[0],
            languages=[row.language for row in rows],
        )
        if only and days and told.observed
        else None
    )  # fmt: skip
    return Report(
        programme=programme.name,
        title=chosen.title,
        topic=topic,
        period=period,
        before=Period(period.start - timedelta(weeks=WEEKS_BEFORE), period.start - timedelta(days=1)),
        made_at=now,
        rows=rows,
        asked_before=totals[0],
        asked_during=totals[1],
        published=posts.published,
        clicks=clicks.total,
        posts=_count_posts(session, ids),
        approvals=decisions[Decision.APPROVE],
        returns=decisions[Decision.RETURN],
        median_hours_to_approve=hours,
        evidence=evidence_of_posts(session, _first_published(session, scope), period),
        definitions=definitions_behind(session, posts, kits=kits is not None, followers=bool(followers)),
        campaigns=list(chosen.campaigns),
        topics=topic_rows(topics, posts, told.before, told.during, clicks),
        regions=region_rows(told.before, told.during) if told.observed else None,
        channels=channel_rows(posts, clicks),
        everything=posts.everything,
        groups=posts.groups,
        fairness=fairness,
        compared=compared,
        acted=posts.acted,
        ratio=ratio_of(*totals, told.observed, period) if told.observed else None,
        after=after,
        tells_questions=told.observed is not None,
        step=programme.smallest_count,
        first_post=days[0] if days else None,
        last_post=days[1] if days else None,
        observed=told.observed,
        followers=followers,
        rumours_heard=len(rumours),
        rumours_answered=sum(map(is_answered, rumours)),
        handoffs=sum(number for (_channel, by_hand), number in posts.by_hand.items() if by_hand),
        unproven=count_unproven(session, scope),
        kits=kits,
        costs=costs_of(session, ids, clicks=clicks.total, is_one_campaign=only is not None),
        spaces=_space_names(session, posts),
        programme_id=programme.id or 0,
        zone=programme.zone,
        source_language=programme.source_language,
        accent=str(programme.brand.get("accent") or "#0f5c6e"),
    )


def scope_of(report: Report) -> Scope:
    """Which posts a report speaks of."""
    ids = tuple(item.id or 0 for item in report.campaigns)
    return Scope(report.programme_id, ids, report.period.start, report.period.end)


def only_campaign(report: Report) -> int | None:
    """The campaign of a report on one; None for a report on the programme."""
    return report.campaigns[0].id if report.topic and report.campaigns else None


def posts_behind(session: Session, *, report: Report) -> list[PostFigures]:
    """The posts whose figures stand in a report, one by one."""
    return figures_of_posts(session, scope_of(report))


def with_all_evidence(session: Session, *, report: Report) -> Report:
    """The report with every publication as evidence: for files, which hold as many as there are."""
    if len(report.evidence) == report.published:
        return report
    ids = [post.publication_id for post in posts_behind(session, report=report)]
    return replace(report, evidence=evidence_of_posts(session, ids, report.period))


def _first_published(session: Session, scope: Scope) -> list[int]:
    return [post.publication_id for post in figures_of_posts(session, scope, most=MOST_EVIDENCE)]


def ratio_of(before: Count, after: Count, observed: Observed, period: Period) -> Ratio | None:
    """Only of counts that are shown: an interval would tell a hidden one. And only over days that were observed.

    Worked out from nothing but what is shown: of rounded counts it holds the interval of all that they stand for.
    """
    if observed.reason(period, before, after):
        return None
    assert observed.before and observed.during
    told = [Interval(count.shown or 0, *count.limits) for count in (before, after)]
    return widest_ratio(told[0], observed.before.weeks, told[1], observed.during.weeks)


@dataclass(frozen=True)
class _Questions:
    """What is told of questions before and in the period; `observed` None where nothing is."""

    observed: Observed | None
    before: Asked
    during: Asked


def _untold(topics: Sequence[str]) -> _Questions:
    return _Questions(None, nothing_told(topics), nothing_told(topics))


def _questions(session: Session, chosen: Chosen, topics: Sequence[str], *, now: datetime) -> _Questions:
    """Of the days of which a report that is not fixed tells questions, as far as these were observed."""
    programme, only = chosen.programme, chosen.only
    today = wall_time(now, programme.zone).date()
    windows = windows_of(chosen.period, usual=chosen.usual, is_campaign=only is not None)
    if windows is None and chosen.period.start > today:
        # Nothing is held back of days that are still to come.
        return _Questions(Observed(today, None, None), nobody_asked(topics), nobody_asked(topics))
    if windows is None:
        return _untold(topics)
    observed = observe(session, programme, before=windows.before, period=windows.during, day=today)
    before, during = (
        asked(session, programme, only.topic if only else None, window, topics=topics)
        if was_observed
        else nobody_asked(topics)
        for window, was_observed in ((windows.before, observed.before), (windows.during, observed.during))
    )
    return _Questions(observed, before, during)


def why_not_compared(report: Report) -> str:
    """Why there is no ratio, as an English sentence; '' where there is one."""
    if report.ratio is not None:
        return ""
    if report.observed is None:
        return TOO_SHORT if days_of(report.period) < LEAST_DAYS else HIDDEN_COUNTS
    return report.observed.reason(report.period, report.asked_before, report.asked_during)


def _space_names(session: Session, posts: Told) -> dict[int, str]:
    ids = {int(group.key) for group in posts.groups[SPACE]}
    if not ids:
        return {}
    return {space.id or 0: space.name for space in session.exec(select(Space).where(col(Space.id).in_(ids)))}


def _count_posts(session: Session, campaign_ids: Sequence[int]) -> int:
    return session.exec(
        select(func.count()).select_from(Post).where(col(Post.campaign_id).in_(campaign_ids))
    ).one()
