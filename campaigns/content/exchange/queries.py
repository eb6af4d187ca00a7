"""Texts from files that wait for a decision."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.copy import Copy
from campaigns.content.exchange.models import WaitingText
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.errors import NotFound


@dataclass(frozen=True)
class Waiting:
    """A text from a file beside what stands now."""

    row: WaitingText
    campaign: Campaign
    post: Post
    variant: Variant
    source_now: str
    target_now: str


def get_waiting(session: Session, waiting_id: int) -> WaitingText:
    """The text, or a refusal."""
    found = session.get(WaitingText, waiting_id)
    if found is None:
        raise NotFound("There is no text from a file with the number {id}.", id=waiting_id)
    return found


def waiting_texts(
    session: Session, *, programme_id: int, languages: Collection[str], source_language: str
) -> list[Waiting]:
    """What waits for a decision in these languages, the oldest first."""
    rows = session.execute(
        select_many(WaitingText, Variant, Post, Campaign)
        .join(Variant, col(Variant.id) == WaitingText.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            col(WaitingText.decided_at).is_(None),
            col(Campaign.programme_id) == programme_id,
            col(Variant.language).in_(list(languages)),
        )
        .order_by(col(WaitingText.id))
        .limit(200)
    ).all()
    posts = {post.id for _row, _variant, post, _campaign in rows}
    present = {
        (variant.post_id, variant.language): Copy.from_dict(revision.words).texts()
        for variant, revision in session.execute(
            select_many(Variant, Revision)
            .join(
                Revision,
                (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision),
            )
            .where(col(Variant.post_id).in_(posts))
        )
    }
    return [
        Waiting(
            row,
            campaign,
            post,
            variant,
            source_now=present.get((post.id or 0, source_language), {}).get(row.place, ""),
            target_now=present.get((post.id or 0, variant.language), {}).get(row.place, ""),
        )
        for row, variant, post, campaign in rows
    ]


def waiting_count(session: Session, *, programme_id: int, languages: Collection[str]) -> int:
    """How many texts from files wait for a decision in these languages."""
    return (
        session.scalar(
            select(func.count())
            .select_from(WaitingText)
            .join(Variant, col(Variant.id) == WaitingText.variant_id)
            .join(Post, col(Post.id) == Variant.post_id)
            .join(Campaign, col(Campaign.id) == Post.campaign_id)
            .where(
                col(WaitingText.decided_at).is_(None),
                col(Campaign.programme_id) == programme_id,
                col(Variant.language).in_(list(languages)),
            )
        )
        or 0
    )
