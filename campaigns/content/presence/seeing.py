"""Two people on one text see each other: a page that is open says so, and hears who else is there.

Nothing is kept: rows are overwritten while a page is open and deleted a few minutes later. It is no action
of anybody and leaves no trace in the audit trail.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.content.presence.models import Presence
from campaigns.people.models import Person

#: A page says every twenty seconds that it is open; one lost word is forgiven.
HERE_FOR: Final = timedelta(seconds=50)
KEPT_FOR: Final = timedelta(minutes=5)


def say_here(session: Session, *, variant_id: int, person_id: int, now: datetime) -> list[str]:
    """Notes that this person has the text open; gives the display names of the others who have, too."""
    session.execute(delete(Presence).where(col(Presence.seen_at) < now - KEPT_FOR))
    row = session.get(Presence, (variant_id, person_id))
    if row is None:
        row = Presence(variant_id=variant_id, person_id=person_id, seen_at=now)
    row.seen_at = now
    session.add(row)
    session.flush()
    return others_here(session, variant_id=variant_id, person_id=person_id, now=now)


def others_here(session: Session, *, variant_id: int, person_id: int, now: datetime) -> list[str]:
    """The display names of others who have the text open now."""
    query = (
        select(Person.name)
        .join(Presence, col(Presence.person_id) == Person.id)
        .where(
            Presence.variant_id == variant_id,
            Presence.person_id != person_id,
            col(Presence.seen_at) >= now - HERE_FOR,
        )
        .order_by(col(Person.name))
    )
    return list(session.exec(query))
