"""What is known of an account: its name on the channel, its health, its limits, and what a person changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.accounts.connecting import check_options, is_connected
from campaigns.placements.accounts.secrets import set_options
from campaigns.placements.accounts.tokens import good_until
from campaigns.placements.models import Account, Placement
from campaigns.placements.public.hubs import forget_told
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_is_there
from campaigns.vocabulary import IdempotencyClass, PlacementStatus


def change_options(
    session: Session,
    *,
    account_id: int,
    values: Mapping[str, str],
    key: bytes,
    by: Actor | None,
    now: datetime,
) -> Account:
    """Sets what the channel has to be told about the account. What its old server said of itself is forgotten."""
    check_can_keep_accounts(by)
    account = get_account(session, account_id)
    check_is_there(account)
    options = check_options(account.channel, values)
    if options == account.options:
        return account
    if options.get("hub") != account.options.get("hub"):
        forget_told(session, account_id=account_id)
    set_options(account, options, key=key)
    account.capabilities, account.identity = {}, ""
    session.add(account)
    session.flush()
    _record(session, "change_account", account, by, now)
    return account


def note_health(
    session: Session,
    *,
    account_id: int,
    health: str,
    identity: str = "",
    capabilities: Mapping[str, Mapping[str, Any]] | None = None,
    expires_at: datetime | None = None,
    now: datetime,
) -> Account:
    """What the channel answered when it was asked. `health` empty: in order; an ill account heals only by a person
    who resumes it, since nobody knows what happened meanwhile."""
    account = get_account(session, account_id)
    account.checked_at = now
    if health and not account.health:
        account.health = health
        _record(session, "account_fell_ill", account, None, now)
    if not health:
        account.identity = identity[:200]
        account.expires_at = expires_at or account.expires_at
        for section, values in (capabilities or {}).items():
            known = dict(account.capabilities.get(section) or {})
            account.capabilities = {**account.capabilities, section: known | dict(values)}
    session.add(account)
    session.flush()
    return account


def note_key_known(session: Session, *, account_id: int, minutes: int | None, now: datetime) -> Account:
    """Whether the account's server knows a message again was tried: for so many minutes, or (None) not at all."""
    account = get_account(session, account_id)
    shown: dict[str, Any] = (
        {"idempotency": IdempotencyClass.KEYED.value, "key_minutes": minutes} if minutes else {}
    )
    kept = {name: value for name, value in account.capabilities.items() if name != "delivery"}
    account.capabilities = {**kept, "delivery": shown} if shown else kept
    session.add(account)
    session.flush()
    _record(session, "try_account_key", account, None, now, known=bool(minutes))
    return account


def due_for_a_look(session: Session, *, now: datetime, every: timedelta) -> list[int]:
    """Accounts that were not looked at for so long; one that is ill or not connected is a person's to mend."""
    query = select(Account).where(
        Account.health == "",
        col(Account.checked_at).is_(None) | (col(Account.checked_at) <= now - every),
    )
    return [
        account.id or 0
        for account in session.exec(query)
        if is_connected(account.channel, account.options, has_secret=bool(account.secret))
    ]


def endangered(session: Session, account: Account, *, now: datetime) -> list[Placement]:
    """Scheduled posts that this account cannot send as it stands: it is ill, or its token ends before them."""
    query = select(Placement).where(
        Placement.account_id == account.id,
        Placement.status == PlacementStatus.SCHEDULED,
        col(Placement.due_at) >= now,
    )
    if not account.health:
        end = good_until(account)
        if end is None:
            return []
        query = query.where(col(Placement.due_at) >= end)
    return list(session.exec(query.order_by(col(Placement.due_at))))


def _record(
    session: Session, action: str, account: Account, by: Actor | None, now: datetime, **detail: Any
) -> None:
    record(
        session,
        action=action,
        subject="account",
        subject_id=account.id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        channel=account.channel,
        **detail,
    )
