"""How long the tokens of accounts last, and who puts off their ends: the worker, or only a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.placements.models import Account
from campaigns.placements.queries import get_account


def note_token_times(
    session: Session,
    *,
    account_id: int,
    ends: datetime | None,
    renew: datetime | None,
    expires: datetime | None,
) -> Account:
    """A new token is kept: when it ends, when the worker renews it, and the end that only a person puts off."""
    account = get_account(session, account_id)
    account.token_ends_at, account.renew_at, account.expires_at = ends, renew, expires
    account.unrenewed_since = None
    session.add(account)
    session.flush()
    return account


def note_unrenewed(session: Session, *, account_id: int, again: datetime, now: datetime) -> Account:
    """The token could not be renewed this time; it is tried again at `again`."""
    account = get_account(session, account_id)
    account.renew_at = again
    account.unrenewed_since = account.unrenewed_since or now
    session.add(account)
    session.flush()
    return account


def due_for_renewal(session: Session, *, channels: Collection[str], now: datetime) -> list[int]:
    """Accounts of these channels whose token is to be renewed now, or was typed in and never looked at."""
    typed = col(Account.renew_at).is_(None) & col(Account.token_ends_at).is_(None)
    query = select(Account.id).where(
        Account.health == "",
        col(Account.secret).is_not(None),
        col(Account.channel).in_(channels),
        (col(Account.renew_at) <= now) | typed,
    )
    return [number or 0 for number in session.exec(query.order_by(col(Account.id)))]


def good_until(account: Account) -> datetime | None:
    """When nothing can leave through this account any more unless a person does something; None where no end is known.

    The end of a token that the worker renews counts only while renewing fails.
    """
    is_renewed = account.renew_at is not None and account.unrenewed_since is None
    ends = [account.expires_at, None if is_renewed else account.token_ends_at]
    return min((each for each in ends if each is not None), default=None)
