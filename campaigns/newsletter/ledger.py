"""The ledger of an issue: who is to get it, whose mail is on its way, what became of each.

The order is the promise, as with placements: a mail says `sending` on the disk before the mail server hears of it,
and only the run that wrote its token there may settle it. One commit settles a mail and takes the next, so whatever
dies leaves one mail in doubt, and everything else where it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select, update

from campaigns.content.models import Variant
from campaigns.newsletter.models import Issue, IssueMail, Subscriber
from campaigns.newsletter.queries import standing_of
from campaigns.placements.models import Placement
from campaigns.vocabulary import MailStatus

_MAIL: Table = IssueMail.__table__  # type: ignore[attr-defined]

#: After the first, second, … time that a server put a mail off. After the last one it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240))


class Stopped(Exception):
    """This run sends no further mail: another one took over, somebody paused, or the words may leave no more."""


@dataclass(frozen=True)
class Run:
    """The right to hand out an issue. A later run of the same placement ends it."""

    placement_id: int
    token: str


@dataclass(frozen=True)
class Taken:
    """A mail that is about to be handed over: its rows of the ledger, whose it is, the placements it holds."""

    rows: tuple[int, ...]
    token: str
    message_id: str
    subscriber_id: int
    address: bytes
    address_hash: str
    placements: tuple[int, ...]


@dataclass(frozen=True)
class Settled:
    """What became of a mail. `retry`: it provably did not arrive and may be tried again."""

    taken: Taken
    status: MailStatus
    problem: str = ""
    retry: bool = False
    sets_aside: bool = False


def open_issue(session: Session, *, key: str, now: datetime) -> Run:
    """Begins a run for the placement with this key. The first one writes down who is to get the issue.

    Mails that an earlier run left on their way are in doubt from now on. When a person sends an issue again that
    nobody is known to have, its doubtful mails wait once more, under their old Message-ID.
    """
    placement = session.exec(select(Placement).where(Placement.key == key).with_for_update()).one()
    number, token = placement.id or 0, secrets.token_hex(16)
    assert placement.due_at is not None
    issue = session.get(Issue, number)
    if issue is None:
        session.add(Issue(placement_id=number, token=token, due_at=placement.due_at, opened_at=now))
        _list_readers(session, placement, now)
        session.flush()
        return Run(number, token)
    mine = col(IssueMail.placement_id) == number
    doubt_mails(session, placement_id=number, now=now)
    standing = standing_of(session, placement_id=number)
    if issue.due_at != placement.due_at and not standing.of(MailStatus.SENT) + standing.of(
        MailStatus.WAITING
    ):
        session.exec(
            update(IssueMail)
            .where(
                mine,
                col(IssueMail.status) == MailStatus.UNCONFIRMED,
                col(IssueMail.subscriber_id).is_not(None),
            )
            .values(status=MailStatus.WAITING, next_at=now, token=None, settled_at=None, problem="")
        )
    issue.token, issue.due_at = token, placement.due_at
    session.add(issue)
    session.flush()
    return Run(number, token)


def settle_mail(session: Session, settled: Settled, *, now: datetime) -> None:
    """Writes down what became of a mail. One that was decided otherwise meanwhile stays as it is."""
    taken = settled.taken
    status, next_at = settled.status, None
    if settled.retry:
        tries = session.exec(select(IssueMail.tries).where(IssueMail.id == taken.rows[0])).one()
        if tries > len(PAUSES):
            status = MailStatus.GIVEN_UP
        else:
            status, next_at = MailStatus.WAITING, now + PAUSES[tries - 1]
    session.exec(
        update(IssueMail)
        .where(
            col(IssueMail.id).in_(taken.rows),
            col(IssueMail.token) == taken.token,
            col(IssueMail.status).in_((MailStatus.SENDING, MailStatus.UNCONFIRMED)),
        )
        .values(status=status, next_at=next_at, settled_at=None if next_at else now, problem=settled.problem)
    )
    if settled.sets_aside:
        session.exec(
            update(Subscriber)
            .where(col(Subscriber.id) == taken.subscriber_id, col(Subscriber.set_aside_at).is_(None))
            .values(set_aside_at=now)
        )
    session.flush()


def put_back(session: Session, taken: Taken, *, now: datetime) -> None:
    """The mail provably did not leave, and through no fault of its own: no try is used up."""
    session.exec(
        update(IssueMail)
        .where(
            col(IssueMail.id).in_(taken.rows),
            col(IssueMail.token) == taken.token,
            col(IssueMail.status) == MailStatus.SENDING,
        )
        .values(status=MailStatus.WAITING, next_at=now, tries=IssueMail.tries - 1, token=None)
    )


def doubt_mails(session: Session, *, placement_id: int, now: datetime) -> None:
    """Mails that a run left on their way are in doubt. Should it live after all, it may still settle them."""
    session.exec(
        update(IssueMail)
        .where(col(IssueMail.placement_id) == placement_id, col(IssueMail.status) == MailStatus.SENDING)
        .values(status=MailStatus.UNCONFIRMED, settled_at=now, problem="worker")
    )


def is_open(session: Session, *, key: str) -> int | None:
    """The placement of an issue whose sending has begun, else None."""
    return session.exec(
        select(Issue.placement_id)
        .join(Placement, col(Placement.id) == Issue.placement_id)
        .where(Placement.key == key)
    ).first()


def doubt_restored_mails(session: Session, *, now: datetime) -> int:
    """After a backup was put back nobody knows who got what since: nothing of a begun issue leaves by itself."""
    doubted = session.exec(
        update(IssueMail)
        .where(col(IssueMail.status).in_((MailStatus.WAITING, MailStatus.SENDING)))
        .values(status=MailStatus.UNCONFIRMED, next_at=None, settled_at=now, problem="restored")
    )
    return int(doubted.rowcount)


def _list_readers(session: Session, placement: Placement, now: datetime) -> None:
    """One row for each subscriber who wants this language and has none yet through a mail of several languages."""
    language = session.exec(select(Variant.language).where(Variant.id == placement.variant_id)).one()
    readers = session.exec(
        select(Subscriber)
        .where(
            Subscriber.account_id == placement.account_id,
            col(Subscriber.confirmed_at).is_not(None),
            col(Subscriber.set_aside_at).is_(None),
        )
        .order_by(col(Subscriber.id))
    ).all()
    add_rows(
        session,
        [
            new_row(placement.id or 0, reader.id or 0, now)
            for reader in readers
            if language in reader.languages
        ],
    )


def new_row(placement_id: int, subscriber_id: int, now: datetime) -> dict[str, Any]:
    """A row of the ledger that waits, under a Message-ID of its own."""
    return {
        "placement_id": placement_id,
        "subscriber_id": subscriber_id,
        "status": MailStatus.WAITING,
        "message_id": secrets.token_hex(8),
        "tries": 0,
        "next_at": now,
        "problem": "",
    }


def add_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Adds those that are not there yet: a reader has one row of an issue, whoever writes it."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite_insert(_MAIL) if is_sqlite else postgres_insert(_MAIL)
    if rows:
        session.execute(insert.on_conflict_do_nothing(), list(rows))
