"""When a post goes out: wall time in the place's own zone, by its slots, quiet hours and spacing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from campaigns.clock import is_fold, is_gap
from campaigns.planning.calendar import AudienceCalendar
from campaigns.planning.request import Outlet, Slot
from campaigns.reasons import Reason, reason

#: Moments for an account that has set none: lunch break and after work.
USUAL_SLOTS: Final = (Slot(time(12, 30)), Slot(time(18)))
#: From this hour on readers who fast are reached.
_EVENING: Final = time(18)


@dataclass(frozen=True)
class Moment:
    """A proposed wall time, and why this one."""

    wall: datetime
    zone: str
    reasons: tuple[Reason, ...]


def in_quiet_hours(at: time, quiet: tuple[time, time] | None) -> bool:
    """Whether a time lies in the quiet hours; they begin at the first, end before the second. None: there are none."""
    if quiet is None:
        return False
    begins, ends = quiet
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def find_moment(
    outlet: Outlet,
    *,
    language: str,
    earliest: date,
    latest: date,
    calendar: AudienceCalendar,
    taken: Sequence[datetime] = (),
    after: datetime | None = None,
) -> Moment | None:
    """The first good moment of an outlet from `earliest` to `latest`, or None.

    Days the audience keeps are passed over with the reason; an hour that the clock skips or doubles is
    never proposed; between two posts of the outlet lie its spacing days, and never two stand at one moment.
    `after` is a wall time of the outlet that is over, as are all before it.
    """
    passed: list[Reason] = []
    day = earliest
    while day <= latest:
        if objection := calendar.objection(day, language):
            passed.append(objection)
        elif nearest := nearest_within(outlet.spacing_days, datetime.combine(day, time()), taken):
            passed.append(_spaced(nearest.date(), outlet))
        else:
            for wall in _walls(day, outlet, calendar.prefers_evening(day, language)):
                if wall in taken or (after is not None and wall <= after):
                    continue
                return Moment(wall, outlet.zone, (*dict.fromkeys(passed), *calendar.notes(day, language)))
        day += timedelta(days=1)
    return None


def _spaced(other: date, outlet: Outlet) -> Reason:
    """Why a day too near to that of another post is passed over."""
    if outlet.spacing_days == 1:
        return reason(
            "There is a post on {other}: {outlet} has one post a day.", other=other, outlet=outlet.label
        )
    return reason(
        "There is a post on {other}: {outlet} keeps {days} days between posts.",
        other=other,
        outlet=outlet.label,
        days=outlet.spacing_days,
    )


def nearest_within(spacing_days: int, here: datetime, taken: Iterable[datetime]) -> datetime | None:
    """Of what stands nearer to `here` than so many days, by the day of the calendar, the nearest; None for nothing."""
    near = (other for other in taken if abs((other.date() - here.date()).days) < spacing_days)
    return min(near, key=lambda other: (abs(other.date() - here.date()), abs(other - here)), default=None)


def _walls(day: date, outlet: Outlet, prefers_evening: bool) -> Iterator[datetime]:
    """The usable wall times of a day: the outlet's slots outside its quiet hours, existing exactly once."""
    slots = [slot for slot in outlet.slots or USUAL_SLOTS if slot.weekday in (None, day.weekday())]
    for slot in sorted(slots, key=lambda slot: (prefers_evening and slot.at < _EVENING, slot.at)):
        wall = datetime.combine(day, slot.at)
        if in_quiet_hours(slot.at, outlet.quiet):
            continue
        if is_gap(wall, outlet.zone) or is_fold(wall, outlet.zone):
            continue
        yield wall
