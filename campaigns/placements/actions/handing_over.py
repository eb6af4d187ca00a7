"""A post of an account becomes a hand-off: its channel is down or its token dead, and a person posts it instead."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.clock import floor_to_minute, wall_time
from campaigns.content.queries import get_variant
from campaigns.errors import Conflict, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.place import place
from campaigns.placements.actions.steer import cancel
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import get_account, get_placement
from campaigns.placements.rules import check_can_place
from campaigns.vocabulary import PlacementStatus

#: From these a post can go into a person's hands: nothing of it is out, and nothing is on its way.
FREE = (PlacementStatus.SCHEDULED, PlacementStatus.HELD, PlacementStatus.FAILED, PlacementStatus.MISSED)

#: Pages of Litfass itself: no person has a place to post to.
NO_HAND = ("feed",)


def hand_over(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """The same words and pictures as a task for a person, at the same moment or now. The old placement is cancelled."""
    check_can_place(by)
    old = get_placement(session, placement_id, lock=True)
    if old.account_id is None or old.status not in FREE:
        raise Conflict(
            "This placement is {status}; only one that waits or could not be sent becomes a hand-off.",
            status=old.status.value,
        )
    proof = session.get(Proof, old.proof_id) if old.proof_id else None
    if proof is None:
        raise NotReady("Nothing of this post is approved yet, so nobody can post it by hand.")
    account = get_account(session, old.account_id)
    language = get_variant(session, old.variant_id).language
    if account.channel in NO_HAND:
        raise Conflict(
            "Only Litfass itself writes there: nobody can post it by hand. Resume the account instead."
        )
    space = _space_of(session, account, language, now)
    if space.keeper_id is None and by is not None:
        # A task that is anybody's is nobody's: whoever converts looks after it until the register names another.
        space.keeper_id = by.person_id
        session.add(space)
    cancel(session, placement_id=placement_id, by=by, now=now)
    still_to_come = old.due_at is not None and old.due_at > now
    wall = old.wall if still_to_come else wall_time(floor_to_minute(now), old.zone)
    new = place(
        session,
        variant_id=old.variant_id,
        proof=proof,
        space=space,
        wall=wall,
        zone=old.zone,
        fold=old.fold if still_to_come else 0,
        by=by,
        now=now,
    )
    record(
        session,
        action="hand_over_placement",
        subject="placement",
        subject_id=new.id,
        by=by,
        programme_id=new.programme_id,
        now=now,
        instead_of=placement_id,
    )
    return new


def _space_of(session: Session, account: Account, language: str, now: datetime) -> Space:
    """Our own account as a place where a person posts, in this language; made when it is needed first."""
    query = select(Space).where(
        Space.programme_id == account.programme_id,
        Space.platform == account.channel,
        Space.name == account.name,
        Space.language == language,
        col(Space.closed_at).is_(None),
    )
    found = session.exec(query).first()
    if found is not None:
        return found
    space = Space(
        programme_id=account.programme_id,
        name=account.name,
        platform=account.channel,
        language=language,
        interval_days=0,
        created_at=now,
    )
    session.add(space)
    session.flush()
    return space
