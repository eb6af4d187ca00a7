"""Campaigns at a glance: where each stands, how far its cells are, what waits, a few of its pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import campaigns_of_programme
from campaigns.db import UtcDateTime
from campaigns.languages import sort_languages
from campaigns.placements.models import Placement
from campaigns.placements.overview.lapsed import lapsed_by_campaign
from campaigns.placements.overview.stages import stages_of
from campaigns.placements.queries import ASKS
from campaigns.vocabulary import CampaignStage, PlacementStatus, VariantStatus

#: Pictures on a card, each of another language.
PICTURES = 3


@dataclass(frozen=True)
class Card:
    """A campaign on the list. `trouble` counts placements that ask for a person, `lapsed` approved texts that are it no
    more."""

    campaign: Campaign
    stage: CampaignStage
    posts: int
    variants: Counter[VariantStatus]
    lapsed: int
    published: int
    trouble: int
    next_at: datetime | None
    pictures: Sequence[Rendition]

    @property
    def cells(self) -> int:
        return sum(self.variants.values())

    @property
    def approved(self) -> int:
        return self.variants[VariantStatus.APPROVED] - self.lapsed


def campaign_cards(session: Session, *, programme_id: int, today: date, archived: bool = False) -> list[Card]:
    """Every campaign of a programme, the newest first, in a fixed number of queries."""
    campaigns = campaigns_of_programme(session, programme_id=programme_id, archived=archived)
    ids = [campaign.id or 0 for campaign in campaigns]
    stages = stages_of(session, campaigns, today=today)
    variants, posts = _variants(session, ids)
    placements, next_at = _placements(session, ids)
    pictures = _pictures(session, ids)
    lapsed = lapsed_by_campaign(session, ids, on=today)
    return [
        Card(
            campaign=campaign,
            stage=stages[campaign.id or 0],
            posts=posts.get(campaign.id or 0, 0),
            variants=variants[campaign.id or 0],
            lapsed=lapsed.get(campaign.id or 0, 0),
            published=placements[campaign.id or 0][PlacementStatus.PUBLISHED],
            trouble=sum(placements[campaign.id or 0][status] for status in ASKS),
            next_at=next_at.get(campaign.id or 0),
            pictures=pictures.get(campaign.id or 0, ()),
        )
        for campaign in campaigns
    ]


def _variants(
    session: Session, ids: Sequence[int]
) -> tuple[dict[int, Counter[VariantStatus]], dict[int, int]]:
    query = (
        select(Post.campaign_id, Variant.status, func.count())
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_(ids))
        .group_by(col(Post.campaign_id), col(Variant.status))
    )
    found: dict[int, Counter[VariantStatus]] = defaultdict(Counter)
    for campaign_id, status, number in session.exec(query):
        found[campaign_id][VariantStatus(status)] = number
    per_campaign = (
        select(Post.campaign_id, func.count())
        .where(col(Post.campaign_id).in_(ids))
        .group_by(col(Post.campaign_id))
    )
    return found, dict(session.exec(per_campaign).all())


def _placements(
    session: Session, ids: Sequence[int]
) -> tuple[dict[int, Counter[PlacementStatus]], dict[int, datetime]]:
    query = (
        select_many(
            col(Post.campaign_id),
            col(Placement.status),
            func.count(),
            func.min(col(Placement.due_at), type_=UtcDateTime),
        )
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_(ids))
        .group_by(col(Post.campaign_id), col(Placement.status))
    )
    counts: dict[int, Counter[PlacementStatus]] = defaultdict(Counter)
    upcoming: dict[int, datetime] = {}
    for campaign_id, status, number, earliest in session.execute(query):
        counts[campaign_id][PlacementStatus(status)] = number
        if status is PlacementStatus.SCHEDULED:
            upcoming[campaign_id] = earliest
    return counts, upcoming


def _pictures(session: Session, ids: Sequence[int]) -> dict[int, list[Rendition]]:
    """The pictures of each campaign's first post that has any, one a language."""
    query = (
        select_many(col(Post.campaign_id), col(Variant.language), Rendition)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, (col(Rendition.revision_id) == Revision.id) & col(Rendition.current).is_(True))
        .where(col(Post.campaign_id).in_(ids), col(Rendition.format) == "square")
        .order_by(col(Post.position), col(Rendition.id))
    )
    first: dict[int, dict[str, Rendition]] = defaultdict(dict)
    for campaign_id, language, rendition in session.execute(query):
        first[campaign_id].setdefault(language, rendition)
    return {campaign_id: [row[code] for code in _mixed(row)][:PICTURES] for campaign_id, row in first.items()}


def _mixed(codes: dict[str, Rendition]) -> list[str]:
    """One Latin, one Arabic-script, one Cyrillic language first, so that a card shows what a campaign is."""
    ordered = sort_languages(codes)
    wanted = [code for code in ("ar", "fa", "uk", "ru", "el", "bg") if code in codes][:2]
    return [*ordered[:1], *(code for code in wanted if code not in ordered[:1]), *ordered[1:]]
