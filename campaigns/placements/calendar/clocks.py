"""Placements whose clocks go by other rules than when they were put into the calendar: their moments are counted anew.

People choose what clocks will show, and laws change clocks. With a new edition of the zone rules a chosen time can be
another instant; the placement follows it. Where the time does not exist any more, or has become two, a person is asked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.clock import instant, is_fold, is_gap
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.approval_ends.withdrawing import hold_row
from campaigns.placements.calendar.moments import NO_RULES
from campaigns.placements.models import Placement
from campaigns.placements.reasons import HOUR_DOUBLED, HOUR_GONE
from campaigns.vocabulary import PlacementStatus

#: What stands in the calendar with a moment that nobody has to choose anew.
_STANDING = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED)


def counted_by_older_rules(session: Session, *, rules: str, now: datetime) -> list[int]:
    """Placements to come whose instant comes from an older edition than `rules`: of several machines with different
    editions the newest one counts, and none counts back."""
    if rules == NO_RULES:
        return []
    query = (
        select(Placement.id)
        .where(
            col(Placement.status).in_(_STANDING),
            col(Placement.due_at) > now,
            col(Placement.tz_version) < rules,
        )
        .order_by(col(Placement.id))
    )
    return [number for number in session.exec(query) if number is not None]


def follow_clocks(
    session: Session, *, placement_ids: Collection[int], rules: str, by: Actor | None, now: datetime
) -> list[Placement]:
    """Counts the moments of these anew; those that moved or are held now."""
    query = (
        select(Placement)
        .where(col(Placement.id).in_(list(placement_ids)), col(Placement.status).in_(_STANDING))
        .order_by(col(Placement.id))
        .with_for_update()
    )
    return [row for row in session.exec(query).all() if _follow(session, row, rules, by, now)]


def _follow(session: Session, row: Placement, rules: str, by: Actor | None, now: datetime) -> bool:
    """Whether anything is different from now on for whoever put it there."""
    row.tz_version = rules
    unclear = _unclear(row)
    if unclear and row.status is PlacementStatus.SCHEDULED:
        told = {"wall": row.wall.strftime("%Y-%m-%d %H:%M"), "zone": row.zone}
        hold_row(session, row, unclear, by, now, told)
        return True
    session.add(row)
    if unclear:
        # A proposal is asked about when somebody makes it binding.
        return False
    before, row.due_at = row.due_at, instant(row.wall, row.zone, fold=row.fold)
    if row.due_at == before:
        return False
    if row.next_at == before:
        row.next_at = row.due_at
    record(
        session,
        action="follow_clocks",
        subject="placement",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        due_at=row.due_at.isoformat(),
    )
    return True


def _unclear(row: Placement) -> str:
    """Why the chosen time names no instant any more; empty where it does."""
    if is_gap(row.wall, row.zone):
        return HOUR_GONE
    return HOUR_DOUBLED if row.fold is None and is_fold(row.wall, row.zone) else ""
