"""Our accounts on channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.channels import profile
from campaigns.clock import zone as check_zone
from campaigns.errors import BadInput, Conflict
from campaigns.languages import language as check_language
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.models import Account
from campaigns.placements.queries import get_account
from campaigns.placements.rules import check_can_keep_accounts, check_can_pause_account, check_is_there
from campaigns.placements.sending.waiting import wake_parked


def add_account(
    session: Session,
    *,
    programme_id: int,
    channel: str,
    name: str,
    language: str | None = None,
    zone: str = "Europe/Berlin",
    slots: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    by: Actor | None,
    now: datetime,
) -> Account:
    """Connects an account of a known kind of channel. `language` is None when it takes every language."""
    check_can_keep_accounts(by)
    profile(channel)
    check_zone(zone)
    if language is not None:
        check_language(language)
    account = Account(
        programme_id=programme_id,
        channel=channel,
        name=_free_name(session, programme_id, channel, name),
        language=language,
        zone=zone,
        slots=list(slots),
        options=dict(options or {}),
        created_at=now,
    )
    session.add(account)
    session.flush()
    _record(session, "add_account", account, by, now, channel=channel)
    return account


def rename_account(
    session: Session, *, account_id: int, name: str, by: Actor | None, now: datetime
) -> Account:
    """What we call it here. On the channel nothing changes, and what was published through it keeps standing."""
    check_can_keep_accounts(by)
    account = get_account(session, account_id)
    check_is_there(account)
    if name.strip() == account.name:
        return account
    before, account.name = account.name, _free_name(session, account.programme_id, account.channel, name)
    session.add(account)
    session.flush()
    _record(session, "rename_account", account, by, now, before=before)
    return account


def pause_account(session: Session, *, account_id: int, by: Actor | None, now: datetime) -> Account:
    """Nothing leaves through this account until it is resumed."""
    check_can_pause_account(by)
    account = get_account(session, account_id)
    check_is_there(account)
    if account.paused_at is None:
        account.paused_at = now
        session.add(account)
        session.flush()
        _record(session, "pause_account", account, by, now)
    return account


def resume_account(session: Session, *, account_id: int, by: Actor | None, now: datetime) -> Account:
    """Lets an account send again. What waited goes out now, unless it is later than the programme's limit."""
    check_can_pause_account(by)
    account = get_account(session, account_id)
    check_is_there(account)
    account.paused_at, account.health = None, ""
    session.add(account)
    session.flush()
    wake_parked(session, account_id=account_id)
    _record(session, "resume_account", account, by, now)
    return account


def _free_name(session: Session, programme_id: int, channel: str, name: str) -> str:
    """The name without spaces around it; refuses one that another account of the channel has."""
    name = name.strip()
    if not name or len(name) > 120:
        raise BadInput("Give it a name of 1 to 120 characters.", field="name")
    same = select(Account.id).where(
        Account.programme_id == programme_id,
        Account.channel == channel,
        Account.name == name,
        col(Account.closed_at).is_(None),
    )
    if session.exec(same).first() is not None:
        raise Conflict(
            "This programme already has an account of that channel with this name. Choose another name.",
            field="name",
        )
    return name


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
        **detail,
    )
