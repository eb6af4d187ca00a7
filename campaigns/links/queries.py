"""Reading short links and their clicks."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from campaigns.content.models import Campaign, Post, Variant
from campaigns.links.models import ClickDay, ShortLink
from campaigns.people.models import Programme
from campaigns.vocabulary import Visitor


def link_by_code(session: Session, code: str) -> tuple[ShortLink, Programme, str] | None:
    """The short link with this code, the programme whose it is, and the language of its words: in one look."""
    if "\x00" in code:
        return None  # PostgreSQL cannot even be asked for it
    query = (
        select(ShortLink, Programme, Variant.language)
        .join(Variant, col(Variant.id) == ShortLink.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Programme, col(Programme.id) == Campaign.programme_id)
        .where(ShortLink.code == code)
    )
    return session.exec(query).first()


def clicks_of_variants(session: Session, variant_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Clicks by persons, per (variant, channel)."""
    rows = session.exec(
        select(ShortLink.variant_id, ShortLink.channel, func.sum(ClickDay.clicks))
        .join(ClickDay, col(ClickDay.link_id) == ShortLink.id)
        .where(col(ShortLink.variant_id).in_(list(variant_ids)), ClickDay.visitor == Visitor.PERSON)
        .group_by(col(ShortLink.variant_id), col(ShortLink.channel))
    )
    return {(variant_id, channel): int(clicks) for variant_id, channel, clicks in rows}
