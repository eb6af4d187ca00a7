"""Proving once more, in the middle of a session, who sits at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import DeskSession

#: How long a given password counts for decisions that others rely on.
FRESH = timedelta(minutes=10)


def is_fresh(desk_session: DeskSession, now: datetime) -> bool:
    """Whether the person has proven who they are lately enough for a decision."""
    return now - desk_session.confirmed_at < FRESH


def confirm_session(session: Session, *, token_hash: str, by: Actor, now: datetime) -> None:
    """Notes that the password was given again in this session, which goes on under its own secret."""
    session.exec(
        update(DeskSession)
        .where(col(DeskSession.token_hash) == token_hash, col(DeskSession.ended_at).is_(None))
        .values(confirmed_at=now)
    )
    record(session, action="confirm_login", subject="person", subject_id=by.person_id, by=by, now=now)
