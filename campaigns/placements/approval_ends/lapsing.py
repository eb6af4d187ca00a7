"""Scheduled posts whose approval stopped counting by itself: held as soon as that is so, not when their moment comes.

So are those whose words or package somebody changed in the database: nobody else would see it before they are due.

Nobody withdrew anything: whoever approved has left or lost the role, a one-time link was taken back, or the last day
of the approval comes before the moment. Somebody has to be asked again, and there should be days left to do so. About
what is due already the worker asks when it claims; a hand-off has no worker, so it is held for as long as it waits.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.present import TAMPERED, kept
from campaigns.approvals.validity import Asked, without_a_voice
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.people.actor import Actor
from campaigns.placements.approval_ends.reasons import reasons_against
from campaigns.placements.approval_ends.withdrawing import hold_row
from campaigns.placements.models import Placement
from campaigns.vocabulary import Decision, PlacementStatus


def digests_that_lapsed(session: Session, *, now: datetime) -> set[str]:
    """What is scheduled under approvals that do not count for all of its moments: asked once for each digest."""
    query = (
        select_many(
            col(Proof.digest),
            col(Variant.language),
            col(Proof.channel),
            func.max(col(Placement.wall)),
            col(Placement.zone),
            col(Placement.programme_id),
        )
        .select_from(Placement)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(col(Placement.status) == PlacementStatus.SCHEDULED, _is_watched(now))
        .group_by(
            col(Proof.digest),
            col(Variant.language),
            col(Proof.channel),
            col(Placement.zone),
            col(Placement.programme_id),
        )
    )
    asked = {
        Asked(digest, language, channel, _day(last, zone, now), programme_id)
        for digest, language, channel, last, zone, programme_id in session.execute(query)
    }
    digests = {one.digest for one in asked}
    return {one.digest for one in without_a_voice(session, asked)} | tampered(session, digests)


def hold_lapsed(
    session: Session, *, digests: Collection[str], by: Actor | None, now: datetime
) -> list[Placement]:
    """Holds what is scheduled of these digests for a day on which no approval counts."""
    scheduled = _scheduled(session, digests, now=now, lock=True)
    wrong = tampered(session, digests)
    asked = {one for _row, one in scheduled}
    gone = without_a_voice(session, asked) | {one for one in asked if one.digest in wrong}
    why = reasons_against(session, gone)
    for row, one in scheduled:
        if one in gone:
            hold_row(session, row, why[one].msgid, by, now, why[one].values)
    return [row for row, one in scheduled if one in gone]


def tampered(session: Session, digests: Collection[str]) -> set[str]:
    """Those of these whose words or package somebody changed in the database, so that nothing can be said of them."""
    return {digest for digest, still in kept(session, digests).items() if still.loss in TAMPERED}


def held_without(session: Session, *, leaver: int, programme_id: int, now: datetime) -> list[Placement]:
    """What would be held if this person's word stopped counting now; what lapses anyway is not among it."""
    query = (
        select(Approval.digest)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .where(Approval.by == leaver, Approval.decision == Decision.APPROVE)
        .distinct()
    )
    scheduled = [
        (row, one)
        for row, one in _scheduled(session, set(session.exec(query)), now=now)
        if one.programme_id == programme_id
    ]
    asked = {one for _row, one in scheduled}
    lost = without_a_voice(session, asked, leaver=leaver) - without_a_voice(session, asked)
    return [row for row, one in scheduled if one in lost]


def _scheduled(
    session: Session, digests: Collection[str], *, now: datetime, lock: bool = False
) -> list[tuple[Placement, Asked]]:
    """What is scheduled of these digests, each with what its approval is asked for."""
    query = (
        select_many(Placement, col(Variant.language), col(Proof.channel))
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            col(Placement.status) == PlacementStatus.SCHEDULED,
            _is_watched(now),
            col(Proof.digest).in_(list(digests)),
        )
        .order_by(col(Placement.id))
    )
    if lock:
        query = query.with_for_update(of=Placement)
    return [
        (row, Asked(row.digest or "", language, channel, _day(row.wall, row.zone, now), row.programme_id))
        for row, language, channel in session.execute(query)
    ]


def _is_watched(now: datetime) -> ColumnElement[bool]:
    """What is still to come, and what waits for a person however late."""
    return or_(col(Placement.due_at) > now, col(Placement.space_id).is_not(None))


def _day(wall: datetime, zone: str, now: datetime) -> date:
    """The day on which it leaves at the earliest: its own, or today for a hand-off that nobody has posted yet."""
    return max(wall.date(), wall_time(now, zone).date())
