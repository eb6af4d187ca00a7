"""What waits for writers, language by language: nothing yet, returned, begun, or made from older source words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select as select_many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Approval, Proof
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import current_renditions
from campaigns.content.segments.coverage import knows
from campaigns.vocabulary import Decision, VariantStatus


class Waits(StrEnum):
    """Why a text waits for its writer, the most pressing first."""

    RETURNED = "returned"
    MISSING = "missing"
    SOURCE_MOVED = "source_moved"
    DRAFT = "draft"
    RENDERED = "rendered"


_OPEN = (VariantStatus.RETURNED, VariantStatus.MISSING, VariantStatus.DRAFT, VariantStatus.RENDERED)


@dataclass(frozen=True)
class ToWrite:
    """A text that waits: in which campaign and post, the source's headline, and the lawyer's reason if returned."""

    campaign: Campaign
    post: Post
    variant: Variant
    waits: Waits
    source_headline: str
    headline: str
    reason: str
    picture: Rendition | None


def waiting_counts(session: Session, *, programme_id: int) -> dict[str, int]:
    """How many texts wait in each language of a programme, in one query."""
    query = (
        select(Variant.language, func.count())
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            Campaign.programme_id == programme_id,
            col(Campaign.archived_at).is_(None),
            col(Variant.status).in_(_OPEN),
        )
        .group_by(col(Variant.language))
    )
    return dict(session.exec(query).all())


def texts_to_write(
    session: Session, *, programme_id: int, language: str, source_language: str, limit: int = 100
) -> list[ToWrite]:
    """What waits in one language, the most pressing first, in a fixed number of queries."""
    words, source, source_words = aliased(Revision), aliased(Variant), aliased(Revision)
    rows = session.execute(
        select_many(Campaign, Post, Variant, words, source_words)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(
            words,
            (col(words.variant_id) == Variant.id) & (col(words.number) == Variant.revision),
            isouter=True,
        )
        .join(
            source, (col(source.post_id) == Post.id) & (col(source.language) == source_language), isouter=True
        )
        .join(
            source_words,
            (col(source_words.variant_id) == source.id) & (col(source_words.number) == source.revision),
            isouter=True,
        )
        .where(
            col(Campaign.programme_id) == programme_id,
            col(Campaign.archived_at).is_(None),
            col(Variant.language) == language,
            col(Variant.status).in_(_OPEN)
            | ((source.id != Variant.id) & (words.source_digest != source_words.digest)),
        )
        .order_by(col(Campaign.starts_on), col(Post.position))
        .limit(limit)
    ).all()
    reasons = return_reasons(session, [variant.id or 0 for _c, _p, variant, _w, _s in rows])
    files = current_renditions(session, [words.id or 0 for *_rest, words, _s in rows if words])
    found = [
        each
        for each in (_to_write(row, reasons, files) for row in rows)
        # A source that was only mended asks for nothing.
        if each.waits is Waits.SOURCE_MOVED or each.variant.status in _OPEN
    ]
    order = list(Waits)
    return sorted(found, key=lambda each: order.index(each.waits))


class Return(NamedTuple):
    """Why a text came back, and the place that is meant; empty is the whole."""

    reason: str
    place: str


def return_reasons(session: Session, variant_ids: Collection[int]) -> dict[int, str]:
    """The last reason a lawyer gave for returning each of these variants."""
    return {number: last.reason for number, last in last_returns(session, variant_ids).items()}


def last_returns(session: Session, variant_ids: Collection[int]) -> dict[int, Return]:
    """The last word with which each of these variants came back."""
    query = (
        select(Proof.variant_id, Approval.reason, Approval.place)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .where(
            col(Proof.variant_id).in_(list(variant_ids)),
            col(Approval.decision).in_([Decision.RETURN, Decision.WITHDRAW]),
        )
        .order_by(col(Approval.id))
    )
    return {number: Return(reason, place) for number, reason, place in session.exec(query)}


def _to_write(row: Sequence[object], reasons: dict[int, str], files: dict[int, list[Rendition]]) -> ToWrite:
    campaign, post, variant, words, source_words = row
    assert isinstance(campaign, Campaign) and isinstance(post, Post) and isinstance(variant, Variant)
    written = words if isinstance(words, Revision) else None
    source = source_words if isinstance(source_words, Revision) else None
    pictures = files.get(written.id or 0, []) if written else []
    return ToWrite(
        campaign=campaign,
        post=post,
        variant=variant,
        waits=_why(variant, written, source),
        source_headline=str(source.words.get("headline", "")) if source else "",
        headline=str(written.words.get("headline", "")) if written else "",
        reason=reasons.get(variant.id or 0, "") if variant.status is VariantStatus.RETURNED else "",
        picture=pictures[0] if pictures else None,
    )


def _why(variant: Variant, words: Revision | None, source: Revision | None) -> Waits:
    if variant.status is VariantStatus.RETURNED:
        return Waits.RETURNED
    if words and source and words.id != source.id and not knows(words, source):
        return Waits.SOURCE_MOVED
    return Waits(variant.status.value) if variant.status in _OPEN else Waits.RENDERED
