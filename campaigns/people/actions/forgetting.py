"""Traces of logins are kept no longer than they are of use."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, or_, select

from campaigns.people.actions.sessions import ABSOLUTE
from campaigns.people.attempts import KEPT as ATTEMPTS_KEPT
from campaigns.people.factors.challenges import forget_old_challenges
from campaigns.people.models import DeskSession, ForgottenPassword, LoginAttempt, LoginLink

SESSIONS_KEPT = timedelta(days=30)


def forget_old_logins(session: Session, *, now: datetime) -> int:
    """Deletes tries of logins older than a day and sessions and links that ended more than 30 days ago; says how many.

    Which sessions somebody had stands in the trail as logins; these rows say no more.
    """
    attempts = session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < now - ATTEMPTS_KEPT))
    sessions = session.exec(delete(DeskSession).where(_over(now - SESSIONS_KEPT)))
    challenges = forget_old_challenges(session, now=now)
    session.exec(delete(ForgottenPassword).where(col(ForgottenPassword.at) < now - ATTEMPTS_KEPT))
    links = session.exec(delete(LoginLink).where(col(LoginLink.expires_at) < now - SESSIONS_KEPT))
    return int(attempts.rowcount) + int(sessions.rowcount) + int(links.rowcount) + challenges


def overdue_logins(session: Session, *, now: datetime, grace: timedelta) -> int:
    """How many of both are still there although they should be gone for longer than `grace`."""
    attempts = select(func.count()).select_from(LoginAttempt)
    sessions = select(func.count()).select_from(DeskSession)
    return (
        session.exec(attempts.where(col(LoginAttempt.at) < now - ATTEMPTS_KEPT - grace)).one()
        + session.exec(sessions.where(_over(now - SESSIONS_KEPT - grace))).one()
    )


def _over(moment: datetime) -> ColumnElement[bool]:
    """Sessions that were over before this moment: ended, or too old to be good by then."""
    return or_(col(DeskSession.ended_at) < moment, col(DeskSession.created_at) < moment - ABSOLUTE)
