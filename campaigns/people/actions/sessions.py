"""Sessions at the desk: kept in the database, so that they can be ended from there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select, update

from campaigns.people.models import DeskSession, Person
from campaigns.people.session_seals import UNSEALED, is_sealed, last_ending, sealed

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


@dataclass(frozen=True)
class OpenedSession:
    """A fresh session and the secret for its cookie, which is not stored anywhere."""

    row: DeskSession
    token: str


def open_session(
    session: Session,
    *,
    person: Person,
    programme_id: int | None,
    now: datetime,
    device: str = "",
    proven_by: str = "password",
    proven_at: datetime | None = None,
    is_new_device: bool = False,
) -> OpenedSession:
    """Begins a session under a new secret; whatever the browser carried before is worth nothing.

    `proven_at`: when the person proved who they are, if that was not this very moment.
    """
    token = secrets.token_urlsafe(32)
    row = DeskSession(
        token_hash=hash_token(token),
        person_id=person.id or 0,
        programme_id=programme_id,
        csrf_secret=secrets.token_hex(32),
        created_at=now,
        seen_at=now,
        confirmed_at=proven_at or now,
        device=device[:60],
        proven_by=proven_by,
        is_new_device=is_new_device,
        since_row=last_ending(session, person.id or 0),
    )
    row.seal = sealed(session, row)["seal"]
    session.add(row)
    session.flush()
    return OpenedSession(row=row, token=token)


def find_session(session: Session, *, token: str, now: datetime) -> tuple[DeskSession, Person] | None:
    """The session of this cookie and its person, if it is still good: not ended, not idle, not too old, and written by
    Litfass after the last change of the person's password and rights.
    """
    found = session.exec(
        select(DeskSession, Person)
        .join(Person, col(Person.id) == col(DeskSession.person_id))
        .where(
            DeskSession.token_hash == hash_token(token),
            col(DeskSession.ended_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    row, person = found
    if now - row.seen_at >= IDLE or now - row.created_at >= ABSOLUTE:
        return None
    if not is_sealed(session, row) or row.since_row != last_ending(session, row.person_id):
        return None
    return row, person


def touch_session(session: Session, *, token_hash: str, now: datetime) -> None:
    """Notes that the session is in use. One that was ended meanwhile stays ended."""
    _change(session, token_hash, seen_at=now)


def renew_session(session: Session, *, token_hash: str, now: datetime) -> str:
    """Puts the session under a new secret, after its person has proven again who they are; the old one opens nothing.

    The new secret for the cookie. A session that ended meanwhile stays ended.
    """
    token = secrets.token_urlsafe(32)
    _change(session, token_hash, token_hash=hash_token(token), confirmed_at=now, seen_at=now)
    return token


def carry_session_on(session: Session, *, token_hash: str, person_id: int) -> None:
    """Lets the session of whoever changed their own password go on, which the change has ended for all others."""
    _change(session, token_hash, since_row=last_ending(session, person_id))


def list_sessions(session: Session, *, person_id: int, now: datetime) -> Sequence[DeskSession]:
    """The person's sessions that are still good, the latest used first."""
    return session.exec(
        select(DeskSession)
        .where(
            DeskSession.person_id == person_id,
            col(DeskSession.ended_at).is_(None),
            col(DeskSession.seen_at) > now - IDLE,
            col(DeskSession.created_at) > now - ABSOLUTE,
        )
        .order_by(col(DeskSession.seen_at).desc())
    ).all()


def end_own_session(session: Session, *, person_id: int, mark: str, now: datetime) -> bool:
    """Ends the session of the person whose hash begins with `mark`; whether there was one."""
    found = [
        each for each in list_sessions(session, person_id=person_id, now=now) if session_mark(each) == mark
    ]
    for each in found:
        end_session(session, token_hash=each.token_hash, now=now)
    return bool(found)


def session_mark(row: DeskSession) -> str:
    """How a list names a session: the beginning of a hash, from which nothing can be opened."""
    return row.token_hash[:16]


def choose_programme(session: Session, *, token_hash: str, programme_id: int) -> None:
    """The programme this session works in from now on."""
    session.exec(
        update(DeskSession).where(col(DeskSession.token_hash) == token_hash).values(programme_id=programme_id)
    )


def end_session(session: Session, *, token_hash: str, now: datetime) -> None:
    """Logging out."""
    session.exec(
        update(DeskSession)
        .where(col(DeskSession.token_hash) == token_hash, col(DeskSession.ended_at).is_(None))
        .values(ended_at=now, seal=UNSEALED)
    )


def end_all_sessions(session: Session, *, person_id: int, now: datetime, keep: str | None = None) -> None:
    """Ends every session of a person, but for the one whose hash is `keep`."""
    query = update(DeskSession).where(
        col(DeskSession.person_id) == person_id, col(DeskSession.ended_at).is_(None)
    )
    if keep is not None:
        query = query.where(col(DeskSession.token_hash) != keep)
    session.exec(query.values(ended_at=now, seal=UNSEALED))


def _change(session: Session, token_hash: str, /, **changes: Any) -> None:
    """Changes a session that is sealed as it stands, and seals it anew; any other stays as it is."""
    row = session.exec(
        select(DeskSession).where(DeskSession.token_hash == token_hash, col(DeskSession.ended_at).is_(None))
    ).first()
    if row is None or not is_sealed(session, row):
        return
    session.exec(
        update(DeskSession)
        .where(
            col(DeskSession.token_hash) == token_hash,
            col(DeskSession.seal) == row.seal,
            col(DeskSession.ended_at).is_(None),
        )
        .values(**sealed(session, row, **changes))
        .execution_options(synchronize_session=False)
    )
    session.expire(row)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
