"""How an account stands, in one word: what keeps its posts from leaving comes first."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from campaigns.placements.accounts.connecting import is_connected, parts_of
from campaigns.placements.actions.keeping import endangered
from campaigns.placements.models import Account


class AccountState(StrEnum):
    """`ending`: its token ends before posts that wait; `unseen`: its channel was never asked whether it is in order."""

    NOT_CONNECTED = "not_connected"
    PAUSED = "paused"
    ILL = "ill"
    ENDING = "ending"
    UNSEEN = "unseen"
    READY = "ready"


def state_of(session: Session, account: Account, *, now: datetime) -> AccountState:
    """The word for this account now."""
    if not is_connected(account.channel, account.options, has_secret=bool(account.secret)):
        return AccountState.NOT_CONNECTED
    if account.paused_at is not None:
        return AccountState.PAUSED
    if account.health:
        return AccountState.ILL
    if endangered(session, account, now=now):
        return AccountState.ENDING
    if account.checked_at is None and any(part.is_needed for part in parts_of(account.channel)):
        return AccountState.UNSEEN
    return AccountState.READY
