"""What stands before readers without an approval: a person has to take it down, and until then everybody is reminded.

Two ways lead here: an approval was taken back after the post had gone out, or somebody posted by hand what was held.
Our own feed leaves out by itself what is not approved; a mail cannot be called back, so it is not asked for.
"""

from __future__ import annotations

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from campaigns.approvals.models import Approval, ReviewLink
from campaigns.errors import Conflict
from campaigns.placements.models import Placement, Publication
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import Decision

#: Channels from which nothing has to be taken down, or nothing can be.
NOT_ASKED = ("feed", "newsletter")


def out_unapproved(session: Session, *, programme_id: int) -> list[Entry]:
    """The posts of a programme that stand somewhere without an approval, in the order of their moments."""
    found = _said_so(session, programme_id) | _taken_back(session, programme_id)
    return entries(session, placement_ids=found) if found else []


def is_to_come_down(session: Session, placement: Placement) -> bool:
    """Whether this post is one of them."""
    found = _said_so(session, placement.programme_id) | _taken_back(session, placement.programme_id)
    return placement.id in found


def check_can_be_noted_down(placement: Placement, publication: Publication | None) -> Publication:
    """The publication of which a person can say that it is gone; refuses where there is none."""
    if publication is None or placement.channel in NOT_ASKED:
        raise Conflict("Nothing of this stands anywhere where a person could take it down.")
    if publication.withdrawn_at is not None:
        raise Conflict("This was taken down already.")
    return publication


def _said_so(session: Session, programme_id: int) -> set[int]:
    query = select(Publication.placement_id).where(
        Publication.programme_id == programme_id,
        col(Publication.withdrawn_at).is_(None),
        Publication.against != "",
    )
    return set(session.exec(query))


def _taken_back(session: Session, programme_id: int) -> set[int]:
    """Posts whose last word is a no, or came through a link that was taken back. Read from the few such words."""
    later = aliased(Approval)
    query = (
        select(Placement.id)
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .join(Approval, col(Approval.proof_id) == Placement.proof_id)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(
            Placement.programme_id == programme_id,
            col(Placement.channel).not_in(NOT_ASKED),
            col(Publication.withdrawn_at).is_(None),
            or_(Approval.decision != Decision.APPROVE, col(ReviewLink.revoked_at).is_not(None)),
            ~select(later.id)
            .where(col(later.digest) == Approval.digest, col(later.id) > Approval.id)
            .exists(),
        )
    )
    return {number for number in session.exec(query) if number is not None}
