"""Campaigns with what is known of their reach at a glance. Nothing here is added up over campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Post, Variant
from campaigns.links.models import ClickDay, ShortLink
from campaigns.placements.overview.cards import Card, campaign_cards
from campaigns.reach.insights.kept import missing_rows, reach_rows
from campaigns.reach.models import ReachRow
from campaigns.vocabulary import Visitor


@dataclass(frozen=True)
class Glance:
    """A campaign on the list of reach."""

    card: Card
    clicks: int
    first_on: date | None
    last_on: date | None


def reach_at_a_glance(session: Session, *, programme_id: int, today: date) -> list[Glance]:
    """Every campaign of a programme of which something was published, the newest first, archived ones too."""
    cards = campaign_cards(session, programme_id=programme_id, today=today, archived=True)
    ids = [card.campaign.id or 0 for card in cards]
    clicks = _clicks(session, ids)
    spans = _spans(session, programme_id, ids)
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


def _spans(session: Session, programme_id: int, campaign_ids: list[int]) -> dict[int, tuple[date, date]]:
    query = (
        select_many(col(ReachRow.campaign_id), func.min(ReachRow.day), func.max(ReachRow.day))
        .where(col(ReachRow.campaign_id).in_(campaign_ids))
        .group_by(col(ReachRow.campaign_id))
    )
    found = {campaign_id: (first, last) for campaign_id, first, last in session.execute(query)}
    missing = missing_rows(session, programme_id=programme_id)
    for row in reach_rows(session, missing, {}) if missing else ():
        first, last = found.get(row["campaign_id"], (row["day"], row["day"]))
        found[row["campaign_id"]] = min(first, row["day"]), max(last, row["day"])
    return found
