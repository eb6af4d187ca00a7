"""People of a programme: adding them, giving and taking roles."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import BadInput
from campaigns.languages import language as known_language
from campaigns.people.actions.logins import check_interface, check_name
from campaigns.people.actions.sessions import end_all_sessions
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Membership, Person, ProgrammeLanguage
from campaigns.people.passwords import check_password, hash_password
from campaigns.people.queries import find_person, normalise_email
from campaigns.people.told_keys import digest_of_address, digest_of_password
from campaigns.vocabulary import LANGUAGE_ROLES, Role

ADDRESS = re.compile(r"[^@\s\"<>(),;:]+@[^@\s\"<>(),;:]+")


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    password: str | None,
    by: Actor | None,
    now: datetime,
    interface: str = "",
    hashed: str | None = None,
) -> Person:
    """A new login. Without a password (`hashed`: one that was hashed before) nobody can log in until one is set."""
    address = normalise_email(email)
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise BadInput("This is not an e-mail address. Write it like name@example.org.", field="email")
    if find_person(session, address) is not None:
        raise BadInput("There is already a login with this e-mail address.", field="email")
    check_interface(interface)
    if password is not None:
        check_password(password, email=address)
    person = Person(
        email=address,
        name=check_name(name),
        password_hash=hash_password(password) if password is not None else hashed,
        interface=interface,
        created_at=now,
    )
    session.add(person)
    session.flush()
    record(
        session,
        action="add_person",
        subject="person",
        subject_id=person.id,
        by=by,
        now=now,
        address=digest_of_address(person),
        password=digest_of_password(person),
    )
    return person


def grant_role(
    session: Session,
    *,
    person: Person,
    programme_id: int,
    role: Role,
    language: str = "",
    by: Actor | None,
    now: datetime,
) -> Membership:
    """Gives a role in a programme; translators and lawyers get it for one language at a time."""
    _check_language(session, programme_id=programme_id, role=role, language=language)
    held = _held(session, person=person, programme_id=programme_id, role=role, language=language)
    if held is not None:
        return held
    membership = Membership(
        person_id=person.id or 0,
        programme_id=programme_id,
        role=role,
        language=language,
        created_at=now,
        created_by=person_id(by),
    )
    session.add(membership)
    session.flush()
    end_all_sessions(session, person_id=person.id or 0, now=now)
    record(
        session,
        action="grant_role",
        subject="person",
        subject_id=person.id,
        by=by,
        programme_id=programme_id,
        now=now,
        role=role.value,
        language=language,
    )
    return membership


def revoke_role(
    session: Session,
    *,
    person: Person,
    programme_id: int,
    role: Role,
    language: str = "",
    by: Actor | None,
    now: datetime,
) -> None:
    """Takes a role away and ends the person's sessions, so that it holds from this moment."""
    held = _held(session, person=person, programme_id=programme_id, role=role, language=language)
    if held is None:
        return
    if role is Role.ADMIN and not _other_admins(session, programme_id=programme_id, person=person):
        raise BadInput(
            "This is the last admin of the programme. Give somebody else the role of admin first.",
            field="role",
        )
    session.delete(held)
    session.flush()
    end_all_sessions(session, person_id=person.id or 0, now=now)
    record(
        session,
        action="revoke_role",
        subject="person",
        subject_id=person.id,
        by=by,
        programme_id=programme_id,
        now=now,
        role=role.value,
        language=language,
    )


def _check_language(session: Session, *, programme_id: int, role: Role, language: str) -> None:
    if role not in LANGUAGE_ROLES:
        if language:
            raise BadInput("Only translators and lawyers hold their role for a language.", field="language")
        return
    if not language:
        raise BadInput(
            "Translators and lawyers hold their role for a language. Choose one.", field="language"
        )
    known_language(language)
    if session.get(ProgrammeLanguage, (programme_id, language)) is None:
        raise BadInput(
            "The programme does not work in this language. Add the language to the programme first.",
            field="language",
        )


def _held(
    session: Session, *, person: Person, programme_id: int, role: Role, language: str
) -> Membership | None:
    return session.exec(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.programme_id == programme_id,
            Membership.role == role,
            Membership.language == language,
        )
    ).first()


def _other_admins(session: Session, *, programme_id: int, person: Person) -> bool:
    return (
        session.exec(
            select(Membership.id)
            .join(Person, col(Person.id) == col(Membership.person_id))
            .where(
                Membership.programme_id == programme_id,
                Membership.role == Role.ADMIN,
                Membership.person_id != person.id,
                col(Person.disabled_at).is_(None),
            )
            .limit(1)
        ).first()
        is not None
    )
