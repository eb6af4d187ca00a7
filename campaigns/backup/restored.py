"""What is no longer so in rows that were put back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update

from campaigns.mail.models import Mail
from campaigns.newsletter.ledger import doubt_restored_mails
from campaigns.newsletter.models import SignUp
from campaigns.people.factors.models import HalfLogin, PasskeyChallenge
from campaigns.people.models import DeskSession, LoginAttempt, LoginLink
from campaigns.people.session_seals import UNSEALED
from campaigns.placements.actions.restored import doubt_restored
from campaigns.placements.models import PublisherLock
from campaigns.work.actions import recover_abandoned
from campaigns.work.models import Heartbeat

#: Logins, their links, who sends, what is on its way: true of the old machine, not of this one.
LEFT_BEHIND = (
    PublisherLock,
    Heartbeat,
    LoginAttempt,
    LoginLink,
    HalfLogin,
    PasskeyChallenge,
    Mail,
    SignUp,
)

#: What reports say of sending afterwards.
PAUSED = "paused"


def mark_as_restored(session: Session, *, made_at: str, now: datetime) -> int:
    """Takes away what was true of the old machine, and returns how many placements may have gone out since.

    `made_at`: when the archive was made, ISO 8601.
    """
    for table in LEFT_BEHIND:
        session.exec(delete(table))
    session.exec(
        update(DeskSession).where(col(DeskSession.ended_at).is_(None)).values(ended_at=now, seal=UNSEALED)
    )
    recover_abandoned(session, now=now, silent_for=timedelta(0))
    doubted = doubt_restored(session, backed_up_at=datetime.fromisoformat(made_at), now=now)
    doubt_restored_mails(session, now=now)
    return doubted
