"""What relies on a fact: every text, picture, proof, approval and placement, and what is out already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.content.models import Campaign, Post, PostFact, Rendition, Revision, Variant
from campaigns.content.recall.models import RecallItem
from campaigns.placements.models import Placement, Publication
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import Decision, PlacementStatus


@dataclass(frozen=True)
class Affected:
    """What was made from a fact. `pictures`, `proofs` and `approvals` are numbers; `out` are publications."""

    variants: tuple[Variant, ...]
    campaigns: tuple[Campaign, ...]
    pictures: int
    proofs: int
    approvals: int
    placements: Counter[PlacementStatus]
    out: tuple[Entry, ...]

    @property
    def texts(self) -> int:
        """Texts with words."""
        return sum(variant.revision > 0 for variant in self.variants)

    @property
    def languages(self) -> set[str]:
        return {variant.language for variant in self.variants if variant.revision}

    @property
    def scheduled(self) -> int:
        return self.placements[PlacementStatus.SCHEDULED]


def affected_by(session: Session, *, fact_id: int, languages: Collection[str] | None = None) -> Affected:
    """Everything that rests on the fact now, in these languages (None: in all)."""
    query = (
        select(Variant)
        .join(PostFact, col(PostFact.post_id) == Variant.post_id)
        .where(PostFact.fact_id == fact_id)
        .order_by(col(Variant.id))
    )
    found = [row for row in session.exec(query) if languages is None or row.language in languages]
    return _affected(session, found)


def affected_in(session: Session, *, recall_id: int) -> Affected:
    """Everything that a recall listed; of what is out, only what left with the words that were recalled."""
    query = (
        select(Variant)
        .join(RecallItem, col(RecallItem.variant_id) == Variant.id)
        .where(RecallItem.recall_id == recall_id)
        .order_by(col(Variant.id))
    )
    found = _affected(session, list(session.exec(query)))
    old = old_publications(session, recall_ids=[recall_id]).get(recall_id, set())
    out = (entry for entry in found.out if entry.publication and entry.publication.id in old)
    return replace(found, out=tuple(out))


def old_publications(session: Session, *, recall_ids: Collection[int]) -> dict[int, set[int]]:
    """The publications that left with recalled words, by recall; texts that a lawyer let stay are left out."""
    query = (
        select_many(col(RecallItem.recall_id), col(Publication.id))
        .join(Placement, col(Placement.variant_id) == RecallItem.variant_id)
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .where(
            col(RecallItem.recall_id).in_(list(recall_ids)),
            col(RecallItem.settled_at).is_(None),
            col(Revision.number) <= col(RecallItem.revision),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for recall_id, publication_id in session.execute(query):
        found[recall_id].add(publication_id)
    return found


def uses_of_facts(session: Session, fact_ids: Collection[int]) -> dict[int, int]:
    """How many written texts rest on each of these facts."""
    query = (
        select_many(col(PostFact.fact_id), func.count())
        .join(Variant, col(Variant.post_id) == PostFact.post_id)
        .where(col(PostFact.fact_id).in_(list(fact_ids)), col(Variant.revision) > 0)
        .group_by(col(PostFact.fact_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _affected(session: Session, variants: list[Variant]) -> Affected:
    ids = [variant.id or 0 for variant in variants]
    campaigns = session.exec(
        select(Campaign)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .where(col(Post.id).in_({variant.post_id for variant in variants}))
        .group_by(col(Campaign.id))
        .order_by(col(Campaign.id))
    )
    placements = session.execute(
        select_many(col(Placement.status), func.count())
        .where(col(Placement.variant_id).in_(ids))
        .group_by(col(Placement.status))
    )
    approvals = select_many(func.count(func.distinct(col(Approval.digest)))).where(
        col(Approval.decision) == Decision.APPROVE,
        col(Approval.proof_id).in_(select(Proof.id).where(col(Proof.variant_id).in_(ids))),
    )
    pictures = (
        select_many(func.count())
        .select_from(Rendition)
        .join(Revision, col(Revision.id) == Rendition.revision_id)
        .where(col(Revision.variant_id).in_(ids), col(Rendition.current).is_(True))
    )
    proofs = select_many(func.count()).select_from(Proof).where(col(Proof.variant_id).in_(ids))
    return Affected(
        variants=tuple(variants),
        campaigns=tuple(campaigns),
        pictures=_number(session, pictures),
        proofs=_number(session, proofs),
        approvals=_number(session, approvals),
        placements=Counter({PlacementStatus(status): number for status, number in placements}),
        out=tuple(
            entry
            for entry in entries(session, variant_ids=ids, statuses=[PlacementStatus.PUBLISHED])
            if entry.publication is not None
        ),
    )


def _number(session: Session, query: Any) -> int:
    return int(session.execute(query).scalar() or 0)
