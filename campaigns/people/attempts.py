"""The login limiter: tries per minute for an account and for an address, kept in the database.

Neither the account nor the address is stored, only keyed hashes. A browser that has logged in to the
account before is counted apart, so that a stranger who keeps trying cannot lock its owner out.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from campaigns.errors import Refusal
from campaigns.people.models import LoginAttempt

WINDOW = timedelta(minutes=1)
KEPT = timedelta(days=1)
PER_ACCOUNT = 5
PER_ADDRESS = 20


class TooManyTries(Refusal):
    """The account or the address tried too often in the last minute."""

    status = 429


def keyed_subject(key: bytes, kind: str, value: str) -> str:
    """The keyed hash under which tries of an account, an address or a browser are counted."""
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def admit_attempt(session: Session, *, account_key: str, address_key: str, now: datetime) -> None:
    """Counts one try before the password is looked at; refuses it when there were too many.

    Runs in a transaction of its own, so that the count stays when the login is refused.
    """
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < now - KEPT))
    for subject, limit in ((account_key, PER_ACCOUNT), (address_key, PER_ADDRESS)):
        tries = session.exec(
            select(func.count())
            .select_from(LoginAttempt)
            .where(LoginAttempt.subject == subject, col(LoginAttempt.at) > now - WINDOW)
        ).one()
        if tries >= limit:
            raise TooManyTries("Too many tries. Wait a minute, then try again.")
    session.add_all([LoginAttempt(subject=subject, at=now) for subject in (account_key, address_key)])
    session.flush()


def forget_attempts(session: Session, *, account_key: str) -> None:
    """The right password was given: the account starts from nought again."""
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.subject) == account_key))
