"""Challenges for passkeys, and logins that wait for their second half: kept here, taken once, gone in minutes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from campaigns.errors import Refusal
from campaigns.people.factors.models import HalfLogin, PasskeyChallenge
from campaigns.people.models import Person

GOOD_FOR = timedelta(minutes=5)
#: Wrong codes before the password has to be given again.
MOST_TRIES = 5


class StartAgain(Refusal):
    """The half login is too old or was tried too often."""

    status = 401


def new_challenge(session: Session, *, holder: str, now: datetime) -> bytes:
    """A fresh challenge for this browser or session; the one before is worth nothing any more."""
    challenge = secrets.token_bytes(32)
    session.exec(delete(PasskeyChallenge).where(col(PasskeyChallenge.holder) == _hashed(holder)))
    session.add(PasskeyChallenge(holder=_hashed(holder), challenge=bytes_to_base64url(challenge), at=now))
    session.flush()
    return challenge


def take_challenge(session: Session, *, holder: str, now: datetime) -> bytes | None:
    """The browser's challenge, once; None when there is none or it is older than five minutes."""
    row = session.get(PasskeyChallenge, _hashed(holder))
    if row is None:
        return None
    taken = session.exec(
        delete(PasskeyChallenge).where(
            col(PasskeyChallenge.holder) == row.holder, col(PasskeyChallenge.challenge) == row.challenge
        )
    )
    if taken.rowcount != 1 or now - row.at >= GOOD_FOR:
        return None
    return base64url_to_bytes(row.challenge)


def begin_half_login(session: Session, *, person: Person, now: datetime) -> str:
    """The password was right: the token with which the second factor may follow.

    It names its person: the browser keeps it in a signed cookie, so that a changed row makes it nobody else's.
    """
    token = f"{person.id}.{secrets.token_urlsafe(32)}"
    session.add(HalfLogin(token_hash=_hashed(token), person_id=person.id or 0, at=now))
    session.flush()
    return token


def person_of_half_login(session: Session, *, token: str, now: datetime) -> Person:
    """Whose login waits here. Refuses one that is unknown, too old, tried too often, or of a closed account."""
    row = session.get(HalfLogin, _hashed(token)) if token else None
    person = session.get(Person, row.person_id) if row else None
    if (
        row is None
        or person is None
        or token.partition(".")[0] != str(person.id)
        or person.disabled_at is not None
        or row.tries >= MOST_TRIES
        or now - row.at >= GOOD_FOR
    ):
        raise StartAgain("That took too long or was tried too often. Begin again with your password.")
    return person


def count_try(session: Session, *, token: str) -> None:
    """One more answer to the question for the second factor."""
    session.exec(
        update(HalfLogin)
        .where(col(HalfLogin.token_hash) == _hashed(token))
        .values(tries=col(HalfLogin.tries) + 1)
    )


def end_half_login(session: Session, *, token: str) -> None:
    """It became a whole one, or nobody wants it."""
    session.exec(delete(HalfLogin).where(col(HalfLogin.token_hash) == _hashed(token)))


def end_half_logins_of(session: Session, *, person_id: int) -> None:
    """A new password, or a closed account: whatever began with the old one ends."""
    session.exec(delete(HalfLogin).where(col(HalfLogin.person_id) == person_id))


def forget_old_challenges(session: Session, *, now: datetime) -> int:
    """Deletes what is too old to be used; says how many rows."""
    return sum(
        int(session.exec(delete(table).where(col(table.at) < now - GOOD_FOR)).rowcount)
        for table in (PasskeyChallenge, HalfLogin)
    )


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
