"""Asking channels whether our accounts are in order: when a person wants to know, and twice a day."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import Engine

from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.people.models import Programme
from campaigns.placements.actions.keeping import due_for_a_look, note_health
from campaigns.placements.queries import get_account
from campaigns.placements.sending.wire import Sender
from scheduler.contract import Adapter, Barred, Health, Well
from scheduler.deps import Deps

EVERY = timedelta(hours=12)
log = logging.getLogger("litfass.worker")


def sender_of(engine: Engine, account_id: int) -> tuple[str, Sender]:
    """The account as its adapter needs it, and the channel it is on."""
    with read_scope(engine) as session:
        account = get_account(session, account_id)
        programme = session.get_one(Programme, account.programme_id)
        return account.channel, Sender(
            account_id=account_id,
            programme=programme.key,
            name=account.name,
            zone=account.zone,
            options=account.options,
            secret=account.secret,
            capabilities=account.capabilities,
        )


def examine_account(engine: Engine, clock: Clock, adapter: Adapter, sender: Sender) -> Health:
    """Asks once and writes down what was said. An answer that never came changes nothing."""
    found = adapter.examine(sender)
    if isinstance(found, Well):
        health, identity, capabilities, ends = "", found.name, found.capabilities, found.expires_at
    elif isinstance(found, Barred):
        health, identity, capabilities, ends = found.reason, "", {}, None
    else:
        return found
    with session_scope(engine) as session:
        note_health(
            session,
            account_id=sender.account_id,
            health=health,
            identity=identity,
            capabilities=capabilities,
            expires_at=ends,
            now=clock(),
        )
    return found


def examine_due_accounts(deps: Deps) -> int:
    """Looks at accounts that were not looked at for half a day; how many answered."""
    with read_scope(deps.engine) as session:
        due = due_for_a_look(session, now=deps.clock(), every=EVERY)
    answered = 0
    for account_id in due:
        if deps.stop.is_set():
            break
        channel, sender = sender_of(deps.engine, account_id)
        adapter = deps.adapters.get(channel)
        if adapter is None:
            continue
        found = examine_account(deps.engine, deps.clock, adapter, sender)
        answered += isinstance(found, Well | Barred)
        if isinstance(found, Barred):
            log.warning("account %s cannot be used any more and waits for a person", account_id)
    return answered
