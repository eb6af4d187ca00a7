"""Campaigns with what is known of their reach at a glance. Nothing here is added up over campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Post, Variant
from campaigns.db import UtcDateTime
from campaigns.links.models import ClickDay, ShortLink
from campaigns.placements.cards import Card, campaign_cards
from campaigns.placements.models import Placement, Publication
from campaigns.vocabulary import Visitor


@dataclass(frozen=True)
class Glance:
    """A campaign on the list of reach."""

    card: Card
    clicks: int
    first_at: datetime | None
    last_at: datetime | None


def reach_at_a_glance(session: Session, *, programme_id: int, today: date) -> list[Glance]:
    """Every campaign of a programme of which something was published, the newest first, archived ones too."""
    cards = campaign_cards(session, programme_id=programme_id, today=today, archived=True)
    ids = [card.campaign.id or 0 for card in cards]
    clicks = _clicks(session, ids)
    spans = _spans(session, ids)
    return [
        Glance(
            card,
            clicks.get(card.campaign.id or 0, 0),
            *spans.get(card.campaign.id or 0, (None, None)),
        )
        for card in cards
        if card.published
    ]


def _clicks(session: Session, campaign_ids: list[int]) -> dict[int, int]:
    query = (
        select(Post.campaign_id, func.sum(ClickDay.clicks))
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(ShortLink, col(ShortLink.variant_id) == Variant.id)
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .where(col(Post.campaign_id).in_(campaign_ids), ClickDay.visitor == Visitor.PERSON)
        .group_by(col(Post.campaign_id))
    )
    return {campaign_id: int(number) for campaign_id, number in session.exec(query)}


def _spans(session: Session, campaign_ids: list[int]) -> dict[int, tuple[datetime, datetime]]:
    query = (
        select_many(
            col(Post.campaign_id),
            func.min(Publication.published_at, type_=UtcDateTime),
            func.max(Publication.published_at, type_=UtcDateTime),
        )
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .where(col(Post.campaign_id).in_(campaign_ids))
        .group_by(col(Post.campaign_id))
    )
    return {campaign_id: (first, last) for campaign_id, first, last in session.execute(query)}
