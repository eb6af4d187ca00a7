"""The next free slot: the moment at which a plan would put a text on an account or into a group, and why this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.clock import instant, wall_time
from campaigns.content.models import Variant
from campaigns.errors import NotReady
from campaigns.people.models import Programme
from campaigns.placements.models import Account, Space
from campaigns.placements.plans.outlets import outlet_at
from campaigns.placements.truth import Leaving, untrue
from campaigns.planning.calendar import calendar_for
from campaigns.planning.slots import find_moment
from campaigns.reasons import Reason, reason

#: How far ahead somebody wants to know.
HORIZON = timedelta(days=90)

NEXT_SLOT = "“{place}” is free then: it is the next slot that no plan would pass over."
NO_SLOT = (
    "“{place}” has no free slot until {day}. Look at its slots, quiet hours and spacing, or choose a moment."
)


@dataclass(frozen=True)
class FreeSlot:
    """A wall time in its zone; why it is this one, and what stood against earlier ones."""

    wall: datetime
    zone: str
    because: tuple[Reason, ...]

    @property
    def due_at(self) -> datetime:
        """The instant it means: it is never an hour that happens twice."""
        return instant(self.wall, self.zone)


def next_free(
    session: Session,
    *,
    variant: Variant,
    place: Account | Space,
    now: datetime,
    besides: int | None = None,
) -> FreeSlot:
    """The first moment from now on that keeps slots, quiet hours, spacing and the readers' days.

    `besides` is a placement that would leave its own moment for it. Refuses where there is none, or where the facts of
    the text no longer hold by then.
    """
    programme = session.get_one(Programme, place.programme_id)
    zone = place.zone if isinstance(place, Account) else programme.zone
    here = wall_time(now, zone)
    first, last = here.date(), (here + HORIZON).date()
    outlet = outlet_at(session, place, zone=zone, since=now - timedelta(days=1), besides=besides)
    found = find_moment(
        outlet,
        language=variant.language,
        earliest=first,
        latest=last,
        calendar=calendar_for(programme.jurisdiction, programme.land, first, last),
        taken=outlet.taken_in(variant.language),
        after=here,
    )
    if found is None:
        raise NotReady(NO_SLOT, field="at", place=place.name, day=last.isoformat())
    leaving = Leaving(variant.id or 0, found.wall.date())
    against = untrue(session, [leaving], recalled=False).get(leaving)
    if against is not None:
        raise NotReady(against.msgid, field="at", **against.values)
    return FreeSlot(found.wall, zone, (reason(NEXT_SLOT, place=place.name), *found.reasons))
