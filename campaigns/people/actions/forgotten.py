"""A forgotten password: the desk notes the address that was typed, the worker looks whose it is.

So the desk does the same for every address, and neither its answer nor its time says who has a login here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.actions.login_links import GOOD_FOR, make_login_link
from campaigns.people.models import ADDRESS_PURPOSE, ForgottenPassword
from campaigns.people.queries import find_person
from campaigns.people.told_keys import digest_of_address, told_keys
from campaigns.sealing import seal, unseal
from campaigns.vocabulary import LinkKind

#: A request that nobody answered by then is not answered any more.
STALE = timedelta(hours=1)


def note_forgotten(session: Session, *, email: str, key: bytes, now: datetime) -> None:
    """Notes that somebody asked for a link to this address, whoever has it."""
    session.add(ForgottenPassword(address=seal(email.encode(), key, purpose=ADDRESS_PURPOSE), at=now))
    session.flush()


def forgotten_waits(session: Session) -> bool:
    """Whether somebody waits for a link."""
    return session.exec(select(ForgottenPassword.id).limit(1)).first() is not None


def answer_forgotten(session: Session, *, outbox: Outbox, base_url: str, now: datetime) -> int:
    """Writes to those who have an open login, forgets the rest; how many letters that were."""
    waiting = session.exec(select(ForgottenPassword).order_by(col(ForgottenPassword.id)).limit(50)).all()
    fresh = [row for row in waiting if now - row.at < STALE]
    asked = {unseal(row.address, outbox.key, purpose=ADDRESS_PURPOSE).decode() for row in fresh}
    written = sum(_write(session, email, outbox, base_url, now) for email in sorted(asked))
    session.exec(delete(ForgottenPassword).where(col(ForgottenPassword.id).in_([row.id for row in waiting])))
    return written


def _write(session: Session, email: str, outbox: Outbox, base_url: str, now: datetime) -> bool:
    person = find_person(session, email)
    if person is None or person.disabled_at is not None or not outbox.is_open:
        return False
    if told_keys(session, person.id or 0).address != digest_of_address(person):
        return False  # somebody wrote another address into the table: a link would go to them
    token = make_login_link(session, person=person, kind=LinkKind.RESET, by=None, now=now)
    good_for = GOOD_FOR[LinkKind.RESET]
    return put_letter(
        session,
        outbox=outbox,
        letter="reset_password",
        to=person.email,
        interface=person.reads,
        values={
            "link": f"{base_url}/login/link/{token}",
            "minutes": int(good_for.total_seconds() // 60),
        },
        now=now,
        good_for=good_for,
    )
