"""Putting a variant into the calendar: as a proposal, or for good once its proof is approved."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import valid_approval
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.errors import BadInput, Conflict, NotReady
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.placements.calendar.moments import Moment, future_moment
from campaigns.placements.calendar.planned import concerns_of
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.queries import account_at, get_placement
from campaigns.placements.rules import check_can_place, check_is_there
from campaigns.placements.spaces.free import BINDING, PLANNED, check_free
from campaigns.placements.truth import check_true
from campaigns.vocabulary import PlacementStatus

#: The channel of a placement that a person carries out: whatever kind of channel its proof was approved for.
BY_HAND = "hand"

#: States in which a placement can still put something before readers, or has.
STANDING = (
    PlacementStatus.PROPOSED,
    PlacementStatus.SCHEDULED,
    PlacementStatus.SENDING,
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.PUBLISHED,
    PlacementStatus.HELD,
)


def propose_placement(
    session: Session,
    *,
    variant_id: int,
    account: Account | None = None,
    space: Space | None = None,
    wall: datetime,
    zone: str,
    fold: int | None = None,
    by: Actor | None,
    now: datetime,
) -> Placement:
    """A place in the calendar for words that need not be written yet. Nothing is sent from a proposal."""
    check_can_place(by)
    chosen = future_moment(wall, zone, fold, now)
    return _add(session, variant_id, account, space, chosen, None, by, now)


def place(
    session: Session,
    *,
    variant_id: int,
    proof: Proof,
    account: Account | None = None,
    space: Space | None = None,
    wall: datetime,
    zone: str,
    fold: int | None = None,
    by: Actor | None,
    now: datetime,
) -> Placement:
    """Schedules an approved proof on an account (the worker sends it) or in a space (a person posts it)."""
    check_can_place(by)
    chosen = future_moment(wall, zone, fold, now)
    return _add(session, variant_id, account, space, chosen, proof, by, now)


def schedule(
    session: Session,
    *,
    placement_id: int,
    proof: Proof,
    wall: datetime | None = None,
    zone: str | None = None,
    fold: int | None = None,
    by: Actor | None,
    now: datetime,
) -> Placement:
    """Makes a proposal binding, or gives a held, failed, missed or expired placement another try.

    Without `wall` it keeps its moment, which must not be over. The key stays the same for ever: a channel
    that knows it can tell that it is the same post.
    """
    check_can_place(by)
    placement = get_placement(session, placement_id, lock=True)
    check_transition(placement.status, PlacementStatus.SCHEDULED)
    check_is_there(account_at(session, placement))
    if placement.status is PlacementStatus.SENDING:
        # The step back to scheduled is the worker's alone: a person taking it would have the post sent twice.
        raise Conflict("This is being sent right now. Look again in a minute.")
    if placement.status is PlacementStatus.UNCONFIRMED:
        raise Conflict("Nobody knows yet whether this is out. Look at the account and decide that first.")
    chosen = future_moment(
        wall or placement.wall, zone or placement.zone, fold if wall else placement.fold, now
    )
    variant = get_variant(session, placement.variant_id)
    check_true(
        session,
        variant_id=placement.variant_id,
        on=chosen.wall.date(),
        recalled=True,
        digest=proof.digest,
    )
    check_free(session, space_id=placement.space_id, day=chosen.wall.date(), besides=placement.id)
    check_proof(session, proof, variant, placement.channel, placement.programme_id, chosen)
    _check_channel(session, placement.account_id, proof, chosen)
    _set_moment(placement, chosen)
    _bind(placement, proof)
    session.add(placement)
    session.flush()
    _record(session, "schedule_placement", placement, by, now)
    return placement


def _add(
    session: Session,
    variant_id: int,
    account: Account | None,
    space: Space | None,
    chosen: Moment,
    proof: Proof | None,
    by: Actor | None,
    now: datetime,
) -> Placement:
    variant = get_variant(session, variant_id)
    campaign, _post = campaign_of_variant(session, variant)
    channel = _check_place(variant, campaign.programme_id, account, space)
    _check_once(session, variant_id, account, space, chosen)
    check_true(
        session,
        variant_id=variant_id,
        on=chosen.wall.date(),
        recalled=proof is not None,
        digest=proof.digest if proof else "",
    )
    if space is not None:
        statuses = PLANNED if proof is None else BINDING
        check_free(session, space_id=space.id, day=chosen.wall.date(), statuses=statuses)
    placement = Placement(
        programme_id=campaign.programme_id,
        variant_id=variant_id,
        account_id=account.id if account else None,
        space_id=space.id if space else None,
        channel=channel,
        wall=chosen.wall,
        zone=chosen.zone,
        key=uuid.uuid4().hex,
        created_by=person_id(by),
        created_at=now,
    )
    _set_moment(placement, chosen)
    if proof is not None:
        check_proof(session, proof, variant, channel, campaign.programme_id, chosen)
        _check_channel(session, placement.account_id, proof, chosen)
        _bind(placement, proof)
    session.add(placement)
    session.flush()
    _record(session, "place" if proof else "propose_placement", placement, by, now)
    return placement


def _check_place(variant: Variant, programme_id: int, account: Account | None, space: Space | None) -> str:
    """The kind of channel of the one place that was named."""
    where = account or space
    if where is None or (account is not None and space is not None):
        raise BadInput("Name one account or one group for this post.", field="account")
    if where.programme_id != programme_id:
        raise BadInput("This account or group belongs to another programme.", field="account")
    if where.language is not None and where.language != variant.language:
        raise BadInput(
            "This place takes posts in {wanted}, and the post is in {language}.",
            field="account",
            wanted=where.language,
            language=variant.language,
        )
    check_is_there(account)
    if account is not None:
        return account.channel
    if space is not None and space.closed_at is not None:
        raise BadInput("This group is closed in the register.", field="account")
    return BY_HAND


def _check_once(
    session: Session, variant_id: int, account: Account | None, space: Space | None, chosen: Moment
) -> None:
    same = select(Placement.id).where(
        Placement.variant_id == variant_id,
        Placement.account_id == (account.id if account else None),
        Placement.space_id == (space.id if space else None),
        Placement.due_at == chosen.due_at,
        col(Placement.status).in_(STANDING),
    )
    if session.exec(same).first() is not None:
        raise Conflict("This post already stands in the calendar at this place and moment.", field="at")


def check_proof(
    session: Session, proof: Proof, variant: Variant, channel: str, programme_id: int, chosen: Moment
) -> None:
    """Refuses a proof that is for something else, or whose approval does not hold on the chosen day."""
    if proof.variant_id != variant.id or (channel != BY_HAND and proof.channel != channel):
        raise BadInput("What was approved is for another post or another kind of channel.", field="proof")
    approved = valid_approval(
        session,
        digest=proof.digest,
        language=variant.language,
        channel=proof.channel,
        on=chosen.wall.date(),
        programme_id=programme_id,
    )
    if approved is None:
        raise NotReady(
            "This is not approved for {day}: it still waits for a lawyer, was returned, or its approval ends "
            "before. Ask for approval, or choose an earlier day.",
            field="at",
            day=chosen.wall.date().isoformat(),
        )


def _check_channel(session: Session, account_id: int | None, proof: Proof, chosen: Moment) -> None:
    """Refuses what the account's channel would refuse when it is due."""
    if account_id is None:
        return
    concern = next(iter(concerns_of(session, account_id=account_id, proof=proof, due_at=chosen.due_at)), None)
    if concern is not None and concern.is_final:
        raise NotReady(concern.reason.msgid, field="at", **concern.reason.values)


def _set_moment(placement: Placement, chosen: Moment) -> None:
    placement.wall, placement.zone, placement.fold = chosen.wall, chosen.zone, chosen.fold
    placement.due_at, placement.tz_version = chosen.due_at, chosen.rules


def _bind(placement: Placement, proof: Proof) -> None:
    placement.proof_id, placement.digest = proof.id, proof.digest
    placement.status, placement.reason, placement.reason_values = PlacementStatus.SCHEDULED, "", {}
    placement.token = placement.sending_at = placement.settled_at = None
    # A group is served by a person, so the worker never looks at its rows.
    placement.next_at = placement.due_at if placement.account_id is not None else None


def _record(session: Session, action: str, placement: Placement, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="placement",
        subject_id=placement.id,
        by=by,
        programme_id=placement.programme_id,
        now=now,
        digest=placement.digest,
        due_at=placement.due_at.isoformat() if placement.due_at else None,
        account=placement.account_id,
        space=placement.space_id,
    )
