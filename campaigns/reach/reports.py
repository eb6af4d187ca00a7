"""The reach report: asked → published → seen → clicked → asked again, per language and channel.

A report is plain data; the desk draws it, the command line writes it. Every figure names its definition;
what a channel does not tell is None with the reason. Counts of questions pass through the suppression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.channels import profiles
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput, NotFound
from campaigns.kits.queries import KitFigures, figures_of_kits
from campaigns.languages import sort_languages
from campaigns.links.kits import KIT, is_kit_channel
from campaigns.links.models import ClickDay, ShortLink
from campaigns.needs.models import AdviceNeed
from campaigns.needs.rumours.models import Rumour
from campaigns.people.models import Programme
from campaigns.placements.models import Publication, Space
from campaigns.reach.comparing import Ratio, rate_ratio
from campaigns.reach.definitions_used import definitions_used
from campaigns.reach.metrics import DEFINITIONS, Definition, Metric
from campaigns.reach.spreads import (
    CHANNEL,
    DAYTIME,
    FORMAT,
    LANGUAGE,
    SPACE,
    TOPIC,
    WEEKDAY,
    Group,
    PostFigures,
    all_together,
    figures_of_posts,
    grouped,
)
from campaigns.reach.suppression import Count, Counts, show_counts
from campaigns.vocabulary import Decision, RumourStatus, Visitor

WEEKS_BEFORE = 8
#: The kind under which everything posted by hand is counted.
HAND_OFF = "handoff"
#: Why no views are known where only such channels were used.
NOT_TOLD = "The channel does not tell how often a post was seen, and nobody has typed it in."


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date


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
class Evidence:
    """A publication as proof: when, where, which approved digest, and the clicks on the link that it carries.

    Groups in which the same words were posted share one link, so these clicks are not added up.
    """

    post: str
    language: str
    channel: str
    at: datetime
    url: str
    digest: str
    clicks: int
    publication_id: int = 0


@dataclass(frozen=True)
class Report:
    """A reach report on a campaign, or on all of a programme's campaigns in a period."""

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


def campaign_report(
    session: Session, *, campaign_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Report:
    """The report of one campaign, from its first day (or `start`) until today (or `end`).

    The first day is the planned one, or that of its first publication where somebody was earlier.
    """
    campaign = get_campaign(session, campaign_id)
    programme = _programme(session, campaign.programme_id)
    start = start or _first_days(session, [campaign], programme.zone)[campaign_id]
    return _build(session, programme, [campaign], campaign, start, end, now)


def programme_report(
    session: Session, *, programme_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Report:
    """The report of a programme over a period; without one, the last half-year."""
    programme = _programme(session, programme_id)
    today = wall_time(now, programme.zone).date()
    start = start or today - timedelta(days=182)
    end = end or today
    campaigns = session.exec(
        select(Campaign)
        .where(Campaign.programme_id == programme_id)
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    ).all()
    first = _first_days(session, campaigns, programme.zone)
    running = [
        item
        for item in campaigns
        if first[item.id or 0] <= end and (item.ends_on is None or item.ends_on >= start)
    ]
    return _build(session, programme, running, None, start, end, now)


def _first_days(session: Session, campaigns: Sequence[Campaign], zone: str) -> dict[int, date]:
    """The day on which each campaign began: the planned one, or its first publication if that was earlier."""
    query = (
        select(Post.campaign_id, func.min(Publication.published_at))
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Proof, col(Proof.variant_id) == Variant.id)
        .join(Publication, col(Publication.proof_id) == Proof.id)
        .where(col(Post.campaign_id).in_([item.id for item in campaigns]))
        .group_by(col(Post.campaign_id))
    )
    published = {
        campaign_id: wall_time(moment, zone).date() for campaign_id, moment in session.exec(query) if moment
    }
    return {
        item.id or 0: min(item.starts_on, published.get(item.id or 0, item.starts_on)) for item in campaigns
    }


def _programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("There is no programme {id}.", id=programme_id)
    return programme


def _build(
    session: Session,
    programme: Programme,
    campaigns: list[Campaign],
    only: Campaign | None,
    start: date | None,
    end: date | None,
    now: datetime,
) -> Report:
    today = wall_time(now, programme.zone).date()
    start = start or today
    end = end or max(today, start)
    if end < start:
        raise BadInput("The report ends before it starts. Choose a later end.", field="end")
    period = Period(start, end)
    before = Period(start - timedelta(weeks=WEEKS_BEFORE), start - timedelta(days=1))
    evidence = _evidence(session, campaigns, period, programme.zone)
    topic = only.topic if only else None
    asked_before = _asked(session, programme, topic, before)
    asked_after = _asked(session, programme, topic, period)
    published = Counter(item.language for item in evidence)
    clicks = _clicks_by_language(session, campaigns, period)
    reviewed = Period(date.min, period.end) if only else period
    posts = figures_of_posts(
        session,
        programme_id=programme.id or 0,
        campaign_ids=[only.id or 0] if only else [item.id or 0 for item in campaigns],
        start=period.start,
        end=period.end,
    )
    by_language = {group.key: group for group in grouped(posts, LANGUAGE)}
    decisions, hours = _approvals(session, campaigns, reviewed, programme.zone)
    kits = figures_of_kits(
        session, campaign_ids=[item.id or 0 for item in campaigns], start=period.start, end=period.end
    )
    codes = sort_languages(set(asked_before.parts) | set(asked_after.parts) | set(published) | set(clicks))
    return Report(
        programme=programme.name,
        title=only.title if only else programme.name,
        topic=topic,
        period=period,
        before=before,
        made_at=now,
        rows=[
            LanguageRow(
                language=code,
                asked_before=asked_before.parts.get(code, Count(0)),
                published=published.get(code, 0),
                seen=_median_seen(by_language.get(code)),
                seen_reason=NOT_TOLD
                if published.get(code) and _median_seen(by_language.get(code)) is None
                else "",
                clicks=clicks.get(code, 0),
                asked_after=asked_after.parts.get(code, Count(0)),
            )
            for code in codes
        ],
        asked_before=asked_before.total,
        asked_after=asked_after.total,
        published=len(evidence),
        clicks=sum(clicks.values()),
        posts=_count_posts(session, campaigns),
        approvals=decisions[Decision.APPROVE],
        returns=decisions[Decision.RETURN],
        median_hours_to_approve=round(median(hours), 1) if hours else None,
        evidence=evidence,
        definitions=[
            *(DEFINITIONS[metric] for metric in (Metric.QUESTIONS, Metric.PUBLICATIONS, Metric.CLICKS)),
            *definitions_used(session, posts),
            *((DEFINITIONS[metric] for metric in (Metric.KIT_DOWNLOADS, Metric.KITS_SHARED)) if kits else ()),
        ],
        campaigns=campaigns,
        channels=_channels(session, campaigns, evidence, posts, period),
        everything=all_together(posts),
        groups={by: grouped(posts, by) for by in (CHANNEL, FORMAT, TOPIC, SPACE, WEEKDAY, DAYTIME)}
        | {LANGUAGE: list(by_language.values())},
        fairness=_fairness(codes, asked_before, asked_after, posts, clicks),
        ratio=_ratio(asked_before.total, before, asked_after.total, period),
        rumours_heard=_rumours(session, programme, topic, period, answered=False),
        rumours_answered=_rumours(session, programme, topic, period, answered=True),
        handoffs=sum(1 for post in posts if post.space_id is not None),
        kits=kits,
        spaces=_space_names(session, posts),
        programme_id=programme.id or 0,
        source_language=programme.source_language,
        accent=str(programme.brand.get("accent") or "#0f5c6e"),
    )


def posts_behind(session: Session, *, report: Report, programme_id: int) -> list[PostFigures]:
    """The posts whose figures stand in a report, one by one."""
    return figures_of_posts(
        session,
        programme_id=programme_id,
        campaign_ids=[item.id or 0 for item in report.campaigns],
        start=report.period.start,
        end=report.period.end,
    )


def _median_seen(group: Group | None) -> float | None:
    """The median of views per post; None where no channel tells any."""
    return group.spreads[str(Metric.VIEWS)].median if group else None


def _ratio(before: Count, earlier: Period, after: Count, period: Period) -> Ratio | None:
    """Only of counts that are shown: an interval would tell a hidden one."""
    if before.shown is None or after.shown is None:
        return None
    return rate_ratio(before.shown, _weeks(earlier), after.shown, _weeks(period))


def _weeks(period: Period) -> float:
    return ((period.end - period.start).days + 1) / 7


def _fairness(
    codes: Sequence[str],
    before: Counts[str],
    after: Counts[str],
    posts: Sequence[PostFigures],
    clicks: Mapping[str, int],
) -> list[FairRow]:
    asked = {code: _both(before.parts.get(code), after.parts.get(code)) for code in codes}
    seen: Counter[str] = Counter()
    for post in posts:
        if post.views is not None:
            seen[post.language] += post.views
    return [
        FairRow(code, _share(asked, code), _share(seen, code), _share(clicks, code)) for code in codes if code
    ]


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


def _space_names(session: Session, posts: Sequence[PostFigures]) -> dict[int, str]:
    ids = {post.space_id for post in posts if post.space_id is not None}
    if not ids:
        return {}
    return {space.id or 0: space.name for space in session.exec(select(Space).where(col(Space.id).in_(ids)))}


def _channels(
    session: Session,
    campaigns: list[Campaign],
    evidence: Sequence[Evidence],
    posts: Sequence[PostFigures],
    period: Period,
) -> list[ChannelRow]:
    """Publications and clicks per kind of channel; what a person posted by hand counts as a hand-off."""
    by_hand = {post.publication_id for post in posts if post.space_id is not None}
    published = Counter(
        HAND_OFF if item.publication_id in by_hand or item.channel not in profiles() else item.channel
        for item in evidence
    )
    rows = session.exec(
        select(ShortLink.channel, func.sum(ClickDay.clicks))
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .join(Variant, col(Variant.id) == ShortLink.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id).in_([item.id for item in campaigns]),
            ClickDay.visitor == Visitor.PERSON,
            ClickDay.day >= period.start,
            ClickDay.day <= period.end,
        )
        .group_by(col(ShortLink.channel))
    )
    clicks: Counter[str] = Counter()
    for channel, number in rows:
        clicks[KIT if is_kit_channel(channel) else channel] += int(number)
    return [
        ChannelRow(channel, published[channel], clicks.get(channel, 0))
        for channel in sorted(set(published) | set(clicks))
    ]


def _asked(session: Session, programme: Programme, topic: str | None, period: Period) -> Counts[str]:
    """Questions per language, with small counts hidden."""
    return show_counts(asked_by_language(session, programme, topic, period), k=programme.smallest_count)


def asked_by_language(
    session: Session, programme: Programme, topic: str | None, period: Period
) -> dict[str, int]:
    """Questions per language ('' where it is unknown) as they are: for those who hide before they show."""
    query = (
        select(AdviceNeed.language, func.count())
        .where(
            AdviceNeed.programme_id == programme.id,
            AdviceNeed.day >= period.start,
            AdviceNeed.day <= period.end,
        )
        .group_by(col(AdviceNeed.language))
    )
    if topic is not None:
        query = query.where(AdviceNeed.topic == topic)
    return {language or "": int(count) for language, count in session.exec(query)}


def _evidence(session: Session, campaigns: list[Campaign], period: Period, zone: str) -> list[Evidence]:
    query = (
        select(Publication, Proof, Variant, Post)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_([item.id for item in campaigns]))
        .order_by(col(Publication.published_at), col(Publication.id))
    )
    rows = [
        row
        for row in session.exec(query)
        if period.start <= wall_time(row[0].published_at, zone).date() <= period.end
    ]
    clicks = _clicks_by_place(session, [row[2].id or 0 for row in rows], period)
    titles = {item.id: item.title for item in campaigns}
    return [
        Evidence(
            post=f"{titles[post.campaign_id]} · {post.position}",
            language=publication.language,
            channel=publication.channel,
            at=publication.published_at,
            url=publication.url,
            digest=proof.digest,
            clicks=clicks.get((variant.id or 0, proof.channel), 0),
            publication_id=publication.id or 0,
        )
        for publication, proof, variant, post in rows
    ]


def _clicks_by_place(session: Session, variant_ids: list[int], period: Period) -> dict[tuple[int, str], int]:
    rows = session.exec(
        select(ShortLink.variant_id, ShortLink.channel, func.sum(ClickDay.clicks))
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .where(
            col(ShortLink.variant_id).in_(variant_ids),
            ClickDay.visitor == Visitor.PERSON,
            ClickDay.day >= period.start,
            ClickDay.day <= period.end,
        )
        .group_by(col(ShortLink.variant_id), col(ShortLink.channel))
    )
    return {(variant_id, channel): int(clicks) for variant_id, channel, clicks in rows}


def _clicks_by_language(session: Session, campaigns: list[Campaign], period: Period) -> dict[str, int]:
    rows = session.exec(
        select(Variant.language, func.sum(ClickDay.clicks))
        .join(ShortLink, col(ShortLink.variant_id) == Variant.id)
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id).in_([item.id for item in campaigns]),
            ClickDay.visitor == Visitor.PERSON,
            ClickDay.day >= period.start,
            ClickDay.day <= period.end,
        )
        .group_by(col(Variant.language))
    )
    return {language: int(clicks) for language, clicks in rows}


def _approvals(
    session: Session, campaigns: list[Campaign], period: Period, zone: str
) -> tuple[Counter[Decision], list[float]]:
    """Decided variants by decision, and the hours from submitting to approving.

    A campaign's approvals lie before its first day, so its own report counts them from the beginning.
    """
    query = (
        select(ReviewRequest)
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id).in_([item.id for item in campaigns]),
            col(ReviewRequest.closed_at).is_not(None),
        )
    )
    decisions: Counter[Decision] = Counter()
    hours: list[float] = []
    for request in session.exec(query):
        closed = request.closed_at
        if closed is None or not period.start <= wall_time(closed, zone).date() <= period.end:
            continue
        if request.outcome in (Decision.APPROVE, Decision.RETURN):
            decisions[Decision(request.outcome)] += 1
        if request.outcome == Decision.APPROVE:
            hours.append((closed - request.submitted_at).total_seconds() / 3600)
    return decisions, hours


def _count_posts(session: Session, campaigns: list[Campaign]) -> int:
    return int(
        session.exec(
            select(func.count())
            .select_from(Post)
            .where(col(Post.campaign_id).in_([item.id for item in campaigns]))
        ).one()
    )
