"""Holding what would say what is not so, and stopping reminders of what is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.content.models import Post, Variant
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements import reasons
from campaigns.placements.models import Placement
from campaigns.placements.truth import Leaving, untrue
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

_STANDING = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED, PlacementStatus.HELD)


def hold_untrue(
    session: Session, *, variant_ids: Collection[int], by: Actor | None, now: datetime
) -> list[Placement]:
    """Holds every scheduled placement of these texts that would say on its day what is not so then."""
    held = untrue_placements(session, variant_ids=variant_ids, lock=True)
    for row, why in held:
        _leave(session, row, PlacementStatus.HELD, why, now)
        _record(session, "hold_placement", row, by, now)
    return [row for row, _why in held]


def untrue_placements(
    session: Session, *, variant_ids: Collection[int], lock: bool = False
) -> list[tuple[Placement, Reason]]:
    """The scheduled placements of these texts that would say on their day what is not so then, and why."""
    query = (
        select(Placement)
        .where(
            col(Placement.variant_id).in_(list(variant_ids)), Placement.status == PlacementStatus.SCHEDULED
        )
        .order_by(col(Placement.id))
    )
    rows = list(session.exec(query.with_for_update() if lock else query))
    asked = {row.id: Leaving(row.variant_id, row.wall.date(), row.digest or "") for row in rows}
    not_so = untrue(session, set(asked.values()))
    return [(row, not_so[asked[row.id]]) for row in rows if asked[row.id] in not_so]


def stop_reminders(session: Session, *, programme_id: int, today: date, now: datetime) -> list[Placement]:
    """Cancels what reminds of something that is over: proposals and scheduled placements alike."""
    stopped = []
    for row, last in reminders_over(session, programme_id=programme_id, today=today, lock=True):
        why = Reason(reasons.COUNTDOWN_OVER, {"last": last.isoformat() if last else ""})
        _leave(session, row, PlacementStatus.CANCELLED, why, now)
        _record(session, "cancel_placement", row, None, now)
        stopped.append(row)
    return stopped


def reminders_over(
    session: Session, *, programme_id: int, today: date, lock: bool = False
) -> list[tuple[Placement, date | None]]:
    """What still stands in the calendar and reminds of something that is over, with its last day."""
    query = (
        select_many(Placement, col(Post.not_after))
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Placement.programme_id) == programme_id,
            col(Placement.status).in_(_STANDING),
            col(Post.not_after) < today,
        )
        .order_by(col(Placement.id))
    )
    rows = session.execute(query.with_for_update(of=Placement) if lock else query)
    return [(row[0], row[1]) for row in rows]


def _leave(session: Session, row: Placement, status: PlacementStatus, why: Reason, now: datetime) -> None:
    check_transition(row.status, status)
    row.status, row.reason, row.reason_values = status, why.msgid, dict(why.values)
    row.next_at, row.token, row.settled_at = None, None, now
    session.add(row)
    session.flush()


def _record(session: Session, action: str, row: Placement, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="placement",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        due_at=row.due_at.isoformat() if row.due_at else None,
    )
