"""The reach report: asked → published → seen → clicked → asked again, per language and channel.

A report is plain data; the desk draws it, the command line writes it. Every figure names its definition;
what a channel does not tell is None with the reason. Counts of questions pass through the suppression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.channels import profiles
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post
from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput, NotFound
from campaigns.kits.queries import KitFigures, figures_of_kits
from campaigns.languages import sort_languages
from campaigns.links.kits import KIT, is_kit_channel
from campaigns.needs.rumours.models import Rumour
from campaigns.people.models import Programme
from campaigns.placements.models import Space
from campaigns.reach.approved import approvals_of
from campaigns.reach.asked import Period, asked
from campaigns.reach.clicked import clicks_of_campaigns
from campaigns.reach.comparing import Ratio, rate_ratio
from campaigns.reach.definitions_used import definitions_used
from campaigns.reach.kept import missing_rows, reach_rows
from campaigns.reach.metrics import DEFINITIONS, Definition, Metric
from campaigns.reach.models import ReachRow
from campaigns.reach.posts import (
    LANGUAGE,
    SPACE,
    PostFigures,
    Scope,
    figures_of_posts,
)
from campaigns.reach.published import Evidence, evidence_of_posts
from campaigns.reach.spreads import Group
from campaigns.reach.suppression import Count, Counts
from campaigns.reach.told import Told, told_of
from campaigns.vocabulary import Decision, RumourStatus

WEEKS_BEFORE = 8
#: The kind under which everything posted by hand is counted.
HAND_OFF = "handoff"
#: So many publications stand in the report itself; its files hold all of them.
MOST_EVIDENCE = 200
#: Why no views are known where only such channels were used.
NOT_TOLD = "The channel does not tell how often a post was seen, and nobody has typed it in."


@dataclass(frozen=True)
class LanguageRow:
    """One language of the report. `seen` is None where no channel tells, `seen_reason` says why."""

    language: str
    asked_before: Count
    published: int
    seen: float | None
    seen_reason: str
    clicks: int
    asked_after: Count


@dataclass(frozen=True)
class ChannelRow:
    """One kind of channel of the report; groups of other people are one kind, whatever their platform."""

    channel: str
    published: int
    clicks: int


@dataclass(frozen=True)
class FairRow:
    """A language's share of what was asked beside its share of what was seen; None where it cannot be told.

    asked: its questions / all questions that are shown. seen: views of its posts / views of all posts whose channel
    tells views. clicked: its clicks / all clicks.
    """

    language: str
    asked: float | None
    seen: float | None
    clicked: float | None


@dataclass(frozen=True)
class Report:
    """A reach report on a campaign, or on all of a programme's campaigns in a period.

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
    asked_after: Count
    published: int
    clicks: int
    posts: int
    approvals: int
    returns: int
    median_hours_to_approve: float | None
    evidence: Sequence[Evidence]
    definitions: Sequence[Definition]
    campaigns: Sequence[Campaign]
    channels: Sequence[ChannelRow] = ()
    everything: Group | None = None
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)
    fairness: Sequence[FairRow] = ()
    ratio: Ratio | None = None
    rumours_heard: int = 0
    rumours_answered: int = 0
    handoffs: int = 0
    kits: KitFigures | None = None
    spaces: Mapping[int, str] = field(default_factory=dict)
    programme_id: int = 0
    source_language: str = "de"
    accent: str = "#0f5c6e"


@dataclass(frozen=True)
class Chosen:
    """What a report is made of: campaigns of a programme and a period. `only` is the campaign of a report on one."""

    programme: Programme
    campaigns: Sequence[Campaign]
    period: Period
    only: Campaign | None = None

    @property
    def title(self) -> str:
        return self.only.title if self.only else self.programme.name

    @property
    def scope(self) -> Scope:
        ids = tuple(item.id or 0 for item in self.campaigns)
        return Scope(self.programme.id or 0, ids, self.period.start, self.period.end)


def choose_campaign(
    session: Session, *, campaign_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Chosen:
    """One campaign, from its first day (or `start`) until today (or `end`).

    The first day is the planned one, or that of its first publication where somebody was earlier.
    """
    campaign = get_campaign(session, campaign_id)
    programme = _programme(session, campaign.programme_id)
    start = start or _first_days(session, [campaign])[campaign_id]
    end = end or max(wall_time(now, programme.zone).date(), start)
    return Chosen(programme, [campaign], _period(start, end), campaign)


def choose_programme(
    session: Session, *, programme_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Chosen:
    """The campaigns that ran in a period; without one, in the last half-year."""
    programme = _programme(session, programme_id)
    today = wall_time(now, programme.zone).date()
    period = _period(start or today - timedelta(days=182), end or today)
    campaigns = session.exec(
        select(Campaign)
        .where(Campaign.programme_id == programme_id)
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    ).all()
    first = _first_days(session, campaigns)
    running = [
        item
        for item in campaigns
        if first[item.id or 0] <= period.end and (item.ends_on is None or item.ends_on >= period.start)
    ]
    return Chosen(programme, running, period)


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


def _period(start: date, end: date) -> Period:
    if end < start:
        raise BadInput("The report ends before it starts. Choose a later end.", field="end")
    return Period(start, end)


def _first_days(session: Session, campaigns: Sequence[Campaign]) -> dict[int, date]:
    """The day on which each campaign began: the planned one, or its first publication if that was earlier."""
    ids = [item.id or 0 for item in campaigns]
    query = (
        select_many(col(ReachRow.campaign_id), func.min(ReachRow.day))
        .where(col(ReachRow.campaign_id).in_(ids))
        .group_by(col(ReachRow.campaign_id))
    )
    first = {item.id or 0: item.starts_on for item in campaigns}
    for campaign_id, day in session.execute(query):
        first[campaign_id] = min(day, first[campaign_id])
    for programme_id in {item.programme_id for item in campaigns}:
        ids = missing_rows(session, programme_id=programme_id)
        for row in reach_rows(session, ids, {}) if ids else ():
            if row["campaign_id"] in first:
                first[row["campaign_id"]] = min(row["day"], first[row["campaign_id"]])
    return first


def _programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("There is no programme {id}.", id=programme_id)
    return programme


def build_report(session: Session, chosen: Chosen, *, now: datetime) -> Report:
    """The report on what was chosen, with every figure as it stands now."""
    programme, period, only, scope = chosen.programme, chosen.period, chosen.only, chosen.scope
    before = Period(period.start - timedelta(weeks=WEEKS_BEFORE), period.start - timedelta(days=1))
    ids = scope.campaign_ids
    topic = only.topic if only else None
    asked_before = asked(session, programme, topic, before)
    asked_after = asked(session, programme, topic, period)
    clicks = clicks_of_campaigns(session, ids, period)
    posts = told_of(session, scope)
    decisions, hours = approvals_of(
        session, ids, Period(date.min, period.end) if only else period, programme.zone
    )
    kits = figures_of_kits(session, campaign_ids=ids, start=period.start, end=period.end)
    rows = _languages(posts, asked_before, asked_after, clicks)
    return Report(
        programme=programme.name,
        title=chosen.title,
        topic=topic,
        period=period,
        before=before,
        made_at=now,
        rows=rows,
        asked_before=asked_before.total,
        asked_after=asked_after.total,
        published=posts.published,
        clicks=clicks.total(),
        posts=_count_posts(session, ids),
        approvals=decisions[Decision.APPROVE],
        returns=decisions[Decision.RETURN],
        median_hours_to_approve=hours,
        evidence=evidence_of_posts(session, _first_published(session, scope), period),
        definitions=[
            *(DEFINITIONS[metric] for metric in (Metric.QUESTIONS, Metric.PUBLICATIONS, Metric.CLICKS)),
            *definitions_used(session, posts),
            *((DEFINITIONS[metric] for metric in (Metric.KIT_DOWNLOADS, Metric.KITS_SHARED)) if kits else ()),
        ],
        campaigns=list(chosen.campaigns),
        channels=_channels(posts, clicks),
        everything=posts.everything,
        groups=posts.groups,
        fairness=_fairness([row.language for row in rows], asked_before, asked_after, posts, clicks),
        ratio=ratio_of(asked_before.total, before, asked_after.total, period),
        rumours_heard=_rumours(session, programme, topic, period, answered=False),
        rumours_answered=_rumours(session, programme, topic, period, answered=True),
        handoffs=sum(number for (_channel, by_hand), number in posts.by_hand.items() if by_hand),
        kits=kits,
        spaces=_space_names(session, posts),
        programme_id=programme.id or 0,
        source_language=programme.source_language,
        accent=str(programme.brand.get("accent") or "#0f5c6e"),
    )


def scope_of(report: Report) -> Scope:
    """Which posts a report speaks of."""
    ids = tuple(item.id or 0 for item in report.campaigns)
    return Scope(report.programme_id, ids, report.period.start, report.period.end)


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


def _languages(
    posts: Told,
    before: Counts[str],
    after: Counts[str],
    clicks: Mapping[tuple[str, str], int],
) -> list[LanguageRow]:
    groups = {group.key: group for group in posts.groups[LANGUAGE]}
    clicked: Counter[str] = Counter()
    for (language, _channel), number in clicks.items():
        clicked[language] += number
    found = []
    for code in sort_languages(set(before.parts) | set(after.parts) | set(groups) | set(clicked)):
        group = groups.get(code)
        seen = group.spreads[str(Metric.VIEWS)].median if group else None
        found.append(
            LanguageRow(
                language=code,
                asked_before=before.parts.get(code, Count(0)),
                published=group.published if group else 0,
                seen=seen,
                seen_reason=NOT_TOLD if group and seen is None else "",
                clicks=clicked[code],
                asked_after=after.parts.get(code, Count(0)),
            )
        )
    return found


def ratio_of(before: Count, earlier: Period, after: Count, period: Period) -> Ratio | None:
    """Only of counts that are shown: an interval would tell a hidden one."""
    if before.shown is None or after.shown is None:
        return None
    return rate_ratio(before.shown, earlier.weeks, after.shown, period.weeks)


def _fairness(
    codes: Sequence[str],
    before: Counts[str],
    after: Counts[str],
    posts: Told,
    clicks: Mapping[tuple[str, str], int],
) -> list[FairRow]:
    asked_in = {code: _both(before.parts.get(code), after.parts.get(code)) for code in codes}
    seen, clicked = posts.views, Counter[str]()
    for (language, _channel), number in clicks.items():
        clicked[language] += number
    return [
        FairRow(code, _share(asked_in, code), _share(seen, code), _share(clicked, code))
        for code in codes
        if code
    ]


def asked_shares(fairness: Sequence[FairRow], rows: Sequence[LanguageRow]) -> list[FairRow]:
    """The same shares, with those of questions worked out from the counts that these rows show."""
    shown = {row.language: _both(row.asked_before, row.asked_after) for row in rows}
    return [replace(row, asked=_share(shown, row.language)) for row in fairness]


def _both(before: Count | None, after: Count | None) -> int | None:
    counts = [count.shown for count in (before, after) if count is not None]
    return None if None in counts else sum(count for count in counts if count is not None)


def _share(of: Mapping[str, int | None], code: str) -> float | None:
    total = sum(value for value in of.values() if value is not None)
    value = of.get(code, 0)
    return None if value is None or not total else value / total


def _rumours(
    session: Session, programme: Programme, topic: str | None, period: Period, *, answered: bool
) -> int:
    """Rumours heard in the period; of these, those that a campaign answers."""
    query = (
        select(func.count())
        .select_from(Rumour)
        .where(
            Rumour.programme_id == programme.id,
            Rumour.last_heard_on >= period.start,
            Rumour.first_heard_on <= period.end,
        )
    )
    if topic is not None:
        query = query.where(Rumour.topic == topic)
    if answered:
        query = query.where(col(Rumour.status).in_((RumourStatus.PUBLISHED, RumourStatus.MONITORED)))
    return int(session.exec(query).one())


def _space_names(session: Session, posts: Told) -> dict[int, str]:
    ids = {int(group.key) for group in posts.groups[SPACE]}
    if not ids:
        return {}
    return {space.id or 0: space.name for space in session.exec(select(Space).where(col(Space.id).in_(ids)))}


def _channels(posts: Told, clicks: Mapping[tuple[str, str], int]) -> list[ChannelRow]:
    """Publications and clicks per kind of channel; what a person posted by hand counts as a hand-off."""
    published: Counter[str] = Counter()
    for (channel, by_hand), number in posts.by_hand.items():
        published[HAND_OFF if by_hand or channel not in profiles() else channel] += number
    clicked: Counter[str] = Counter()
    for (_language, channel), number in clicks.items():
        clicked[KIT if is_kit_channel(channel) else channel] += number
    return [
        ChannelRow(channel, published[channel], clicked[channel])
        for channel in sorted(set(published) | set(clicked))
    ]


def _count_posts(session: Session, campaign_ids: Sequence[int]) -> int:
    return session.exec(
        select(func.count()).select_from(Post).where(col(Post.campaign_id).in_(campaign_ids))
    ).one()
