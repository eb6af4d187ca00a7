"""Campaigns with the posts that were planned for them and what they cost: the rows behind both figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func

from campaigns.content.models import Campaign, Post
from campaigns.reach.models import CampaignCost


@dataclass(frozen=True)
class CampaignRow:
    """A campaign, its planned posts, and its costs in euro cents: None where nobody named them."""

    campaign_id: int
    title: str
    topic: str
    posts: int
    cents: int | None


def campaigns_behind(session: Session, campaign_ids: Sequence[int]) -> list[CampaignRow]:
    """These campaigns, in the order of their beginning."""
    posts = (
        select_many(func.count())
        .select_from(Post)
        .where(col(Post.campaign_id) == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery()
    )
    query = (
        select_many(
            col(Campaign.id), col(Campaign.title), col(Campaign.topic), posts, col(CampaignCost.cents)
        )
        .join(CampaignCost, col(CampaignCost.campaign_id) == Campaign.id, isouter=True)
        .where(col(Campaign.id).in_(campaign_ids))
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    )
    return [CampaignRow(*row) for row in session.execute(query)]
