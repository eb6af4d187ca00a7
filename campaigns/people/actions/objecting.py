"""Objecting: somebody did not agree to what another person did to their login or their rights.

The letter that tells them of it carries a link, since their own password may not open the desk any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Session, col, delete, select

from campaigns.errors import NotFound
from campaigns.people.actions.login_links import void_login_links
from campaigns.people.actions.sessions import end_all_sessions
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.factors.challenges import end_half_logins_of
from campaigns.people.factors.models import Authenticator, Passkey, RecoveryCode
from campaigns.people.models import AuditEntry, Person, SignOnIdentity
from campaigns.people.new_voices import DEEDS, OBJECTED, WAITS

#: Somebody may come back from three weeks of holidays; what was done in their name meanwhile is then found.
GOOD_FOR = timedelta(days=30)


def objection_token(key: bytes, *, person_id: int, up_to: int) -> str:
    """The secret of a letter's link: whose login it is about, and up to which row of the trail."""
    return str(_signer(key).dumps([person_id, up_to]))


def objection_of(session: Session, *, token: str, key: bytes, now: datetime) -> tuple[Person, int]:
    """Whose objection this link is, and up to which row. One that is made up, too old or used is not found."""
    try:
        person_id, up_to = _signer(key).loads(token)
    except (BadSignature, ValueError, TypeError):
        person_id, up_to = 0, 0
    entry, person = session.get(AuditEntry, up_to), session.get(Person, person_id)
    if (
        entry is None
        or person is None
        or now - entry.at >= GOOD_FOR
        or _has_objected(session, person_id, up_to)
    ):
        raise NotFound(
            "This link opens nothing: it was used, is too old, or is not whole. If your login is in wrong hands, ask a "
            "lead of your programme."
        )
    return person, up_to


def take_back_login(
    session: Session, *, person: Person, up_to: int, by: Actor | None, now: datetime
) -> datetime:
    """The person did not agree to what came to their login up to this row of the trail: nobody gets in by it.

    Sessions end; password, links, ties to single sign-on and every factor added since are gone. An older passkey of
    their own still opens the login; otherwise they ask for a new password. Their rights stay, and wait. Says since when
    the login was in other hands.
    """
    number = person.id or 0
    end_all_sessions(session, person_id=number, now=now)
    end_half_logins_of(session, person_id=number)
    void_login_links(session, person_id=number, now=now)
    person.password_hash = None
    session.add(person)
    session.exec(delete(SignOnIdentity).where(col(SignOnIdentity.person_id) == number))
    began = _since(session, number, up_to)
    for table, came in (
        (Passkey, Passkey.created_at),
        (Authenticator, Authenticator.confirmed_at),
        (RecoveryCode, RecoveryCode.created_at),
    ):
        session.exec(delete(table).where(col(table.person_id) == number, col(came) >= began))
    record(
        session,
        action=OBJECTED,
        subject="person",
        subject_id=number,
        by=by,
        now=now,
        up_to=up_to,
        login="closed",
        since=began.isoformat(),
    )
    return began


def _since(session: Session, person_id: int, up_to: int) -> datetime:
    """When the oldest of those deeds came: a day before the latest is the most."""
    latest = session.get_one(AuditEntry, up_to)
    query = (
        select(AuditEntry.at)
        .where(
            AuditEntry.subject == "person",
            AuditEntry.subject_id == person_id,
            col(AuditEntry.action).in_(list(DEEDS)),
            col(AuditEntry.at) > latest.at - WAITS,
        )
        .order_by(col(AuditEntry.id))
    )
    return session.exec(query).first() or latest.at


def _has_objected(session: Session, person_id: int, up_to: int) -> bool:
    later = select(AuditEntry.id).where(
        AuditEntry.subject == "person",
        AuditEntry.subject_id == person_id,
        AuditEntry.action == OBJECTED,
        col(AuditEntry.programme_id).is_(None),
        col(AuditEntry.id) > up_to,
    )
    return session.exec(later.limit(1)).first() is not None


def _signer(key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="objection to a new voice")
