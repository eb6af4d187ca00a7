"""Scheduled posts whose approval stopped counting by itself: held as soon as that is so, not when their moment comes.

Nobody withdrew anything: whoever approved has left or lost the role, a one-time link was taken back, or the last day
of the approval comes before the moment. Somebody has to be asked again, and there should be days left to do so. About
what is due already the worker asks when it claims.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import Asked, without_a_voice
from campaigns.content.models import Variant
from campaigns.people.actor import Actor
from campaigns.placements import reasons
from campaigns.placements.models import Placement
from campaigns.placements.withdrawing import hold_row
from campaigns.vocabulary import PlacementStatus


def digests_that_lapsed(session: Session, *, now: datetime) -> set[str]:
    """What is scheduled under approvals that do not count for all of its moments: asked once for each digest."""
    query = (
        select_many(
            col(Proof.digest),
            col(Variant.language),
            col(Proof.channel),
            func.max(col(Placement.wall)),
            col(Placement.programme_id),
        )
        .select_from(Placement)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(col(Placement.status) == PlacementStatus.SCHEDULED, col(Placement.due_at) > now)
        .group_by(col(Proof.digest), col(Variant.language), col(Proof.channel), col(Placement.programme_id))
    )
    asked = {
        Asked(digest, language, channel, last.date(), programme_id)
        for digest, language, channel, last, programme_id in session.execute(query)
    }
    return {one.digest for one in without_a_voice(session, asked)}


def hold_lapsed(
    session: Session, *, digests: Collection[str], by: Actor | None, now: datetime
) -> list[Placement]:
    """Holds what is scheduled of these digests for a day on which no approval counts."""
    query = (
        select_many(Placement, col(Variant.language), col(Proof.channel))
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            col(Placement.status) == PlacementStatus.SCHEDULED,
            col(Placement.due_at) > now,
            col(Proof.digest).in_(list(digests)),
        )
        .order_by(col(Placement.id))
        .with_for_update(of=Placement)
    )
    asked = {
        row.id: (row, Asked(row.digest or "", language, channel, row.wall.date(), row.programme_id))
        for row, language, channel in session.execute(query)
    }
    gone = without_a_voice(session, {one for _row, one in asked.values()})
    held = [row for row, one in asked.values() if one in gone]
    for row in held:
        hold_row(session, row, reasons.LAPSED, by, now)
    return held
