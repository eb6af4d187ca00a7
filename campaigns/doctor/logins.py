"""Logins that somebody wrote into the database: they open nothing, and whoever runs the house wants to know of them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.doctor.finding import Finding, note
from campaigns.people.actions.sessions import ABSOLUTE
from campaigns.people.factors.models import Passkey
from campaigns.people.models import DeskSession, Person, SignOnIdentity
from campaigns.people.session_seals import is_sealed
from campaigns.people.told_keys import (
    digest_of_address,
    digest_of_passkey,
    digest_of_password,
    digest_of_tie,
    told_keys,
)


def check_logins(session: Session, now: datetime) -> list[Finding]:
    """Open logins with an address, a password, a passkey or a tie, and open sessions, that Litfass did not write."""
    people = session.exec(select(Person).where(col(Person.disabled_at).is_(None)))
    changed = sum(not _is_as_told(session, person) for person in people)
    sessions = session.exec(
        select(DeskSession).where(
            col(DeskSession.ended_at).is_(None), col(DeskSession.created_at) > now - ABSOLUTE
        )
    )
    unsealed = sum(not is_sealed(session, row) for row in sessions)
    if not changed and not unsealed:
        return []
    return [
        note(
            "logins",
            "{count} logins and {sessions} sessions were written into the database past Litfass. They open nothing.",
            "Find out who wrote them there. A password is set anew through a link of Settings, People; another address "
            "has to be put back.",
            count=changed,
            sessions=unsealed,
        )
    ]


def _is_as_told(session: Session, person: Person) -> bool:
    told, number = told_keys(session, person.id or 0), person.id
    passkeys = session.exec(select(Passkey).where(Passkey.person_id == number))
    ties = session.exec(select(SignOnIdentity).where(SignOnIdentity.person_id == number))
    return (
        (told.address, told.password) == (digest_of_address(person), digest_of_password(person))
        and all(digest_of_passkey(row) in told.passkeys for row in passkeys)
        and all(digest_of_tie(row) in told.ties for row in ties)
    )
