"""What a programme's public feed in one language shows: what was published there and is still approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.content.models import Rendition
from campaigns.errors import Unusable
from campaigns.people.models import Programme
from campaigns.people.told_imprint import untold_imprints
from campaigns.placements.calendar.told import Out, told_out
from campaigns.placements.gate import Departure, let_through
from campaigns.placements.models import Publication

FEED = "feed"
#: Readers fetch a feed often; what is older stands on the programme's own pages.
LENGTH = 50


@dataclass(frozen=True)
class FeedEntry:
    """One post in a feed: the manifest that was approved, and its fixed id."""

    id: str
    manifest: dict[str, Any]
    published_at: datetime
    corrected_at: datetime | None


def feed_entries(
    session: Session, *, programme: Programme, language: str, today: date, entry: str = ""
) -> Sequence[FeedEntry]:
    """The newest entries first, or the one with this id. A withdrawn or expired approval takes its entry out.

    So does a publication of which the trail does not tell: whoever writes into the database cannot put words here that
    wait for their moment, or wait for a second lawyer. Nothing is said under a name or imprint that nobody set: raises
    Unusable, and readers' programs keep what they have and ask again.
    """
    if untold_imprints(session, [programme.id or 0]):
        raise Unusable("This feed is not shown just now. Try again later.")
    query = (
        select(Publication, Proof)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .where(
            Publication.programme_id == programme.id,
            Publication.channel == FEED,
            Publication.language == language,
            col(Publication.withdrawn_at).is_(None),
            *([col(Publication.remote_id) == entry] if entry else []),
        )
        .order_by(col(Publication.published_at).desc(), col(Publication.id).desc())
        .limit(LENGTH)
    )
    found = session.exec(query).all()
    told = _told(session, [publication for publication, _proof in found])
    rows = [(publication, proof) for publication, proof in found if _is_told(told, publication, proof)]
    shown = let_through(
        session, [(proof, _staying(publication, proof, today)) for publication, proof in rows]
    )
    return [
        FeedEntry(publication.remote_id, manifest, publication.published_at, publication.corrected_at)
        for (publication, _proof), manifest in zip(rows, shown, strict=True)
        if manifest is not None
    ]


def files_of(session: Session, entries: Sequence[FeedEntry]) -> dict[str, Rendition]:
    """The files of these entries by digest, in one query."""
    wanted = {str(file["digest"]) for entry in entries for file in entry.manifest["media"]}
    rows = session.exec(select(Rendition).where(col(Rendition.digest).in_(wanted)))
    return {rendition.digest: rendition for rendition in rows}


def public_picture(session: Session, *, digest: str, now: datetime) -> Rendition | None:
    """The rendition with this digest, if it stands in something published on the feed and still approved there."""
    query = (
        select(Rendition, Proof, Publication, Programme.zone)
        .join(Proof, col(Proof.revision_id) == Rendition.revision_id)
        .join(Publication, col(Publication.proof_id) == Proof.id)
        .join(Programme, col(Programme.id) == Publication.programme_id)
        .where(
            Rendition.digest == digest,
            Publication.channel == FEED,
            col(Publication.withdrawn_at).is_(None),
        )
    )
    found = session.exec(query).all()
    told = _told(session, [publication for _rendition, _proof, publication, _zone in found])
    rows = [row for row in found if _is_told(told, row[2], row[1])]
    asked = [
        (proof, _staying(publication, proof, wall_time(now, zone).date()))
        for _rendition, proof, publication, zone in rows
    ]
    for (rendition, *_rest), manifest in zip(rows, let_through(session, asked), strict=True):
        if manifest and any(file["digest"] == digest for file in manifest["media"]):
            return rendition
    return None


def _told(session: Session, publications: Sequence[Publication]) -> dict[int, Out]:
    return told_out(session.connection(), {publication.placement_id for publication in publications})


def _is_told(told: Mapping[int, Out], publication: Publication, proof: Proof) -> bool:
    """Whether the trail tells that this proof is out there, for this programme, by the name of its digest."""
    return told.get(publication.placement_id) == Out(publication.programme_id, proof.digest)


def _staying(publication: Publication, proof: Proof, today: date) -> Departure:
    return Departure(
        variant_id=proof.variant_id,
        digest=proof.digest,
        language=publication.language,
        channel=FEED,
        on=today,
        programme_id=publication.programme_id,
        is_out=True,
    )
