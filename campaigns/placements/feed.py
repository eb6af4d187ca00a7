"""What a programme's public feed in one language shows: what was published there and is still approved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.queries import latest_decisions
from campaigns.clock import wall_time
from campaigns.content.models import Rendition
from campaigns.people.models import Programme
from campaigns.placements.models import Publication
from campaigns.vocabulary import Decision

FEED = "feed"
#: Readers fetch a feed often; what is older stands on the programme's own pages.
LENGTH = 50


@dataclass(frozen=True)
class FeedEntry:
    """One post in a feed: the manifest that was approved, and its fixed id."""

    id: str
    manifest: dict[str, Any]
    published_at: datetime


def feed_entries(
    session: Session, *, programme: Programme, language: str, today: date
) -> Sequence[FeedEntry]:
    """The newest entries first. A withdrawn or expired approval takes its entry out of the feed."""
    query = (
        select(Publication, Proof)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .where(
            Publication.programme_id == programme.id,
            Publication.channel == FEED,
            Publication.language == language,
            col(Publication.withdrawn_at).is_(None),
        )
        .order_by(col(Publication.published_at).desc(), col(Publication.id).desc())
        .limit(LENGTH)
    )
    rows = list(session.exec(query))
    words = latest_decisions(session, [proof.digest for _, proof in rows])
    return [
        FeedEntry(publication.remote_id, json.loads(proof.manifest), publication.published_at)
        for publication, proof in rows
        if _stands(words.get(proof.digest), today)
    ]


def files_of(session: Session, entries: Sequence[FeedEntry]) -> dict[str, Rendition]:
    """The files of these entries by digest, in one query."""
    wanted = {str(file["digest"]) for entry in entries for file in entry.manifest["media"]}
    rows = session.exec(select(Rendition).where(col(Rendition.digest).in_(wanted)))
    return {rendition.digest: rendition for rendition in rows}


def public_picture(session: Session, *, digest: str, now: datetime) -> Rendition | None:
    """The rendition with this digest, if it stands in something published on the feed and still approved there."""
    query = (
        select(Rendition, Proof, Programme.zone)
        .join(Proof, col(Proof.revision_id) == Rendition.revision_id)
        .join(Publication, col(Publication.proof_id) == Proof.id)
        .join(Programme, col(Programme.id) == Publication.programme_id)
        .where(
            Rendition.digest == digest,
            Publication.channel == FEED,
            col(Publication.withdrawn_at).is_(None),
        )
    )
    rows = [
        row
        for row in session.exec(query)
        if any(file["digest"] == digest for file in json.loads(row[1].manifest)["media"])
    ]
    words = latest_decisions(session, [proof.digest for _rendition, proof, _zone in rows])
    for rendition, proof, zone in rows:
        if _stands(words.get(proof.digest), wall_time(now, zone).date()):
            return rendition
    return None


def _stands(word: Approval | None, today: date) -> bool:
    return (
        word is not None
        and word.decision is Decision.APPROVE
        and (word.valid_until is None or today <= word.valid_until)
    )
