"""Visits by persons to our short links, as the report counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, Variant
from campaigns.links.models import ClickDay, ShortLink
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import Visitor

#: SQLite takes 32,766 values in a statement.
MANY = 10_000


@dataclass(frozen=True)
class Clicks:
    """Clicks by topic, language and the channel of the link."""

    numbers: Mapping[tuple[str, str, str], int]

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    def by_topic(self) -> Counter[str]:
        return self._summed(0)

    def by_language(self) -> Counter[str]:
        return self._summed(1)

    def by_channel(self) -> Counter[str]:
        return self._summed(2)

    def _summed(self, place: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for key, number in self.numbers.items():
            found[key[place]] += number
        return found


def clicks_of_campaigns(session: Session, campaign_ids: Sequence[int], period: Period) -> Clicks:
    """Clicks on the links of these campaigns."""
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
        select(Campaign.topic, Variant.language, ShortLink.channel, func.sum(of_link))
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(ShortLink, col(ShortLink.variant_id) == Variant.id)
        .where(col(Campaign.id).in_(campaign_ids))
        .group_by(col(Campaign.topic), col(Variant.language), col(ShortLink.channel))
    )
    return Clicks(
        {(topic, language, channel): int(number) for topic, language, channel, number in rows if number}
    )


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
