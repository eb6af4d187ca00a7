"""Accounts get another name and other habits, or are removed: what hangs on them is said before anything happens."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.channels import profile
from campaigns.newsletter.actions import end_list
from campaigns.newsletter.queries import NEWSLETTER, list_of
from campaigns.people.rules import check_can_manage_accounts
from campaigns.placements.actions import change_habits, close_account, rename_account, what_hangs_on
from campaigns.placements.models import Account
from campaigns.placements.queries import get_account
from campaigns.placements.rules import can_place
from campaigns.vocabulary import DeliveryMode
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.accounts import shown_one, slots_of
from web.views.settings.blueprint import settings, tabs

#: What becomes of posts that wait.
HOLD, HAND = "hold", "hand"


@settings.post("/accounts/<int:account_id>/name")
@page(needs=check_can_manage_accounts)
def accounts_rename(account_id: int) -> Response:
    _account(account_id)
    form = Form.posted()
    with form.catching():
        by, now = identity.actor(), database.now()
        rename_account(session(), account_id=account_id, name=form.text("name"), by=by, now=now)
        change_habits(
            session(),
            account_id=account_id,
            language=form.text("language") or None,
            slots=slots_of(form),
            quiet=(form.text("quiet_from"), form.text("quiet_to")),
            spacing_days=form.number("spacing"),
            zone=form.text("zone", needed=True),
            keeps_moments=form.ticked("keeps_moments"),
            by=by,
            now=now,
        )
        return done(url_for("settings.accounts_one", account_id=account_id), _("Saved."))
    return shown_one(_account(account_id), form)


@settings.get("/accounts/<int:account_id>/remove")
@page(needs=check_can_manage_accounts)
def accounts_remove(account_id: int) -> Response:
    """What hangs on the account, and the choice what becomes of posts that wait."""
    return _shown(_account(account_id), Form(start={"waiting": HOLD}))


@settings.post("/accounts/<int:account_id>/remove")
@page(needs=check_can_manage_accounts)
def accounts_remove_now(account_id: int) -> Response:
    address = url_for("settings.accounts_remove", account_id=account_id)
    if question := step_up.asked(back=address):
        return question
    account, form = _account(account_id), Form.posted()
    by, now = identity.actor(), database.now()
    with form.catching():
        close_account(session(), account_id=account_id, by_hand=form.value("waiting") == HAND, by=by, now=now)
        if account.channel == NEWSLETTER:
            end_list(session(), account=account, by=by, now=now)
        return done(url_for("settings.accounts"), _("“%(name)s” is removed.", name=account.name))
    return _shown(_account(account_id), form)


def _account(account_id: int) -> Account:
    account = get_account(session(), account_id)
    identity.enter_programme(account.programme_id)
    return account


def _shown(account: Account, form: Form) -> Response:
    known = profile(account.channel)
    readers = list_of(session(), account_id=account.id or 0) if account.channel == NEWSLETTER else None
    return show(
        "settings/account_remove.html",
        form=form,
        account=account,
        hanging=what_hangs_on(session(), account.id or 0),
        readers=readers,
        taken_down_by_us=known.mode is DeliveryMode.API and known.afterwards.delete,
        may_hand=can_place(identity.actor()),
        choices=(HOLD, HAND),
        tabs=tabs(),
        status=form.status,
    )
