"""Accounts that need care before their posts suffer: ill ones, tokens that nobody renews, ending soon or before posts
that wait, and channels that cannot fetch pictures from this desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.channels import profile
from campaigns.people.actor import Actor
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.accounts.tokens import good_until
from campaigns.placements.actions.keeping import endangered
from campaigns.placements.calendar.at_risk import out_of_reach
from campaigns.placements.models import Account
from campaigns.placements.queries import accounts_of
from campaigns.vocabulary import Role
from web.formats import day
from web.public_address import has_public_address
from web.waiting import Group, Item
from web.words.channels import channel_word

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
    found.sort(key=lambda each: (-each[1], each[0].name))
    items = [_item(account, posts) for account, posts in found]
    beyond = _out_of_reach(session, accounts, now)
    if beyond is not None:
        items.insert(0, beyond[0])
    if not items:
        return []
    is_urgent = any(posts for _account, posts in found) or bool(beyond and beyond[1])
    return [Group(_("Accounts that need care"), items, len(items), urgency=0 if is_urgent else 3)]


def _out_of_reach(session: Session, accounts: Sequence[Account], now: datetime) -> tuple[Item, int] | None:
    """That channels cannot fetch pictures from this desk, and how many posts wait for that; None where they can, or no
    connected account is of such a channel."""
    fetching = [each for each in accounts if profile(each.channel).media.public_address and _connected(each)]
    if has_public_address() or not fetching:
        return None
    posts = len(out_of_reach(session, programme_id=fetching[0].programme_id, now=now))
    risk = ngettext("%(num)s post at risk", "%(num)s posts at risk", posts) if posts else ""
    names = ", ".join(dict.fromkeys(channel_word(each.channel) for each in fetching))
    why = _(
        "%(channels)s: pictures and films are fetched from this desk. Whoever runs the server sets LITFASS_BASE_URL.",
        channels=names,
    )
    address = url_for("settings.accounts_one", account_id=fetching[0].id)
    return Item(
        _("This desk has no public address"), address, note=" · ".join(filter(None, [risk, why]))
    ), posts


def _connected(account: Account) -> bool:
    return is_connected(account.channel, account.options, has_secret=bool(account.secret))


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
