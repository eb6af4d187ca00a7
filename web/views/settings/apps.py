"""What our office is registered as at channels: entered once, exchanged, removed, and on from there to the accounts."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.rules import check_can_manage_accounts
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.accounts.secrets import LONGEST
from campaigns.placements.models import Account
from campaigns.placements.permits.apps import apps_of, connected_as, drop_app, get_app, keep_app, servers_of
from campaigns.placements.permits.asking import leads_back
from campaigns.placements.permits.networks import NETWORKS, network
from campaigns.placements.permits.rights import RIGHTS
from campaigns.placements.queries import accounts_of
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import sealing_key
from web.views.settings.blueprint import settings, tabs
from web.views.settings.permits import way_back


@settings.get("/accounts/apps")
@page(needs=check_can_manage_accounts)
def accounts_apps() -> Response:
    """What the office is registered as, channel by channel; the form is for the one in the address."""
    return _shown(Form(), request.args.get("channel", ""), request.args.get("account", type=int))


@settings.post("/accounts/apps")
@page(needs=check_can_manage_accounts)
def accounts_apps_keep() -> Response:
    """Takes in id and secret of the app at one channel. A secret left empty stays as it is. Whoever came from an
    account goes on there."""
    if question := step_up.asked(back=url_for("settings.accounts_apps")):
        return question
    form = Form.posted()
    with form.catching():
        kept = keep_app(
            session(),
            programme_id=identity.programme().id or 0,
            channel=form.text("channel", needed=True),
            client_id=form.text("client_id", needed=True),
            secret=form.text("client_secret", longest=LONGEST),
            back=way_back(),
            key=sealing_key(),
            by=identity.actor(),
            now=database.now(),
        )
        told = _("Saved. Accounts can be connected at %(channel)s now.", channel=network(kept.channel).name)
        coming_from = _waiting(
            _accounts_at(kept.channel), form.number("account") if form.value("account") else None
        )
        if coming_from is not None:
            return done(url_for("settings.accounts_one", account_id=coming_from.id), told)
        return done(url_for("settings.accounts_apps", channel=kept.channel), told)
    channel, account = form.value("channel"), form.value("account")
    form.sent = form.sent.copy() if form.sent is not None else None
    if form.sent is not None:
        form.sent.pop("client_secret", None)
    return _shown(form, channel, int(account) if account.isdecimal() else None)


@settings.post("/accounts/apps/<int:app_id>/remove")
@page(needs=check_can_manage_accounts)
def accounts_apps_remove(app_id: int) -> Response:
    """Takes a registration out of this Litfass; at the channel it stays."""
    if question := step_up.asked(back=url_for("settings.accounts_apps")):
        return question
    app = get_app(session(), app_id)
    identity.enter_programme(app.programme_id)
    channel = app.channel
    drop_app(session(), app_id=app_id, by=identity.actor(), now=database.now())
    told = _("The registration is removed. At %(channel)s the app stays.", channel=network(channel).name)
    return done(url_for("settings.accounts_apps", channel=channel), told)


def _shown(form: Form, channel: str, coming_from: int | None) -> Response:
    number = identity.programme().id or 0
    networks = {key: each for key, each in NETWORKS.items() if not each.introduces}
    apps = apps_of(session(), programme_id=number)
    chosen = (
        channel if channel in networks else next((key for key in networks if key not in apps), "facebook")
    )
    if form.sent is None and chosen in apps:
        form = Form(start={"client_id": apps[chosen].client_id})
    there = _accounts_at(chosen)
    return show(
        "settings/apps.html",
        form=form,
        networks=networks,
        apps=apps,
        servers=servers_of(session(), programme_id=number),
        chosen=chosen,
        accounts=there,
        connected={row.id: _is_connected(row) for row in there},
        coming_from=coming_from,
        renewed=len(connected_as(session(), apps[chosen], key=sealing_key())) if chosen in apps else 0,
        rights=RIGHTS,
        way_back=way_back(),
        leads_back=leads_back(way_back()),
        tabs=tabs(),
        status=form.status,
    )


def _accounts_at(channel: str) -> list[Account]:
    rows = accounts_of(session(), programme_id=identity.programme().id or 0)
    return [row for row in rows if row.channel == channel]


def _waiting(accounts: list[Account], coming_from: int | None) -> Account | None:
    """The account that somebody came from, else the only one that is not connected yet."""
    named = [row for row in accounts if row.id == coming_from]
    open_ones = [row for row in accounts if not _is_connected(row)]
    return named[0] if named else open_ones[0] if len(open_ones) == 1 else None


def _is_connected(account: Account) -> bool:
    return is_connected(account.channel, account.options, has_secret=bool(account.secret))
