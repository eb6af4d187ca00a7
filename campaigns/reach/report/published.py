"""Publications as proof: what was published when and where, by which approved digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.content.models import Campaign, Post, Variant
from campaigns.placements.models import Publication
from campaigns.reach.report.asked import Period
from campaigns.reach.report.clicked import MANY, clicks_of_texts


@dataclass(frozen=True)
class Evidence:
    """A publication as proof: when, where, which approved digest, and the clicks on the link that it carries.

    Groups in which the same words were posted share one link: its clicks stand once, with the earliest of them, and
    `clicks` of the others is None. Of what is unproven a person alone says that it stands in a group.
    """

    post: str
    language: str
    channel: str
    at: datetime
    url: str
    digest: str
    clicks: int | None
    publication_id: int = 0
    is_unproven: bool = False


def evidence_of_posts(session: Session, publication_ids: Collection[int], period: Period) -> list[Evidence]:
    """These publications, the earliest first, with the clicks of the period."""
    ids = sorted(publication_ids)
    rows = [row for start in range(0, len(ids), MANY) for row in _rows(session, ids[start : start + MANY])]
    clicks = clicks_of_texts(session, sorted({variant_id for _, _, _, variant_id, _, _ in rows}), period)
    rows.sort(key=lambda row: (row[0].published_at, row[0].id or 0))
    first: dict[tuple[int, str], int] = {}
    for publication, _digest, channel, variant_id, *_ in rows:
        first.setdefault((variant_id, channel), publication.id or 0)
    return [
        Evidence(
            post=f"{title} · {position}",
            language=publication.language,
            channel=publication.channel,
            at=publication.published_at,
            url=publication.url,
            digest=digest,
            clicks=clicks.get((variant_id, channel), 0)
            if first[variant_id, channel] == publication.id
            else None,
            publication_id=publication.id or 0,
            is_unproven=bool(publication.unproven),
        )
        for publication, digest, channel, variant_id, position, title in rows
    ]


def _rows(session: Session, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    query = (
        select_many(
            Publication, col(Proof.digest), col(Proof.channel), col(Variant.id), col(Post.position),
            col(Campaign.title),
        )
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Publication.id).in_(ids))
    )  # fmt: skip
    return [tuple(row) for row in session.execute(query)]
