"""Taking a mistaken “posted” back: a finger slipped, it was the wrong group, the group's admins never let it through.

It lives beside the figures because they are what ends it: once somebody has read off how many saw a post, it was there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from campaigns.errors import Conflict, Refusal
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.taking_down import publication_of
from campaigns.placements.approval_ends.withdrawing import hold_row
from campaigns.placements.models import Placement, Publication
from campaigns.placements.queries import get_placement
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.reach.insights.kept import forget_rows
from campaigns.reach.models import Insight, InsightLatest
from campaigns.vocabulary import PlacementStatus

#: So long a round of the groups may take, and on it people see that something is not there.
BACK_WITHIN = timedelta(days=7)


def take_back_posted(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """It does not stand in the group, whatever was said: the hand-off waits again, and nothing counts it as published.

    What was held when it was said to be posted is held again. No machine sends a hand-off, so nothing leaves by this.
    """
    check_can_post_by_hand(by)
    placement = get_placement(session, placement_id, lock=True)
    publication = publication_of(session, placement_id)
    if publication is None or placement.space_id is None:
        raise Conflict("Nobody said that this was posted by hand, so there is nothing to take back.")
    check_can_take_back(session, publication, now)
    against, values = publication.against, dict(publication.against_values)
    forget_rows(session, publication_id=publication.id or 0, programme_id=publication.programme_id)
    session.delete(publication)
    placement.status, placement.settled_at = PlacementStatus.SCHEDULED, None
    session.add(placement)
    session.flush()
    record(
        session,
        action="take_back_posted",
        subject="placement",
        subject_id=placement_id,
        by=by,
        programme_id=placement.programme_id,
        now=now,
        digest=placement.digest,
        due_at=placement.due_at.isoformat() if placement.due_at else None,
        account=None,
        space=placement.space_id,
    )
    if against:
        hold_row(session, placement, against, by, now, values)
    return placement


def check_can_take_back(session: Session, publication: Publication, now: datetime) -> None:
    """Refuses what was said too long ago, what is taken down by now, and what people have seen there since."""
    if publication.withdrawn_at is not None:
        raise Conflict("It was taken down already, so it was there.")
    if now > publication.published_at + BACK_WITHIN:
        raise Conflict(
            "This was said more than {days} days ago and stands in reports. If it is not there any more, say that it "
            "is taken down.",
            days=BACK_WITHIN.days,
        )
    for table in (Insight, InsightLatest):
        query = select(table.publication_id).where(table.publication_id == publication.id).limit(1)
        if session.exec(query).first() is not None:
            raise Conflict(
                "Figures of this post are noted, so it was there. If it is not there any more, say that it is taken "
                "down."
            )


def can_take_back(session: Session, publication: Publication, now: datetime) -> bool:
    """Whether `check_can_take_back` passes."""
    try:
        check_can_take_back(session, publication, now)
    except Refusal:
        return False
    return True
