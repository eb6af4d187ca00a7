"""Short links and how often persons followed them: the rows behind clicks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func

from campaigns.content.models import Campaign, Post, Variant
from campaigns.links.kits import KIT, is_kit_channel
from campaigns.links.models import ClickDay, ShortLink
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import Visitor


@dataclass(frozen=True)
class LinkRow:
    """The link of a text on a channel, and the visits to it in the period. All kits count as one channel."""

    campaign_id: int
    campaign: str
    topic: str
    post: int
    variant_id: int
    language: str
    channel: str
    clicks: int


def links_clicked(session: Session, campaign_ids: Sequence[int], period: Period) -> list[LinkRow]:
    """Every link of these campaigns that was followed in the period, by campaign, post and language."""
    rows = session.execute(
        select_many(
            col(Campaign.id), col(Campaign.title), col(Campaign.topic), col(Post.position), col(Variant.id),
            col(Variant.language), col(ShortLink.channel), func.sum(ClickDay.clicks),
        )
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(ShortLink, col(ShortLink.variant_id) == Variant.id)
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .where(
            col(Campaign.id).in_(campaign_ids),
            col(ClickDay.visitor) == Visitor.PERSON,
            col(ClickDay.day) >= period.start,
            col(ClickDay.day) <= period.end,
        )
        .group_by(
            col(Campaign.id), col(Campaign.title), col(Campaign.topic), col(Post.position), col(Variant.id),
            col(Variant.language), col(ShortLink.channel),
        )
    )  # fmt: skip
    found: dict[tuple[int, str], LinkRow] = {}
    for campaign_id, title, topic, post, variant_id, language, channel, number in rows:
        place = KIT if is_kit_channel(channel) else channel
        earlier = found.get((variant_id, place))
        clicks = int(number) + (earlier.clicks if earlier else 0)
        found[variant_id, place] = LinkRow(
            campaign_id, title, topic, post, variant_id, language, place, clicks
        )
    return sorted(
        (row for row in found.values() if row.clicks),
        key=lambda row: (row.campaign_id, row.post, row.language, row.variant_id, row.channel),
    )
