"""Sheets for printing: a PDF is taken from the desk only while it could leave today, like every other post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import SHEET
from campaigns.errors import NotReady
from campaigns.links.paper import PRINT
from campaigns.people.actor import Actor
from campaigns.placements.gate import Departure, let_through
from campaigns.vocabulary import Role


def printable(session: Session, digests: Collection[str], *, on: date) -> set[str]:
    """Those of these PDFs that may be printed on this day: the gate lets a proof through that holds them."""
    drawn = select_many(col(Rendition.revision_id)).where(col(Rendition.digest).in_(list(digests)))
    query = (
        select_many(Proof, Variant, col(Campaign.programme_id))
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Proof.channel) == PRINT, col(Proof.revision_id).in_(drawn))
    )
    asked = [
        (proof, Departure(variant.id or 0, proof.digest, variant.language, PRINT, on, programme_id))
        for proof, variant, programme_id in session.execute(query)
    ]
    through = let_through(session, asked)
    return {file["digest"] for shown in through if shown for file in shown["media"]} & set(digests)


def check_printable(session: Session, sheet: Rendition, *, on: date, by: Actor) -> None:
    """Refuses a PDF that may not leave to everybody but the lawyers of its language, who have to look at it first."""
    if sheet.media_type != SHEET or sheet.digest in printable(session, [sheet.digest], on=on):
        return
    revision = session.get_one(Revision, sheet.revision_id)
    if by.holds_for(Role.LAWYER, session.get_one(Variant, revision.variant_id).language):
        return
    raise NotReady(
        "This sheet is not approved for printing today. Look at its picture meanwhile; the PDF is here as soon as a "
        "lawyer has approved it."
    )
