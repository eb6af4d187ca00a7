"""Logins: proving who it is, passwords, disabling, a person's own choices."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput, Refusal
from campaigns.people.actions.sessions import carry_session_on, end_all_sessions
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.factors.challenges import end_half_logins_of
from campaigns.people.models import Person
from campaigns.people.passwords import check_password, hash_password, needs_rehash, password_matches
from campaigns.people.queries import find_person
from campaigns.people.told_keys import digest_of_password, told_keys
from campaigns.vocabulary import Theme

INTERFACES = ("de", "en")


class ChangedByHand(Refusal):
    """What opens this login was not set through Litfass, as far as the trail tells."""

    status = 401


class WrongLogin(Refusal):
    """Account and password do not belong together; which of the two is wrong is not said."""

    status = 401


def authenticate(session: Session, *, email: str, password: str) -> Person:
    """The person with this address and password. Writes nothing, so that it needs no write transaction.

    Unknown and disabled accounts get the same answer after the same work. Tries are counted before, by
    `attempts.admit_attempt`.
    """
    person = find_person(session, email)
    usable = person is not None and person.disabled_at is None
    stored = person.password_hash if person and usable else None
    if not password_matches(stored, password) or person is None:
        raise WrongLogin("E-mail address or password is wrong.", field="email")
    check_password_is_told(session, person)
    return person


def check_password_is_told(session: Session, person: Person) -> None:
    """Refuses a password that somebody wrote into the database past Litfass."""
    if told_keys(session, person.id or 0).password != digest_of_password(person):
        raise ChangedByHand(
            "This password opens nothing: it was written into the database by hand. Ask for a new one at the login, or "
            "ask an admin of your programme for a link, and tell whoever runs this desk.",
            field="password",
        )


def refresh_hash(session: Session, *, person: Person, password: str, now: datetime) -> None:
    """Hashes a password that was just right again, if today's settings are stronger than its hash."""
    if person.password_hash and needs_rehash(person.password_hash):
        person.password_hash = hash_password(password)
        session.add(person)
        session.flush()
        record(
            session,
            action="rehash_password",
            subject="person",
            subject_id=person.id,
            by=None,
            now=now,
            password=digest_of_password(person),
        )


def set_password(
    session: Session,
    *,
    person: Person,
    password: str,
    by: Actor | None,
    now: datetime,
    keep_session: str | None = None,
    hand: int | None = None,
) -> Person:
    """Sets a new password and ends every session of the person but the one that asks (`keep_session`).

    `hand` is another person who made the link with which it was set (`people.new_voices`).
    """
    check_password(password, email=person.email)
    person.password_hash = hash_password(password)
    session.add(person)
    session.flush()
    end_all_sessions(session, person_id=person.id or 0, now=now, keep=keep_session)
    end_half_logins_of(session, person_id=person.id or 0)
    whose = {} if hand is None else {"hand": hand}
    record(
        session,
        action="set_password",
        subject="person",
        subject_id=person.id,
        by=by,
        now=now,
        password=digest_of_password(person),
        **whose,
    )
    if keep_session is not None:
        carry_session_on(session, token_hash=keep_session, person_id=person.id or 0)
    return person


def disable_person(session: Session, *, person: Person, by: Actor | None, now: datetime) -> Person:
    """Closes the login at once, in every programme. What the person did stays, with their name."""
    if by is not None and by.person_id == person.id:
        raise BadInput("You cannot disable your own login. Ask another admin.")
    if person.disabled_at is None:
        person.disabled_at = now
        session.add(person)
        session.flush()
        end_all_sessions(session, person_id=person.id or 0, now=now)
        end_half_logins_of(session, person_id=person.id or 0)
        record(session, action="disable_person", subject="person", subject_id=person.id, by=by, now=now)
    return person


def enable_person(session: Session, *, person: Person, by: Actor | None, now: datetime) -> Person:
    """Opens a disabled login again."""
    if person.disabled_at is not None:
        person.disabled_at = None
        session.add(person)
        session.flush()
        record(session, action="enable_person", subject="person", subject_id=person.id, by=by, now=now)
    return person


def change_profile(
    session: Session,
    *,
    person: Person,
    name: str,
    interface: str,
    theme: str,
    by: Actor | None,
    now: datetime,
) -> Person:
    """A person's own name, language of the desk and look."""
    check_interface(interface)
    if theme not in set(Theme):
        raise BadInput("There is no such look. Choose light, dark or like the device.", field="theme")
    person.name = check_name(name)
    person.interface = interface
    person.theme = Theme(theme)
    session.add(person)
    session.flush()
    record(session, action="change_profile", subject="person", subject_id=person.id, by=by, now=now)
    return person


def check_interface(interface: str) -> None:
    """A language the desk speaks, or '' for the one that the browser asks for."""
    if interface not in ("", *INTERFACES):
        raise BadInput("The desk speaks German and English. Choose one of them.", field="interface")


def check_name(name: str) -> str:
    """A name that can be shown: one line, not empty."""
    clean = " ".join(name.split())
    if not clean:
        raise BadInput("Give a name.", field="name")
    if len(clean) > 120:
        raise BadInput("The name is longer than 120 characters. Shorten it.", field="name")
    return clean
