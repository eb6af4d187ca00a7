"""People who may read reports for members, whose counts are exact."""

from __future__ import annotations

from sqlmodel import Session

from campaigns.people.models import Person
from campaigns.people.queries import list_members, load_actor
from campaigns.reach.rules import can_see_reach


def readers_of(session: Session, programme_id: int) -> list[Person]:
    """Those of a programme whose role shows them its reach, by name, as their roles are now; no closed login."""
    return [
        member.person
        for member in list_members(session, programme_id)
        if member.person.disabled_at is None
        and can_see_reach(load_actor(session, member.person, programme_id))
    ]
