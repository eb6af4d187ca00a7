"""Taking a placement out of the calendar, holding it, moving it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput, Conflict
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.calendar.moments import Moment, future_moment
from campaigns.placements.models import Placement
from campaigns.placements.queries import account_at, get_placement
from campaigns.placements.rules import check_can_place, check_is_there
from campaigns.placements.spaces.free import BINDING, PLANNED, check_free
from campaigns.placements.truth import check_true
from campaigns.vocabulary import PlacementStatus

MOVABLE = frozenset({PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED, PlacementStatus.EXPIRED})


def cancel(session: Session, *, placement_id: int, by: Actor | None, now: datetime) -> Placement:
    """Takes a placement out for ever. What is already on its way is not called back: the person is told."""
    check_can_place(by)
    placement = get_placement(session, placement_id, lock=True)
    if placement.status is PlacementStatus.SENDING:
        raise Conflict(
            "Too late to cancel: this is being sent right now. Look again in a minute; "
            "what is published can only be taken down on the channel."
        )
    if placement.status is PlacementStatus.UNCONFIRMED:
        raise Conflict(
            "Nobody knows yet whether this is out, so it cannot be cancelled. "
            "Look at the account, then say whether it is there."
        )
    _leave(session, placement, PlacementStatus.CANCELLED, "", now)
    _record(session, "cancel_placement", placement, by, now)
    return placement


def hold(session: Session, *, placement_id: int, reason: str, by: Actor | None, now: datetime) -> Placement:
    """Parks a scheduled placement until somebody schedules it again."""
    check_can_place(by)
    if not reason.strip() or len(reason) > 500:
        raise BadInput("Say in up to 500 characters why it is held: others will ask.", field="reason")
    placement = get_placement(session, placement_id, lock=True)
    _leave(session, placement, PlacementStatus.HELD, reason.strip(), now)
    _record(session, "hold_placement", placement, by, now)
    return placement


def move(
    session: Session,
    *,
    placement_id: int,
    wall: datetime,
    zone: str | None = None,
    fold: int | None = None,
    by: Actor | None,
    now: datetime,
) -> Placement:
    """Gives a proposed or scheduled placement another moment. The approval is asked again when it comes.

    One that expired is a proposal again.
    """
    check_can_place(by)
    placement = get_placement(session, placement_id, lock=True)
    if placement.status not in MOVABLE:
        raise Conflict(
            "This placement is {status} and has no moment to move. Schedule it again instead.",
            status=placement.status.value,
        )
    check_is_there(account_at(session, placement))
    chosen = future_moment(wall, zone or placement.zone, fold, now)
    binding = placement.status is PlacementStatus.SCHEDULED
    check_true(
        session,
        variant_id=placement.variant_id,
        on=chosen.wall.date(),
        recalled=binding,
        digest=placement.digest or "",
    )
    check_free(
        session,
        space_id=placement.space_id,
        day=chosen.wall.date(),
        statuses=BINDING if binding else PLANNED,
        besides=placement.id,
    )
    if placement.status is PlacementStatus.EXPIRED:
        check_transition(placement.status, PlacementStatus.PROPOSED)
        placement.status, placement.reason, placement.reason_values = PlacementStatus.PROPOSED, "", {}
        placement.settled_at = None
    if placement.status is PlacementStatus.SCHEDULED and placement.account_id is not None:
        placement.next_at, placement.reason, placement.reason_values = chosen.due_at, "", {}
    put_at(session, placement, chosen, by=by, now=now)
    return placement


def put_at(
    session: Session, placement: Placement, chosen: Moment, *, by: Actor | None, now: datetime
) -> None:
    """Writes another moment down. Whether it may stand there was asked before."""
    placement.wall, placement.zone, placement.fold = chosen.wall, chosen.zone, chosen.fold
    placement.due_at, placement.tz_version = chosen.due_at, chosen.rules
    session.add(placement)
    session.flush()
    _record(session, "move_placement", placement, by, now)


def _leave(
    session: Session, placement: Placement, status: PlacementStatus, reason: str, now: datetime
) -> None:
    check_transition(placement.status, status)
    placement.status, placement.reason, placement.reason_values = status, reason, {}
    placement.next_at, placement.token, placement.settled_at = None, None, now
    session.add(placement)
    session.flush()


def _record(session: Session, action: str, placement: Placement, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="placement",
        subject_id=placement.id,
        by=by,
        programme_id=placement.programme_id,
        now=now,
        due_at=placement.due_at.isoformat() if placement.due_at else None,
    )
