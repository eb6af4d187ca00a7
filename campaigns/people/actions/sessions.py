"""Sessions at the desk: kept in the database, so that they can be ended from there."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from campaigns.people.models import DeskSession, Person

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


@dataclass(frozen=True)
class OpenedSession:
    """A fresh session and the secret for its cookie, which is not stored anywhere."""

    row: DeskSession
    token: str


def open_session(
    session: Session, *, person: Person, programme_id: int | None, now: datetime
) -> OpenedSession:
    """Begins a session under a new secret; whatever the browser carried before is worth nothing."""
    token = secrets.token_urlsafe(32)
    row = DeskSession(
        token_hash=hash_token(token),
        person_id=person.id or 0,
        programme_id=programme_id,
        csrf_secret=secrets.token_hex(32),
        created_at=now,
        seen_at=now,
        confirmed_at=now,
    )
    session.add(row)
    session.flush()
    return OpenedSession(row=row, token=token)


def find_session(session: Session, *, token: str, now: datetime) -> tuple[DeskSession, Person] | None:
    """The session of this cookie and its person, if it is still good: not ended, not idle, not too old."""
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
    return row, person


def touch_session(session: Session, *, token_hash: str, now: datetime) -> None:
    """Notes that the session is in use. One that was ended meanwhile stays ended."""
    session.exec(
        update(DeskSession)
        .where(col(DeskSession.token_hash) == token_hash, col(DeskSession.ended_at).is_(None))
        .values(seen_at=now)
    )


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
        .values(ended_at=now)
    )


def end_all_sessions(session: Session, *, person_id: int, now: datetime, keep: str | None = None) -> None:
    """Ends every session of a person, but for the one whose hash is `keep`."""
    query = update(DeskSession).where(
        col(DeskSession.person_id) == person_id, col(DeskSession.ended_at).is_(None)
    )
    if keep is not None:
        query = query.where(col(DeskSession.token_hash) != keep)
    session.exec(query.values(ended_at=now))


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
