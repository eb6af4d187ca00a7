"""Being away: deputies do the tasks of somebody until a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Person

#: Longer than that is no absence: then the register of groups names somebody else.
LONGEST = timedelta(days=400)


def be_away(
    session: Session, *, person: Person, until: date | None, today: date, by: Actor, now: datetime
) -> Person:
    """Away up to and including this day; None is here again. Everybody says it only of themselves."""
    if until is not None and not today <= until <= today + LONGEST:
        raise BadInput("Choose the last day of the absence: today or later, within a year.", field="until")
    person.away_until = until
    session.add(person)
    record(session, action="be_away", subject="person", subject_id=person.id, by=by, now=now)
    return person
