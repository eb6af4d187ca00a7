"""Who does what in a group: whoever took it over, else the keeper, else the deputy; else anybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, or_, select

from campaigns.people.models import Person
from campaigns.placements.models import Placement, Space


def whose(space: Space, placement: Placement | None = None, *, away: Collection[int] = ()) -> int | None:
    """The person whose task it is, or None where it is anybody's. Somebody who is away is passed over."""
    taken_by = placement.person_id if placement else None
    return next(
        (one for one in (taken_by, space.keeper_id, space.deputy_id) if one is not None and one not in away),
        None,
    )


def people_away(session: Session, *, today: date) -> frozenset[int]:
    """Everybody who does nothing today: away, or without a login any more."""
    query = select(Person.id).where(
        or_(col(Person.away_until) >= today, col(Person.disabled_at).is_not(None))
    )
    return frozenset(found for found in session.exec(query) if found is not None)
