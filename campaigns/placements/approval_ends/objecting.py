"""A login was in other hands: nobody gets in by it, and what was given out in its owner's name is closed as well."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.actions.links import close_links_of
from campaigns.people.actions.objecting import take_back_login
from campaigns.people.actor import Actor
from campaigns.people.models import Person
from campaigns.placements.approval_ends.lapsing import hold_lapsed


def close_way_in(session: Session, *, person: Person, up_to: int, by: Actor, now: datetime) -> None:
    """Takes the login back (`take_back_login`) and the one-time links with which others would decide in its name.

    Posts that were scheduled under a word through one of them are held.
    """
    since = take_back_login(session, person=person, up_to=up_to, by=by, now=now)
    digests = close_links_of(session, person_id=person.id or 0, since=since, by=by, now=now)
    hold_lapsed(session, digests=digests, by=by, now=now)
