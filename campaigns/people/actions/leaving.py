"""Somebody leaves a programme: every role at once, and the login too where it opens nothing else."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import BadInput, NotFound
from campaigns.people.actions.logins import disable_person
from campaigns.people.actions.people import revoke_role
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Membership, Person
from campaigns.vocabulary import Role


def end_membership(session: Session, *, person: Person, programme_id: int, by: Actor, now: datetime) -> int:
    """Takes all roles in the programme and ends all sessions at once; says how many roles there were.

    A login that works in no other programme is closed. Refuses the last admin, and oneself.
    """
    if person.id == by.person_id:
        raise BadInput("You cannot end your own membership. Ask another admin.")
    query = select(Membership).where(Membership.person_id == person.id).order_by(col(Membership.id))
    held = list(session.exec(query))
    here = [one for one in held if one.programme_id == programme_id]
    if not here:
        raise NotFound("This person has no role in the programme any more.")
    # What may be refused comes first.
    for one in sorted(here, key=lambda each: each.role is not Role.ADMIN):
        revoke_role(
            session,
            person=person,
            programme_id=programme_id,
            role=one.role,
            language=one.language,
            by=by,
            now=now,
        )
    record(
        session,
        action="end_membership",
        subject="person",
        subject_id=person.id,
        by=by,
        programme_id=programme_id,
        now=now,
        roles=len(here),
    )
    if len(here) == len(held):
        disable_person(session, person=person, by=by, now=now)
    return len(here)
