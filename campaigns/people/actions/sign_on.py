"""Whose login somebody is whom a provider of single sign-on vouches for."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from campaigns.errors import NotAllowed
from campaigns.people.audit import record
from campaigns.people.models import Person, SignOnIdentity
from campaigns.people.queries import find_person
from campaigns.people.told_keys import Keys, digest_of_address, digest_of_tie, told_keys


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
    told = told_keys(session, person.id or 0) if person else None
    if (
        person is None
        or told is None
        or person.disabled_at is not None
        or not _leads_here(told, person, known)
    ):
        raise NotAllowed(
            "The provider knows you, but there is no login for you here. Ask an admin of your programme to invite you "
            "under the same e-mail address."
        )
    if known is None:
        tie = SignOnIdentity(person_id=person.id or 0, issuer=issuer, subject=subject, created_at=now)
        session.add(tie)
        session.flush()
        # The provider vouches for an address; who typed it here chose whom that is.
        hand = {} if told.adder in (None, person.id) else {"hand": told.adder}
        record(
            session,
            action="tie_sign_on",
            subject="person",
            subject_id=person.id,
            by=None,
            now=now,
            key=digest_of_tie(tie),
            **hand,
        )
    return person


def _leads_here(told: Keys, person: Person, known: SignOnIdentity | None) -> bool:
    """Whether the trail tells of this tie, or of the address by which one is made."""
    if known is not None:
        return digest_of_tie(known) in told.ties
    return told.address == digest_of_address(person)
