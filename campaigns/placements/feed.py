"""What the Atom feed shows: publications of the pull channel whose proof still stands."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.queries import latest_decisions
from campaigns.canonical import digest_of
from campaigns.placements.models import Placement, Publication
from campaigns.vocabulary import Decision

CHANNEL = "feed"


class FeedEntry(NamedTuple):
    """One entry: its id never changes, and `manifest` is what was approved, files by digest."""

    urn: str
    published_at: datetime
    manifest: dict[str, Any]


def entry_urn(key: str) -> str:
    """The entry id of a placement: the key is a UUID, so the id is the same on every try."""
    return uuid.UUID(hex=key).urn


def feed_entries(
    session: Session, *, programme_id: int, language: str, on: date, limit: int = 50
) -> list[FeedEntry]:
    """The newest entries of a programme's feed in one language.

    An entry whose approval was taken back or has ended is left out, and so is one whose stored manifest
    no longer has its digest.
    """
    query = (
        select(Publication, Placement, Proof)
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .where(
            Publication.programme_id == programme_id,
            Publication.channel == CHANNEL,
            Publication.language == language,
            col(Publication.withdrawn_at).is_(None),
        )
        .order_by(col(Publication.published_at).desc(), col(Publication.id).desc())
        .limit(limit)
    )
    rows = list(session.exec(query))
    decisions = latest_decisions(session, {proof.digest for _, _, proof in rows})
    found = []
    for publication, placement, proof in rows:
        word = decisions.get(proof.digest)
        stands = word is not None and word.decision is Decision.APPROVE
        if not stands or (word and word.valid_until and on > word.valid_until):
            continue
        manifest = json.loads(proof.manifest)
        if digest_of(manifest) == proof.digest:
            found.append(FeedEntry(entry_urn(placement.key), publication.published_at, manifest))
    return found
