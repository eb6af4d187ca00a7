"""Whether a text still stands where its status says: with the lawyers, or approved.

The status says what people did last. What would leave may have become another thing since (a picture drawn anew, a
target changed, a fact recalled), and a word about it may have stopped counting (its day is over, the lawyer has left).
Every screen that names a state asks here, so that none says what another denies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.approvals.present import kept
from campaigns.approvals.validity import Asked, valid_approvals
from campaigns.content.models import Campaign, Post, Variant
from campaigns.vocabulary import VariantStatus


def still_waiting(session: Session, requests: Collection[ReviewRequest]) -> set[int]:
    """Those of these reviews about which somebody can decide: open, and what was submitted is what would leave now."""
    submitted = select(Variant.id).where(
        col(Variant.id).in_([request.variant_id for request in requests if request.closed_at is None]),
        Variant.status == VariantStatus.SUBMITTED,
    )
    texts = set(session.exec(submitted))
    open_ones = [request for request in requests if request.closed_at is None and request.variant_id in texts]
    known = kept(session, {digest for request in open_ones for digest in request.digests.values()})
    return {
        request.id or 0
        for request in open_ones
        if request.digests
        and all(digest in known and known[digest].is_present for digest in request.digests.values())
    }


def fallen_back(session: Session, variants: Collection[Variant], *, on: date) -> set[int]:
    """Those of these texts that nobody can decide about although they were submitted, or of which nothing may leave
    on this day although they were approved. A new word is needed."""
    return _undecidable(session, _with(variants, VariantStatus.SUBMITTED)) | _lapsed(
        session, _with(variants, VariantStatus.APPROVED), on
    )


def _with(variants: Collection[Variant], status: VariantStatus) -> dict[int, Variant]:
    return {variant.id or 0: variant for variant in variants if variant.status is status}


def _undecidable(session: Session, submitted: Mapping[int, Variant]) -> set[int]:
    if not submitted:
        return set()
    query = select(ReviewRequest).where(
        col(ReviewRequest.variant_id).in_(list(submitted)), col(ReviewRequest.closed_at).is_(None)
    )
    requests = list(session.exec(query))
    waiting = still_waiting(session, requests)
    return set(submitted) - {request.variant_id for request in requests if request.id in waiting}


def _lapsed(session: Session, approved: Mapping[int, Variant], on: date) -> set[int]:
    if not approved:
        return set()
    asked: dict[int, set[Asked]] = defaultdict(set)
    query = (
        select(Proof.variant_id, Proof.digest, Proof.channel, Campaign.programme_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Proof.variant_id).in_(list(approved)))
    )
    for variant_id, digest, channel, programme_id in session.exec(query):
        asked[variant_id].add(Asked(digest, approved[variant_id].language, channel, on, programme_id))
    good = valid_approvals(session, set().union(*asked.values()))
    return {variant_id for variant_id in approved if not any(one in good for one in asked[variant_id])}
