"""Confirmations of subscriptions: written for whoever filled in the public page, sent by its server."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlmodel import Session

from campaigns.db import read_scope, session_scope
from campaigns.mail.outbox import Envelope, accounts_with_letters, settle_failed, settle_sent, take_letters
from campaigns.newsletter.actions import answer_sign_ups, sign_ups_wait
from campaigns.placements.sending.wire import Sender
from campaigns.settings import secret_key
from scheduler.channels.newsletter import Newsletter
from scheduler.deps import Deps
from scheduler.examining import sender_of
from scheduler.posting.addressing import Unaddressed
from scheduler.posting.handing import Accepted, NoWay, Refused
from scheduler.traces import place_of

log = logging.getLogger("litfass.worker")


def send_newsletter_letters(deps: Deps) -> int:
    """Answers the public pages and hands the letters over that are due; how many the servers took."""
    adapter = deps.adapters.get(Newsletter.channel)
    if not isinstance(adapter, Newsletter):
        return 0
    _answer(deps)
    with read_scope(deps.engine) as session:
        waiting = accounts_with_letters(session, now=deps.clock())
    return sum(_send_of(deps, adapter, account_id) for account_id in waiting)


def _answer(deps: Deps) -> None:
    with read_scope(deps.engine) as session:
        if not sign_ups_wait(session):
            return
    with session_scope(deps.engine) as session:
        answer_sign_ups(
            session,
            key=secret_key(deps.settings, "secrets.key"),
            hash_key=secret_key(deps.settings, "pseudonym.key"),
            address_of=lambda token: f"{deps.settings.base_url}/newsletter/confirm/{token}",
            now=deps.clock(),
        )


def _send_of(deps: Deps, adapter: Newsletter, account_id: int) -> int:
    _channel, sender = sender_of(deps.engine, account_id)
    with session_scope(deps.engine) as session:
        letters = take_letters(
            session,
            key=secret_key(deps.settings, "secrets.key"),
            now=deps.clock(),
            account_id=account_id,
        )
    sent = 0
    for letter in letters:
        fault, for_good = _try(adapter, sender, letter)
        with session_scope(deps.engine) as session:
            sent += fault is None
            _settle(session, letter.mail_id, fault, for_good, deps.clock())
    return sent


def _try(adapter: Newsletter, sender: Sender, letter: Envelope) -> tuple[str | None, bool]:
    """None when the server took it, else the problem and whether it stays one."""
    try:
        handed = adapter.send_letter(
            sender, to=letter.to, subject=letter.subject, text=letter.text, message_id=letter.message_id
        )
    except (NoWay, Unaddressed) as problem:
        log.warning("a newsletter's mail server cannot be used: %s", place_of(problem))
        return "unreachable", False
    if isinstance(handed, Accepted):
        return None, False
    return ("refused", True) if isinstance(handed, Refused) else ("unreachable", False)


def _settle(session: Session, mail_id: int, fault: str | None, for_good: bool, now: datetime) -> None:
    if fault is None:
        settle_sent(session, mail_id=mail_id, now=now)
    else:
        settle_failed(session, mail_id=mail_id, problem=fault, for_good=for_good, now=now)
