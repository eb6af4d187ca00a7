"""Hand-offs that are due and may not leave any more: held with the reason, like a post that the worker claims.

A post for an account is asked about when its moment comes. A hand-off has no such moment: it waits for a person, and
meanwhile its campaign leads elsewhere, its words are changed, or a fact behind it ends.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.placements.approval_ends.withdrawing import hold_row
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.models import Placement
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus


def closed_handoffs(session: Session, *, now: datetime, lock: bool = False) -> list[tuple[Placement, Reason]]:
    """Those for which the gate is closed today, and why."""
    query = (
        select_many(Placement, col(Variant.language), col(Proof.channel))
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .where(
            col(Placement.status) == PlacementStatus.SCHEDULED,
            col(Placement.space_id).is_not(None),
            col(Placement.due_at) <= now,
        )
        .order_by(col(Placement.id))
    )
    rows = [
        (row, _today(row, language, channel, now))
        for row, language, channel in session.execute(query.with_for_update(of=Placement) if lock else query)
    ]
    closed = closed_for(session, {departure for _row, departure in rows})
    return [(row, closed[departure]) for row, departure in rows if departure in closed]


def hold_closed_handoffs(session: Session, *, now: datetime) -> list[Placement]:
    """Holds them. Whoever posted one all the same can still say so."""
    held = closed_handoffs(session, now=now, lock=True)
    for row, why in held:
        hold_row(session, row, why.msgid, None, now, why.values)
    return [row for row, _why in held]


def _today(row: Placement, language: str, channel: str, now: datetime) -> Departure:
    """It would be posted today, however long it has been due."""
    return Departure(
        variant_id=row.variant_id,
        digest=row.digest or "",
        language=language,
        channel=channel,
        on=wall_time(now, row.zone).date(),
        programme_id=row.programme_id,
    )
