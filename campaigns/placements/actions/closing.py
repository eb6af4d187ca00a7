"""An account is removed: what hangs on it is said first, its secret is erased, what was published stays counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from campaigns.errors import Conflict, Refusal
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements import reasons
from campaigns.placements.actions.handing_over import hand_over
from campaigns.placements.models import Account, HubTopic, Placement
from campaigns.placements.permits.models import Permit
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_can_place
from campaigns.vocabulary import PlacementStatus

#: What the worker has begun and nobody can finish without the account.
UNSETTLED = (PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED)
#: What stays as it is and can go nowhere but into a person's hands.
STUCK = (PlacementStatus.HELD, PlacementStatus.FAILED, PlacementStatus.MISSED, PlacementStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Hanging:
    """How many placements of an account are in which state, as a removal meets them."""

    waiting: int
    proposed: int
    stuck: int
    unsettled: int
    published: int


def what_hangs_on(session: Session, account_id: int) -> Hanging:
    """What removing this account would meet now."""
    rows = session.exec(
        select(Placement.status, func.count())
        .where(Placement.account_id == account_id)
        .group_by(col(Placement.status))
    ).all()
    counts = {PlacementStatus(status): number for status, number in rows}

    def sum_of(statuses: Collection[PlacementStatus]) -> int:
        return sum(counts.get(status, 0) for status in statuses)

    return Hanging(
        waiting=sum_of({PlacementStatus.SCHEDULED}),
        proposed=sum_of({PlacementStatus.PROPOSED}),
        stuck=sum_of(STUCK),
        unsettled=sum_of(UNSETTLED),
        published=sum_of({PlacementStatus.PUBLISHED}),
    )


def close_account(
    session: Session, *, account_id: int, by_hand: bool = False, by: Actor, now: datetime
) -> Account:
    """Removes an account for good. What waits on it is held with the reason, or becomes a hand-off (`by_hand`) where
    it is approved; proposals leave the calendar. Refuses while the channel has to be asked about a post of it.
    """
    check_can_keep_accounts(by)
    if by_hand:
        check_can_place(by)
    account = get_account(session, account_id)
    if account.closed_at is not None:
        raise Conflict("This account was removed already.")
    rows = _open_rows(session, account_id)
    _check_settled(rows)
    for row in rows:
        if row.status is PlacementStatus.PROPOSED:
            _leave(session, row, PlacementStatus.CANCELLED, "", "cancel_placement", by, now)
        elif not (by_hand and _handed_over(session, row, by, now)):
            _leave(session, row, PlacementStatus.HELD, reasons.ACCOUNT_GONE, "hold_placement", by, now)
    session.exec(delete(Permit).where(col(Permit.account_id) == account_id))
    session.exec(delete(HubTopic).where(col(HubTopic.account_id) == account_id))
    account.closed_at, account.secret, account.health = now, None, reasons.REMOVED
    account.token_ends_at = account.renew_at = account.expires_at = account.unrenewed_since = None
    session.add(account)
    session.flush()
    record(
        session,
        action="close_account",
        subject="account",
        subject_id=account_id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        channel=account.channel,
        waiting=len(rows),
        by_hand=by_hand,
    )
    return account


def _open_rows(session: Session, account_id: int) -> list[Placement]:
    """What still moves, locked: a worker that claims one of them just now is waited for, or passes it over."""
    statuses = (PlacementStatus.PROPOSED, PlacementStatus.SCHEDULED, *UNSETTLED)
    query = (
        select(Placement)
        .where(Placement.account_id == account_id, col(Placement.status).in_(statuses))
        .order_by(col(Placement.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _check_settled(rows: Collection[Placement]) -> None:
    if any(row.status is PlacementStatus.SENDING for row in rows):
        raise Conflict("A post is being sent through this account right now. Look again in a minute.")
    if any(row.status is PlacementStatus.UNCONFIRMED for row in rows):
        raise Conflict(
            "Of a post of this account nobody knows yet whether it is out. Look there and decide it first: without "
            "the account the channel cannot be asked any more."
        )


def _handed_over(session: Session, row: Placement, by: Actor, now: datetime) -> bool:
    """Whether it is a hand-off now; what cannot be one is left as it was."""
    try:
        with session.begin_nested():
            hand_over(session, placement_id=row.id or 0, by=by, now=now)
    except Refusal:
        session.refresh(row)
        return False
    return True


def _leave(
    session: Session, row: Placement, to: PlacementStatus, reason: str, deed: str, by: Actor, now: datetime
) -> None:
    """Whoever may remove an account need not be one who places posts, so no role is asked here."""
    check_transition(row.status, to)
    row.status, row.reason, row.reason_values = to, reason, {}
    row.next_at, row.token, row.settled_at = None, None, now
    session.add(row)
    session.flush()
    record(
        session,
        action=deed,
        subject="placement",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        due_at=row.due_at.isoformat() if row.due_at else None,
    )
