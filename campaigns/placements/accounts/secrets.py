"""The tokens of accounts: sealed for exactly one account and for where it is reached, taken in and never shown.

Whoever writes into the database could let an account lead to a server of their own, and the worker would hand the token
over there. So a token only opens for the options with which it was sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.models import SECRET, Account
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_is_there
from campaigns.sealing import Sealed, seal, unseal

#: Longer than any token a service gives out.
LONGEST = 8000


def open_secret(
    sealed: bytes | None, *, account_id: int, options: Mapping[str, Any], key: bytes
) -> dict[str, str]:
    """The parts of an account's secret by name; empty when none is kept.

    One that was sealed for another account, or for another server or address, is refused.
    """
    if not sealed:
        return {}
    found = json.loads(unseal(sealed, key, purpose=SECRET))
    if found["account"] != account_id:
        raise BadInput("This token was sealed for another account.")
    if found["reached"] != _reached(options):
        raise BadInput("This token was sealed for another server or address. Connect the account anew.")
    return {str(name): str(value) for name, value in found["parts"].items()}


def keep_secret(
    session: Session,
    *,
    account_id: int,
    values: Mapping[str, str],
    key: bytes,
    by: Actor | None,
    now: datetime,
) -> Account:
    """Lays new parts over those that are kept; an empty part keeps what is there. `by` is None for the worker.

    Nobody knows when a token ends that a person typed in: what was known of the one before counts no more.
    """
    check_can_keep_accounts(by)
    account = get_account(session, account_id)
    check_is_there(account)
    new = {name: value.strip() for name, value in values.items() if value.strip()}
    for name, value in new.items():
        if len(value) > LONGEST:
            raise BadInput(
                "This is longer than any token: {length} characters.", field=name, length=len(value)
            )
    kept = kept_parts(account, key)
    if not new or kept | new == kept:
        return account
    account.secret = sealed_secret(kept | new, account_id=account_id, options=account.options, key=key)
    if by is not None:
        account.token_ends_at = account.renew_at = account.expires_at = account.unrenewed_since = None
    session.add(account)
    session.flush()
    record(
        session,
        action="keep_secret",
        subject="account",
        subject_id=account_id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        parts=sorted(new),
    )
    return account


def set_options(account: Account, options: Mapping[str, Any], *, key: bytes) -> None:
    """Where the account is reached from now on; the token that it has goes along. One that did not open stays shut."""
    kept = kept_parts(account, key)
    account.options = dict(options)
    if kept:
        account.secret = sealed_secret(kept, account_id=account.id or 0, options=options, key=key)


def sealed_secret(
    values: Mapping[str, str], *, account_id: int, options: Mapping[str, Any], key: bytes
) -> Sealed:
    """The parts as they may lie in the database, for this account alone, and where it is reached now."""
    content = {"account": account_id, "reached": _reached(options), "parts": dict(values)}
    return seal(json.dumps(content, sort_keys=True).encode(), key, purpose=SECRET)


def kept_parts(account: Account, key: bytes) -> dict[str, str]:
    """What is kept for an account; empty where nothing is, or nothing that these keys open."""
    try:
        return open_secret(account.secret, account_id=account.id or 0, options=account.options, key=key)
    except BadInput:
        # Sealed with keys that are gone, or for another server: there is nothing left to keep.
        return {}


def _reached(options: Mapping[str, Any]) -> str:
    return digest_of(dict(options))
