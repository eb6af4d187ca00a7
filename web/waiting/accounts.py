"""Accounts that need care before their posts suffer: ill ones, and tokens that nobody renews, ending soon or before
posts that wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.placements.actions.keeping import endangered
from campaigns.placements.models import Account
from campaigns.placements.queries import accounts_of
from campaigns.placements.tokens import good_until
from campaigns.vocabulary import Role
from web.formats import day
from web.waiting import Group, Item

#: Tokens that end within this time are named, whether or not a post stands behind their end.
SOON = timedelta(days=14)


def waiting_accounts(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who connect accounts and those whose posts leave through them."""
    if actor.programme_id is None or not actor.holds(Role.ADMIN, Role.LEAD, Role.STAFF):
        return []
    accounts = accounts_of(session, programme_id=actor.programme_id)
    at_risk = {account.id: len(endangered(session, account, now=now)) for account in accounts}
    found = [
        (account, at_risk[account.id])
        for account in accounts
        if at_risk[account.id] or account.health or _ends_soon(account, now) or account.unrenewed_since
    ]
    if not found:
        return []
    found.sort(key=lambda each: (-each[1], each[0].name))
    is_urgent = any(posts for _account, posts in found)
    items = [_item(account, posts) for account, posts in found]
    return [Group(_("Accounts that need care"), items, len(items), urgency=0 if is_urgent else 3)]


def _ends_soon(account: Account, now: datetime) -> bool:
    end = good_until(account)
    return end is not None and end <= now + SOON


def _item(account: Account, posts: int) -> Item:
    end = good_until(account)
    notes = [
        _(account.health) if account.health else "",
        _("The token ends on %(day)s.", day=day(end)) if end and not account.health else "",
        _("The token cannot be renewed at present.") if account.unrenewed_since and not end else "",
        _("Connect it anew before that.") if end and not account.health else "",
    ]
    address = url_for("settings.accounts_one", account_id=account.id)
    risk = ngettext("%(num)s post at risk", "%(num)s posts at risk", posts) if posts else ""
    note = " · ".join(filter(None, [risk, " ".join(filter(None, notes))]))
    return Item(account.name, address, note=note, due_at=None)
