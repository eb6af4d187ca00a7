"""Links that open a login once: to choose the first password, or a new one. Only their hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from campaigns.errors import NotFound
from campaigns.people.actions.logins import set_password
from campaigns.people.actions.sessions import hash_token
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import LoginLink, Person
from campaigns.people.told_keys import digest_of_link, told_keys
from campaigns.vocabulary import LinkKind

#: A link that was asked for is used at once or never; an invitation may lie over a holiday weekend.
GOOD_FOR = {
    LinkKind.RESET: timedelta(hours=1),
    LinkKind.HANDED: timedelta(hours=24),
    LinkKind.INVITE: timedelta(days=7),
}


def make_login_link(
    session: Session, *, person: Person, kind: LinkKind, by: Actor | None, now: datetime
) -> str:
    """The secret of a new link; every link the person had before opens nothing any more."""
    void_login_links(session, person_id=person.id or 0, now=now)
    token = secrets.token_urlsafe(32)
    row = LoginLink(
        token_hash=hash_token(token),
        person_id=person.id or 0,
        kind=kind,
        created_at=now,
        created_by=person_id(by),
        expires_at=now + GOOD_FOR[kind],
    )
    session.add(row)
    session.flush()
    record(
        session,
        action="make_login_link",
        subject="person",
        subject_id=person.id,
        by=by,
        now=now,
        kind=kind.value,
        key=digest_of_link(row),
    )
    return token


def person_of_link(session: Session, *, token: str, now: datetime) -> Person:
    """Whose link this is. One that is unknown, used, too old, of a closed login, or that the trail does not tell of is
    not found, whichever it is.
    """
    row = session.get(LoginLink, hash_token(token))
    person = session.get(Person, row.person_id) if row else None
    if (
        row is None
        or row.used_at is not None
        or now >= row.expires_at
        or person is None
        or person.disabled_at is not None
        or told_keys(session, row.person_id).link != digest_of_link(row)
    ):
        raise NotFound(
            "This link opens nothing: it was used, is too old, or is not whole. Ask for a new one at the login, or "
            "ask an admin of your programme."
        )
    return person


def use_login_link(session: Session, *, token: str, password: str, now: datetime) -> Person:
    """Sets the password the link is for, once, and ends every session. Second factors stay as they are."""
    person = person_of_link(session, token=token, now=now)
    told = told_keys(session, person.id or 0)
    # The first password: who typed the address chose where its letter goes.
    made_by = told.adder if told.link_by is None and not told.password else told.link_by
    hand = made_by if made_by != person.id else None
    set_password(session, person=person, password=password, by=None, now=now, hand=hand)
    void_login_links(session, person_id=person.id or 0, now=now)
    return person


def void_login_links(session: Session, *, person_id: int, now: datetime) -> None:
    """Whatever links the person has open nothing any more."""
    session.exec(
        update(LoginLink)
        .where(col(LoginLink.person_id) == person_id, col(LoginLink.used_at).is_(None))
        .values(used_at=now)
    )
