"""Writing down what became of a claimed placement. Only the owner of the token may; nothing here sends.

Every function runs in a write transaction of the caller and raises `NotYours` when the row has been taken
from the token meanwhile: the answer then belongs to nobody and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, Table, bindparam, insert, select, update

from campaigns.db import UtcDateTime, insert_many, numbers
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.reasons import ACCOUNT_WAITS, WORKER_DIED
from campaigns.placements.sending.ends import End, record_ends
from campaigns.placements.sending.wire import UNDERWAY
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_ACCOUNT: Table = Account.__table__  # type: ignore[attr-defined]
_PUBLICATION: Table = Publication.__table__  # type: ignore[attr-defined]
_VARIANT = Placement.metadata.tables["variant"]

#: Where a token still counts: while it sends, and while nobody knows.
OPEN = (PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED)


#: What lies between the looks at posts of an account that was told to wait.
STEP = timedelta(milliseconds=1)


class Ticket(NamedTuple):
    """The right to say what became of a placement: its id and the token that was written at the claim."""

    placement_id: int
    token: str


class NotYours(Exception):
    """The row is settled or belongs to another token now."""


def settle_published(
    connection: Connection, ticket: Ticket, *, remote_id: str, url: str, now: datetime
) -> None:
    """The channel says that it exists, under this id."""
    _settle(connection, ticket, PlacementStatus.PUBLISHED, Reason(""), None, now)
    connection.execute(_PUBLISH, _publication(ticket, remote_id, url, now))


class Out(NamedTuple):
    """A post that its channel says exists: what it calls it, and when it said so."""

    ticket: Ticket
    remote_id: str
    url: str
    at: datetime


def settle_all_published(connection: Connection, posts: Sequence[Out]) -> bool:
    """The same for many at once; False, and nothing is written, where one was taken from its token meanwhile."""
    by_token: dict[str, dict[int, Out]] = defaultdict(dict)
    for post in posts:
        by_token[post.ticket.token][post.ticket.placement_id] = post
    with connection.begin_nested() as together:
        for token, group in by_token.items():
            written = connection.execute(
                _SETTLE_ALL,
                {"wanted": list(group), "its_token": token, "now": max(post.at for post in group.values())},
            ).all()
            if len(written) != len(group):
                together.rollback()
                return False
            insert_many(connection, _PUBLICATION, [_published(row, group[row.id]) for row in written])
    return True


def settle_failed(connection: Connection, ticket: Ticket, *, reason: Reason, now: datetime) -> None:
    """The channel refused it for good, or every try was used up. Nothing of it exists there."""
    _settle(connection, ticket, PlacementStatus.FAILED, reason, None, now)


def settle_later(
    connection: Connection,
    ticket: Ticket,
    *,
    reason: Reason,
    next_at: datetime,
    now: datetime,
) -> None:
    """It provably did not arrive; it is due again at `next_at`."""
    _settle(connection, ticket, PlacementStatus.SCHEDULED, reason, next_at, now)


def settle_going_on(
    connection: Connection, ticket: Ticket, *, reason: Reason, next_at: datetime, now: datetime
) -> None:
    """Some of its readers have it; the rest is due at `next_at`, however late that is."""
    _settle(connection, ticket, PlacementStatus.SCHEDULED, reason, next_at, now)
    connection.execute(
        update(_PLACEMENT).where(_PLACEMENT.c.id == ticket.placement_id).values(staged={UNDERWAY: True})
    )


def settle_unconfirmed(
    connection: Connection,
    ticket: Ticket,
    *,
    reason: Reason,
    next_at: datetime | None,
    now: datetime,
) -> None:
    """Nobody knows whether it arrived. The channel is asked at `next_at`; None leaves it to a person."""
    _settle(connection, ticket, PlacementStatus.UNCONFIRMED, reason, next_at, now)


def hold_back(connection: Connection, placement_id: int, *, until: datetime) -> int:
    """Lets everything else that would leave through the account of a placement before then wait; how much that was.

    In its order: what was due first is due first again, right behind the placement itself.
    """
    mine = _PLACEMENT.alias("mine")
    account = select(mine.c.account_id).where(mine.c.id == placement_id).scalar_subquery()
    query = (
        select(_PLACEMENT.c.id)
        .where(
            _PLACEMENT.c.account_id == account,
            _PLACEMENT.c.id != placement_id,
            _PLACEMENT.c.status == PlacementStatus.SCHEDULED,
            _PLACEMENT.c.next_at <= until,
        )
        .order_by(_PLACEMENT.c.next_at, _PLACEMENT.c.id)
    )
    waiting = connection.execute(query).scalars().all()
    if waiting:
        later = (until + STEP * number for number in range(1, len(waiting) + 1))
        moments = [{"wanted": one, "later": at} for one, at in zip(waiting, later, strict=True)]
        connection.execute(_HOLD_BACK, moments)
    return len(waiting)


def report_illness(connection: Connection, placement_id: int, sentence: str) -> None:
    """Says what the account of a placement suffers from. The claim asks: nothing more leaves through it."""
    account = select(_PLACEMENT.c.account_id).where(_PLACEMENT.c.id == placement_id).scalar_subquery()
    connection.execute(update(_ACCOUNT).where(_ACCOUNT.c.id == account).values(health=sentence[:300]))


def lose_claim(
    connection: Connection, *, placement_id: int, token: str | None, next_at: datetime | None, now: datetime
) -> End | None:
    """A claim whose lease is over: its worker is gone, so nobody knows. None when it was settled meanwhile."""
    changed = connection.execute(
        update(_PLACEMENT)
        .where(
            _PLACEMENT.c.id == placement_id,
            _PLACEMENT.c.status == PlacementStatus.SENDING,
            _PLACEMENT.c.token == token,
        )
        .values(status=PlacementStatus.UNCONFIRMED, reason=WORKER_DIED, reason_values={}, next_at=next_at)
        .returning(_PLACEMENT.c.programme_id, _PLACEMENT.c.digest)
    ).one_or_none()
    if changed is None:
        return None
    reason = Reason(WORKER_DIED)
    end = End(placement_id, changed.programme_id, changed.digest, PlacementStatus.UNCONFIRMED, reason)
    record_ends(connection, [end], now=now)
    return end


def end_leases(connection: Connection, *, now: datetime, besides: str) -> int:
    """Ends every lease that is not of the worker `besides`, which knows that all others are gone."""
    changed = connection.execute(
        update(_PLACEMENT)
        .where(
            _PLACEMENT.c.status == PlacementStatus.SENDING,
            ~_PLACEMENT.c.token.startswith(f"{besides}.", autoescape=True),
        )
        .values(next_at=now)
    )
    return changed.rowcount


def take_question(connection: Connection, ticket: Ticket, *, lease_ends: datetime, now: datetime) -> bool:
    """Takes an unconfirmed row to ask its channel about it; the old token counts no more."""
    changed = connection.execute(
        update(_PLACEMENT)
        .where(
            _PLACEMENT.c.id == ticket.placement_id,
            _PLACEMENT.c.status == PlacementStatus.UNCONFIRMED,
            _PLACEMENT.c.next_at <= now,
        )
        .values(token=ticket.token, next_at=lease_ends)
    )
    return changed.rowcount == 1


def postpone(
    connection: Connection, *, placement_id: int, seen_at: datetime, next_at: datetime | None
) -> None:
    """Looks at a row later because handling it went wrong before anything was claimed."""
    connection.execute(
        update(_PLACEMENT)
        .where(_PLACEMENT.c.id == placement_id, _PLACEMENT.c.next_at == seen_at)
        .values(next_at=next_at)
    )


def _settle(
    connection: Connection,
    ticket: Ticket,
    status: PlacementStatus,
    reason: Reason,
    next_at: datetime | None,
    now: datetime,
) -> None:
    changed = connection.execute(_SETTLE, _settled(ticket, status, reason, next_at, now))
    if changed.rowcount != 1:
        raise NotYours


def _settled(
    ticket: Ticket, status: PlacementStatus, reason: Reason, next_at: datetime | None, now: datetime
) -> dict[str, Any]:
    return {
        "wanted": ticket.placement_id,
        "its_token": ticket.token,
        "new_status": status,
        "new_reason": reason.msgid[:500],
        "new_values": reason.values,
        "new_next_at": next_at,
        "now": now,
    }


def _published(row: Any, post: Out) -> dict[str, Any]:
    return {
        "placement_id": row.id,
        "programme_id": row.programme_id,
        "channel": row.channel,
        "language": row.language,
        "proof_id": row.proof_id,
        "remote_id": post.remote_id[:300],
        "url": post.url[:500],
        "published_at": post.at,
        "unproven": "",
        "against": "",
        "against_values": {},
    }


def _publication(ticket: Ticket, remote_id: str, url: str, now: datetime) -> dict[str, Any]:
    return {
        "wanted": ticket.placement_id,
        "its_remote_id": remote_id[:300],
        "its_url": url[:500],
        "now": now,
    }


_SETTLE = (
    update(_PLACEMENT)
    .where(
        _PLACEMENT.c.id == bindparam("wanted"),
        _PLACEMENT.c.token == bindparam("its_token"),
        _PLACEMENT.c.status.in_(OPEN),
    )
    .values(
        status=bindparam("new_status"),
        reason=bindparam("new_reason"),
        reason_values=bindparam("new_values"),
        next_at=bindparam("new_next_at"),
        settled_at=bindparam("now"),
    )
)

_HOLD_BACK = (
    update(_PLACEMENT)
    .where(_PLACEMENT.c.id == bindparam("wanted"), _PLACEMENT.c.status == PlacementStatus.SCHEDULED)
    .values(next_at=bindparam("later"), reason=ACCOUNT_WAITS, reason_values={})
)

_SETTLE_ALL = (
    update(_PLACEMENT)
    .where(
        _PLACEMENT.c.id.in_(numbers("wanted")),
        _PLACEMENT.c.token == bindparam("its_token"),
        _PLACEMENT.c.status.in_(OPEN),
    )
    .values(
        status=PlacementStatus.PUBLISHED,
        reason="",
        reason_values={},
        next_at=None,
        settled_at=bindparam("now"),
    )
    .returning(
        _PLACEMENT.c.id,
        _PLACEMENT.c.programme_id,
        _PLACEMENT.c.channel,
        _PLACEMENT.c.proof_id,
        select(_VARIANT.c.language)
        .where(_VARIANT.c.id == _PLACEMENT.c.variant_id)
        .scalar_subquery()
        .label("language"),
    )
)

_PUBLISH = insert(_PUBLICATION).from_select(
    [
        "placement_id",
        "programme_id",
        "channel",
        "language",
        "proof_id",
        "remote_id",
        "url",
        "published_at",
    ],
    select(
        _PLACEMENT.c.id,
        _PLACEMENT.c.programme_id,
        _PLACEMENT.c.channel,
        _VARIANT.c.language,
        _PLACEMENT.c.proof_id,
        bindparam("its_remote_id", type_=String),
        bindparam("its_url", type_=String),
        bindparam("now", type_=UtcDateTime),
    )
    .join(_VARIANT, _VARIANT.c.id == _PLACEMENT.c.variant_id)
    .where(_PLACEMENT.c.id == bindparam("wanted")),
)
