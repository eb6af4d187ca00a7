"""Visits by persons to our short links, as the report counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from campaigns.content.models import Post, Variant
from campaigns.links.models import ClickDay, ShortLink
from campaigns.reach.asked import Period
from campaigns.vocabulary import Visitor

#: SQLite takes 32,766 values in a statement.
MANY = 10_000


def clicks_of_campaigns(
    session: Session, campaign_ids: Sequence[int], period: Period
) -> Counter[tuple[str, str]]:
    """Clicks by language and by the channel of the link."""
    # Each link is added up by itself, in the order of its days: there are ten times as many days as links to sort.
    of_link = (
        select(func.sum(ClickDay.clicks))
        .where(
            ClickDay.link_id == ShortLink.id,
            ClickDay.visitor == Visitor.PERSON,
            ClickDay.day >= period.start,
            ClickDay.day <= period.end,
        )
        .correlate(ShortLink)
        .scalar_subquery()
    )
    rows = session.exec(
        select(Variant.language, ShortLink.channel, func.sum(of_link))
        .join(ShortLink, col(ShortLink.variant_id) == Variant.id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id).in_(campaign_ids))
        .group_by(col(Variant.language), col(ShortLink.channel))
    )
    return Counter({(language, channel): int(clicks) for language, channel, clicks in rows if clicks})


def clicks_of_texts(
    session: Session, variant_ids: Sequence[int], period: Period
) -> dict[tuple[int, str], int]:
    """Clicks by variant and channel."""
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(variant_ids), MANY):
        rows = session.exec(
            select(ShortLink.variant_id, ShortLink.channel, func.sum(ClickDay.clicks))
            .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
            .where(
                col(ShortLink.variant_id).in_(variant_ids[start : start + MANY]),
                ClickDay.visitor == Visitor.PERSON,
                ClickDay.day >= period.start,
                ClickDay.day <= period.end,
            )
            .group_by(col(ShortLink.variant_id), col(ShortLink.channel))
        )
        found |= {(variant_id, channel): int(clicks) for variant_id, channel, clicks in rows}
    return found
