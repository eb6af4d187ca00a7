"""Where a campaign stands, derived from where its variants and placements stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, Variant
from campaigns.placements.models import Placement
from campaigns.vocabulary import CampaignStage, PlacementStatus, VariantStatus

_WAITING = {
    PlacementStatus.SCHEDULED,
    PlacementStatus.SENDING,
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.HELD,
}
_WRITTEN = {VariantStatus.DRAFT, VariantStatus.RENDERED, VariantStatus.RETURNED}


def stage_of(
    variants: Mapping[VariantStatus, int],
    placements: Mapping[PlacementStatus, int],
    *,
    ends_on: date | None,
    archived: bool,
    today: date,
) -> CampaignStage:
    """The stage of a campaign with these counts.

    Scheduled as soon as something waits for its moment, running as soon as something is out or may be; finished when
    everything that was placed is settled and either the last day is over or nothing is left to write; review while
    a lawyer has work.
    """
    if archived:
        return CampaignStage.ARCHIVED
    out = placements.get(PlacementStatus.PUBLISHED, 0)
    waiting = sum(placements.get(status, 0) for status in _WAITING)
    if out and not waiting and ((ends_on is not None and ends_on < today) or not _unfinished(variants)):
        return CampaignStage.FINISHED
    if out or waiting > placements.get(PlacementStatus.SCHEDULED, 0):
        return CampaignStage.RUNNING
    if waiting:
        return CampaignStage.SCHEDULED
    if variants.get(VariantStatus.SUBMITTED, 0) or variants.get(VariantStatus.APPROVED, 0):
        return CampaignStage.REVIEW
    if any(variants.get(status, 0) for status in _WRITTEN - {VariantStatus.DRAFT}):
        return CampaignStage.WRITING
    return CampaignStage.PLANNED


def _unfinished(variants: Mapping[VariantStatus, int]) -> int:
    return sum(count for status, count in variants.items() if status is not VariantStatus.APPROVED)


def stages_of(session: Session, campaigns: Iterable[Campaign], *, today: date) -> dict[int, CampaignStage]:
    """The stage of each campaign, by id, in two queries."""
    chosen = {campaign.id or 0: campaign for campaign in campaigns}
    variants: dict[int, Counter[VariantStatus]] = defaultdict(Counter)
    placements: dict[int, Counter[PlacementStatus]] = defaultdict(Counter)
    per_variant = (
        select(Post.campaign_id, Variant.status, func.count())
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_(list(chosen)))
        .group_by(col(Post.campaign_id), col(Variant.status))
    )
    for campaign_id, status, count in session.exec(per_variant):
        variants[campaign_id][VariantStatus(status)] = count
    per_placement = (
        select(Post.campaign_id, Placement.status, func.count())
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_(list(chosen)))
        .group_by(col(Post.campaign_id), col(Placement.status))
    )
    for campaign_id, placed, count in session.exec(per_placement):
        placements[campaign_id][PlacementStatus(placed)] = count
    return {
        campaign_id: stage_of(
            variants[campaign_id],
            placements[campaign_id],
            ends_on=campaign.ends_on,
            archived=campaign.archived_at is not None,
            today=today,
        )
        for campaign_id, campaign in chosen.items()
    }
