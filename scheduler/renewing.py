"""Renewing the tokens of accounts before they end. Nothing that works is replaced by nothing."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from campaigns.db import read_scope, session_scope
from campaigns.placements.accounts.secrets import keep_secret
from campaigns.placements.accounts.tokens import due_for_renewal, note_token_times, note_unrenewed
from campaigns.placements.actions.keeping import note_health
from campaigns.placements.models import Account
from campaigns.placements.queries import get_account
from campaigns.settings import secret_key
from scheduler.contract import Barred, NotYet, Renewed
from scheduler.deps import Deps
from scheduler.examining import sender_of

#: How long after a renewal that failed it is tried again: soon where the token ends in hours, seldom where nobody
#: knows its end.
SOON, SELDOM = timedelta(minutes=5), timedelta(hours=6)
log = logging.getLogger("litfass.worker")


def renew_due_tokens(deps: Deps) -> int:
    """Renews what is due; how many tokens are new."""
    channels = [channel for channel, adapter in deps.adapters.items() if adapter.renews]
    with read_scope(deps.engine) as session:
        due = due_for_renewal(session, channels=channels, now=deps.clock())
    return sum(_renew(deps, account_id) for account_id in due if not deps.stop.is_set())


def _renew(deps: Deps, account_id: int) -> bool:
    channel, sender = sender_of(deps.engine, account_id)
    found = deps.adapters[channel].renew(sender)
    if found is None:
        return False
    now = deps.clock()
    with session_scope(deps.engine) as session:
        if get_account(session, account_id).secret != sender.secret:
            # Somebody connected it anew meanwhile: what came for the old token is not laid over the new one.
            return False
        if isinstance(found, Renewed):
            key = secret_key(deps.settings, "secrets.key")
            keep_secret(session, account_id=account_id, values=found.secret, key=key, by=None, now=now)
            account = get_account(session, account_id)
            note_token_times(
                session,
                account_id=account_id,
                ends=found.ends_at,
                renew=found.again_at,
                expires=found.last_at or account.expires_at,
            )
        elif isinstance(found, Barred):
            note_health(session, account_id=account_id, health=found.reason, now=now)
        else:
            again = _again(found, get_account(session, account_id), now)
            note_unrenewed(session, account_id=account_id, again=again, now=now)
    if not isinstance(found, Renewed):
        log.warning("the token of account %s could not be renewed", account_id)
    return isinstance(found, Renewed)


def _again(found: NotYet, account: Account, now: datetime) -> datetime:
    """When it is tried again: a tenth of the time that is left, between two bounds."""
    left = (account.token_ends_at - now) / 10 if account.token_ends_at else SELDOM
    return max(found.retry_at or now, now + min(max(left, SOON), SELDOM))
