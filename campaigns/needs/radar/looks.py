"""The days up to which the radar may be looked at: now, half a year ago, a year ago."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.needs.queries import last_week_counted
from campaigns.needs.radar.ranking import window_end
from campaigns.people.models import Programme

#: Looks that lie wholly before one another: fewer of them tell less of when each step was taken.
BACK = (timedelta(0), timedelta(weeks=26), timedelta(weeks=52))


def looks(session: Session, *, programme: Programme, today: date) -> list[date]:
    """The days on offer, the newest first: today, or the end of the last week in which enough was asked for a step."""
    last = last_week_counted(session, programme=programme)
    now = min(today, window_end(last)) if last else today
    return [now - back for back in BACK]


def look_of(offered: list[date], asked: date) -> date:
    """The offered day whose week holds the day that was asked for; other weeks are refused.

    A day after the newest one means that one: nothing was asked since.
    """
    if asked > offered[0]:
        return offered[0]
    for day in offered:
        if window_end(day) == window_end(asked):
            return day
    raise BadInput(
        "The radar is looked at up to {days}, not up to {asked}: looks a week apart would tell what one week held.",
        field="as_of",
        days=", ".join(day.isoformat() for day in offered),
        asked=asked.isoformat(),
    )
