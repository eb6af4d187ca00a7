"""A post of an account becomes a hand-off: its channel is down or its token dead, and a person posts it instead."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.models import Proof
from campaigns.clock import floor_to_minute, wall_time
from campaigns.content.queries import get_variant
from campaigns.errors import Conflict, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.actions.place import place
from campaigns.placements.actions.steer import cancel
from campaigns.placements.models import Placement
from campaigns.placements.queries import get_account, get_placement
from campaigns.placements.rules import check_can_place
from campaigns.placements.spaces.own import own_place
from campaigns.vocabulary import PlacementStatus

#: From these a post can go into a person's hands: nothing of it is out, and nothing is on its way.
FREE = (PlacementStatus.SCHEDULED, PlacementStatus.HELD, PlacementStatus.FAILED, PlacementStatus.MISSED)

#: Written by Litfass alone, read by machines, or sent to addresses that nobody sees: no person has a place to post to.
NO_HAND = ("feed", "folder", "newsletter", "webhook")


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
            "Only Litfass itself writes there: nobody can post it by hand. Mend or resume the account instead."
        )
    space = own_place(session, account, language, by=by, now=now)
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
    new.restored_from = old.restored_from
    session.add(new)
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
