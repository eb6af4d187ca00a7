"""Somebody leaves the programme: what that means for what they approved, said before and done in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from campaigns.approvals.models import Approval
from campaigns.content.models import Variant
from campaigns.people.actions.leaving import end_membership
from campaigns.people.actor import Actor
from campaigns.people.models import Membership, Person
from campaigns.people.queries import held_alone
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, held_without, hold_lapsed
from campaigns.placements.approval_ends.withdrawing import (
    Withdrawn,
    approved_lately,
    public_of,
    scheduled_of,
    withdraw_approvals_of,
)
from campaigns.placements.models import Placement, Space
from campaigns.placements.queries import Entry


@dataclass(frozen=True)
class Leaving:
    """What would come of it: what is held because their word stops counting, and what besides if what they approved
    lately is withdrawn; what that is, and what of it is before readers; how many groups would be without their keeper;
    which roles nobody else holds."""

    held: list[Placement]
    held_besides: list[Placement]
    lately: list[tuple[Variant, Approval]]
    public: list[Entry]
    groups: int
    alone: list[Membership]


@dataclass(frozen=True)
class Left:
    """What came of it: how many roles ended, what is held, and what was taken back, if that was asked for."""

    roles: int
    held: list[Placement]
    withdrawn: Withdrawn | None

    @property
    def variant_ids(self) -> set[int]:
        """The texts of all that is held or before readers."""
        return {row.variant_id for row in self.held} | (
            self.withdrawn.variant_ids if self.withdrawn else set()
        )


def leaving_of(session: Session, *, person_id: int, programme_id: int, now: datetime) -> Leaving:
    """The numbers to look at before somebody's membership is ended."""
    lately = approved_lately(session, person_id=person_id, programme_id=programme_id, now=now)
    kept = select(func.count()).where(
        Space.programme_id == programme_id,
        col(Space.closed_at).is_(None),
        or_(Space.keeper_id == person_id, Space.deputy_id == person_id),
    )
    held = held_without(session, leaver=person_id, programme_id=programme_id, now=now)
    scheduled = scheduled_of(session, variant_ids={variant.id or 0 for variant, _word in lately})
    return Leaving(
        held=held,
        held_besides=[row for row in scheduled if row not in held],
        lately=lately,
        public=public_of(session, variant_ids={variant.id or 0 for variant, _word in lately}),
        groups=session.exec(kept).one(),
        alone=held_alone(session, person_id=person_id, programme_id=programme_id),
    )


def see_off(
    session: Session,
    *,
    person: Person,
    programme_id: int,
    withdraws: bool,
    recalls: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> Left:
    """Ends the membership, holds at once what nobody answers for any more, and with `withdraws` takes back what the
    person approved in the last 24 hours; `recalls` has that taken down where channels let us."""
    about: dict[str, Any] = {"person_id": person.id or 0, "programme_id": programme_id, "now": now}
    withdrawn = None
    if withdraws and approved_lately(session, **about):
        withdrawn = withdraw_approvals_of(session, **about, reason=reason, recalls=recalls, by=by)
    roles = end_membership(session, person=person, programme_id=programme_id, by=by, now=now)
    held = hold_lapsed(session, digests=digests_that_lapsed(session, now=now), by=by, now=now)
    return Left(roles, [*(withdrawn.held if withdrawn else ()), *held], withdrawn)
