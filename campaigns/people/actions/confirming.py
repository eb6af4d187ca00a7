"""Proving once more, in the middle of a session, who sits at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.people.actions.sessions import renew_session
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import DeskSession

#: How long a given proof counts for decisions that others rely on.
FRESH = timedelta(minutes=10)


def is_fresh(desk_session: DeskSession, now: datetime) -> bool:
    """Whether the person has proven who they are lately enough for a decision."""
    return now - desk_session.confirmed_at < FRESH


def confirm_session(session: Session, *, token_hash: str, by: Actor, how: str, now: datetime) -> str:
    """Notes that the person has proven again who they are; the session goes on under a new secret, for the cookie.

    `how`: password, code or passkey.
    """
    token = renew_session(session, token_hash=token_hash, now=now)
    record(
        session, action="confirm_login", subject="person", subject_id=by.person_id, by=by, now=now, how=how
    )
    return token
