"""Proposals whose slot passes without an approval: they expire, and never go out by themselves.

The decision has to be there some minutes before the slot: a channel takes its time to check files, a film longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.models import Rendition, Revision, Variant
from campaigns.lifecycle import check_transition
from campaigns.people.audit import record
from campaigns.placements import reasons
from campaigns.placements.binding import approved_proof
from campaigns.placements.models import Placement
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

BEFORE = timedelta(minutes=5)
BEFORE_FILM = timedelta(minutes=15)


def passed_slots(session: Session, *, now: datetime, lock: bool = False) -> list[tuple[Placement, Reason]]:
    """Proposals that nobody can make binding in time any more, and why."""
    query = (
        select_many(Placement, Variant)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(col(Placement.status) == PlacementStatus.PROPOSED, col(Placement.due_at) <= now + BEFORE_FILM)
        .order_by(col(Placement.id))
    )
    rows = session.execute(query.with_for_update(of=Placement) if lock else query).all()
    films = _with_films(session, [variant.id for _row, variant in rows])
    found = []
    for row, variant in rows:
        before = BEFORE_FILM if variant.id in films else BEFORE
        if row.due_at > now + before:
            continue
        if not _is_approved(session, row, variant):
            minutes = int(before.total_seconds() // 60)
            found.append((row, Reason(reasons.SLOT_UNAPPROVED, {"minutes": minutes})))
        elif row.due_at <= now:
            found.append((row, Reason(reasons.SLOT_UNBOUND)))
    return found


def expire_slots(session: Session, *, now: datetime) -> list[Placement]:
    """Expires them. A person may give them another moment, or cancel them."""
    expired = []
    for row, why in passed_slots(session, now=now, lock=True):
        check_transition(row.status, PlacementStatus.EXPIRED)
        row.status, row.reason, row.reason_values = PlacementStatus.EXPIRED, why.msgid, dict(why.values)
        row.next_at, row.settled_at = None, now
        session.add(row)
        session.flush()
        record(
            session,
            action="expire_placement",
            subject="placement",
            subject_id=row.id,
            by=None,
            programme_id=row.programme_id,
            now=now,
            due_at=row.due_at.isoformat() if row.due_at else None,
        )
        expired.append(row)
    return expired


def _is_approved(session: Session, row: Placement, variant: Variant) -> bool:
    proof = approved_proof(
        session,
        variant=variant,
        channel=row.channel,
        programme_id=row.programme_id,
        on=wall_time(row.due_at or row.created_at, row.zone).date(),
    )
    return proof is not None


def _with_films(session: Session, variant_ids: list[int]) -> set[int]:
    query = (
        select(Variant.id)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, col(Rendition.revision_id) == Revision.id)
        .where(
            col(Variant.id).in_(variant_ids),
            col(Rendition.current),
            col(Rendition.media_type).startswith("video/"),
        )
        .distinct()
    )
    return {each for each in session.exec(query) if each is not None}
