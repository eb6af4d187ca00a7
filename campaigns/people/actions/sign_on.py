"""Whose login somebody is whom a provider of single sign-on vouches for."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from campaigns.errors import NotAllowed
from campaigns.people.audit import record
from campaigns.people.models import Person, SignOnIdentity
from campaigns.people.queries import added_by, find_person


def person_at_provider(
    session: Session, *, issuer: str, subject: str, email: str, email_is_verified: bool, now: datetime
) -> Person:
    """The person with this identity; at the first login the one with this address, if the provider vouches for it.

    Nobody gets a login by being known to the provider: an admin of a programme has invited them before. An address
    that already belongs to another identity is not handed on.
    """
    known = session.exec(
        select(SignOnIdentity).where(SignOnIdentity.issuer == issuer, SignOnIdentity.subject == subject)
    ).first()
    person = session.get(Person, known.person_id) if known else None
    if known is None and email_is_verified:
        person = find_person(session, email)
        if person is not None and session.get(SignOnIdentity, (person.id, issuer)) is not None:
            person = None
    if person is None or person.disabled_at is not None:
        raise NotAllowed(
            "The provider knows you, but there is no login for you here. Ask an admin of your programme to invite you "
            "under the same e-mail address."
        )
    if known is None:
        session.add(SignOnIdentity(person_id=person.id or 0, issuer=issuer, subject=subject, created_at=now))
        session.flush()
        # The provider vouches for an address; who typed it here chose whom that is.
        adder = added_by(session, person.id or 0)
        hand = {} if adder in (None, person.id) else {"hand": adder}
        record(
            session, action="tie_sign_on", subject="person", subject_id=person.id, by=None, now=now, **hand
        )
    return person
