"""The login limiter: tries per minute for an account and for an address, kept in the database.

Neither the account nor the address is stored, only keyed hashes. A browser that has logged in to the account before, or
opened a link of its letters, is counted by itself and not with its address: a stranger who keeps trying, also
from the same office, does not lock the owner out. Whoever is locked out elsewhere asks for a link at the login.
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


def admit_attempt(session: Session, *, account_key: str, address_key: str | None, now: datetime) -> None:
    """Counts one try before the password is looked at; refuses it when there were too many. `address_key` is None where
    it is known who tries: a browser of the account, a session.

    Runs in a transaction of its own, so that the count stays when the login is refused.
    """
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < now - KEPT))
    counted = [(account_key, PER_ACCOUNT)] + ([(address_key, PER_ADDRESS)] if address_key else [])
    for subject, limit in counted:
        tries = session.exec(
            select(func.count())
            .select_from(LoginAttempt)
            .where(LoginAttempt.subject == subject, col(LoginAttempt.at) > now - WINDOW)
        ).one()
        if tries >= limit:
            raise TooManyTries("Too many tries. Wait a minute, then try again.")
    session.add_all([LoginAttempt(subject=subject, at=now) for subject, _limit in counted])
    session.flush()


def forget_attempts(session: Session, *, account_key: str) -> None:
    """The right password was given: the account starts from nought again."""
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.subject) == account_key))
