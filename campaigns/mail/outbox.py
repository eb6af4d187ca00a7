"""The outbox: what is put in, what is due, what became of it.

A letter is put in by the transaction that has something to say, so it exists exactly when that happened. It leaves
at least once: when the answer of the mail server is lost it is handed over again under the same Message-ID, by
which mail programs know it. What must never go out twice (posts, newsletters) has placements, not letters.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, update

from campaigns.mail.letters import Letter, write_letter
from campaigns.mail.models import PURPOSE, Mail
from campaigns.sealing import Sealed, seal, unseal

#: After the first, second, … try that did not succeed. After the last one the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
#: A worker that takes a letter has this long before another one may.
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Outbox:
    """Where letters are put. `key` is the instance's `secrets.key`; closed while no mail server is set."""

    key: bytes
    is_open: bool


@dataclass(frozen=True)
class Envelope:
    """A letter on its way: who gets what, under which Message-ID."""

    mail_id: int
    message_id: str
    to: str
    subject: str
    text: str


def put_letter(
    session: Session,
    *,
    outbox: Outbox,
    letter: str,
    to: str,
    interface: str,
    values: Mapping[str, object],
    now: datetime,
    good_for: timedelta | None = None,
) -> bool:
    """Puts a letter of letters.toml in; False (and nothing happens) where this instance sends no mail.

    `good_for`: what did not leave by then never leaves, such as a link that has expired.
    """
    if not outbox.is_open:
        return False
    written = write_letter(letter, interface=interface, values=values)
    put_written(session, key=outbox.key, name=letter, letter=written, to=to, now=now, good_for=good_for)
    return True


def put_written(
    session: Session,
    *,
    key: bytes,
    name: str,
    letter: Letter,
    to: str,
    now: datetime,
    good_for: timedelta | None = None,
    account_id: int | None = None,
) -> None:
    """Puts a letter in that is written already; with `account_id` it leaves by the server of that newsletter."""
    content = json.dumps({"to": to, "subject": letter.subject, "text": letter.text})
    session.add(
        Mail(
            letter=name,
            account_id=account_id,
            content=seal(content.encode(), key, purpose=PURPOSE),
            message_id=secrets.token_hex(16),
            created_at=now,
            useless_at=now + good_for if good_for else None,
            next_at=now,
        )
    )
    session.flush()


def take_letters(
    session: Session, *, key: bytes, now: datetime, most: int = 20, account_id: int | None = None
) -> list[Envelope]:
    """Takes what is due for one lease; a worker that dies meanwhile leaves it to the next one."""
    session.exec(
        update(Mail)
        .where(col(Mail.next_at).is_not(None), col(Mail.useless_at) <= now)
        .values(next_at=None, content=None, given_up_at=now, problem="late")
    )
    due = session.exec(
        select(Mail)
        .where(col(Mail.next_at) <= now, col(Mail.account_id).is_not_distinct_from(account_id))
        .order_by(col(Mail.next_at), col(Mail.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.next_at, row.tries = now + LEASE, row.tries + 1
        session.add(row)
    session.flush()
    return [_open(row, key) for row in due if row.content is not None]


def letters_wait(session: Session, *, now: datetime) -> bool:
    """Whether anything is due for the instance's server; asked first, so that an idle worker takes no lock."""
    query = select(Mail.id).where(col(Mail.next_at) <= now, col(Mail.account_id).is_(None))
    return session.exec(query.limit(1)).first() is not None


def accounts_with_letters(session: Session, *, now: datetime) -> list[int]:
    """Newsletters whose own letters are due."""
    query = select(Mail.account_id).where(col(Mail.next_at) <= now, col(Mail.account_id).is_not(None))
    return sorted(number for number in session.exec(query.distinct()) if number is not None)


def settle_sent(session: Session, *, mail_id: int, now: datetime) -> None:
    """The server has it; its content is gone from here."""
    session.exec(_this(mail_id).values(next_at=None, content=None, sent_at=now, problem=""))


def settle_failed(session: Session, *, mail_id: int, problem: str, for_good: bool, now: datetime) -> None:
    """It did not leave, or nobody knows: tried again after a pause, or given up."""
    row = session.get_one(Mail, mail_id)
    if row.next_at is None:
        return
    if for_good or row.tries > len(PAUSES):
        session.exec(_this(mail_id).values(next_at=None, content=None, given_up_at=now, problem=problem))
    else:
        session.exec(_this(mail_id).values(next_at=now + PAUSES[row.tries - 1], problem=problem))


def given_up(session: Session, *, since: datetime) -> Sequence[Mail]:
    """Letters that never arrived, the latest first."""
    return session.exec(
        select(Mail).where(col(Mail.given_up_at) >= since).order_by(col(Mail.given_up_at).desc())
    ).all()


def forget_old_mail(session: Session, *, now: datetime) -> int:
    """Deletes what ended 30 days ago; says how many."""
    return int(session.exec(delete(Mail).where(_over(now - KEPT))).rowcount)


def overdue_mail(session: Session, *, now: datetime, grace: timedelta) -> int:
    """How many rows should be gone for longer than `grace`."""
    return session.exec(select(func.count()).select_from(Mail).where(_over(now - KEPT - grace))).one()


def _over(moment: datetime) -> ColumnElement[bool]:
    return func.coalesce(Mail.sent_at, Mail.given_up_at) < moment


def _this(mail_id: int):  # type: ignore[no-untyped-def]
    return update(Mail).where(col(Mail.id) == mail_id, col(Mail.next_at).is_not(None))


def _open(row: Mail, key: bytes) -> Envelope:
    content = json.loads(unseal(Sealed(row.content or b""), key, purpose=PURPOSE))
    return Envelope(
        mail_id=row.id or 0,
        message_id=row.message_id,
        to=content["to"],
        subject=content["subject"],
        text=content["text"],
    )
