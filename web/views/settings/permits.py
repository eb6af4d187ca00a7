"""Connecting an account through the browser: to the channel, back with a code, the choice of a page, the end.

The desk calls nobody: what the browser brings back is laid down sealed, and the worker exchanges it.
"""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.db import session_scope
from campaigns.errors import BadInput
from campaigns.people.rules import check_can_manage_accounts
from campaigns.placements.permits.asking import LIVES, address_to_go_to, begin_permit, get_permit
from campaigns.placements.permits.models import Permit
from campaigns.placements.permits.networks import network
from campaigns.placements.permits.returning import break_off, choose_page, take_back
from campaigns.placements.permits.rights import RIGHTS
from campaigns.placements.queries import get_account
from campaigns.vocabulary import PermitStatus
from web import database, identity, step_up
from web.database import session
from web.errors import answer_error
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import sealing_key
from web.views.settings.blueprint import settings, tabs
from web.words.sentences import sentence

#: Where the form cookie keeps what this browser has to bring back; the newest way to a channel is the only one.
SENT_OFF = "permit"


def way_back() -> str:
    """The one address for the way back, to be registered at every channel."""
    return f"{current_app.config['BASE_URL']}{url_for('settings.permits_back')}"


@settings.post("/accounts/<int:account_id>/permit")
@page(needs=check_can_manage_accounts)
def permits_begin(account_id: int) -> Response:
    """Begins the way to the channel. The browser gets what it has to bring back; the page leads on from there."""
    back = url_for("settings.accounts_one", account_id=account_id)
    if question := step_up.asked(back=back):
        return question
    identity.enter_programme(get_account(session(), account_id).programme_id)
    form = Form.posted()
    with form.catching():
        permit, state = begin_permit(
            session(),
            account_id=account_id,
            server=form.text("server", longest=300),
            back=way_back(),
            key=sealing_key(),
            by=identity.actor(),
            now=database.now(),
        )
        form_session[SENT_OFF] = state
        return done(url_for("settings.permits_one", permit_id=permit.id))
    from web.views.settings.accounts import shown_one

    return shown_one(get_account(session(), account_id), form)


@settings.get("/accounts/permits/<int:permit_id>")
@page(needs=check_can_manage_accounts)
def permits_one(permit_id: int) -> Response:
    """Where it stands: the way to the channel, the worker's turn, the choice, or how it ended. Asks again by itself."""
    return _shown(_permit(permit_id), Form())


@settings.get("/accounts/permits/back")
@page(needs=check_can_manage_accounts)
def permits_back() -> Response:
    """Back from the channel. What the browser was sent off with counts once, whatever comes of it."""
    state, sent_off_with = request.args.get("state", ""), str(form_session.get(SENT_OFF, ""))
    if state == sent_off_with:
        # A stray visit leaves the way that is open in this browser alone.
        form_session.pop(SENT_OFF, None)
    try:
        with session_scope(database.engine()) as writing:
            permit = take_back(
                writing,
                state=state,
                sent_off_with=sent_off_with,
                code=request.args.get("code", ""),
                error=request.args.get("error", "") or request.args.get("error_code", ""),
                key=sealing_key(),
                by=identity.actor(),
                now=database.now(),
            )
            # On to an address without the code: it stands in no history and in nobody's referrer.
            address = url_for("settings.permits_one", permit_id=permit.id)
    except BadInput as stray:
        return answer_error(
            stray.status,
            _("That did not work"),
            sentence(stray),
            way=(url_for("settings.accounts"), _("To the accounts")),
        )
    return redirect(address, code=303)


@settings.post("/accounts/permits/<int:permit_id>/page")
@page(needs=check_can_manage_accounts)
def permits_choose(permit_id: int) -> Response:
    """The page or account that posts go to."""
    address = url_for("settings.permits_one", permit_id=permit_id)
    if question := step_up.asked(back=address):
        return question
    _permit(permit_id)
    form = Form.posted()
    with form.catching():
        choose_page(
            session(),
            permit_id=permit_id,
            choice=form.text("choice", needed=True),
            by=identity.actor(),
            now=database.now(),
        )
        return done(address)
    return _shown(_permit(permit_id), form)


@settings.post("/accounts/permits/<int:permit_id>/break-off")
@page(needs=check_can_manage_accounts)
def permits_break_off(permit_id: int) -> Response:
    """Ends it at once, wherever it stands."""
    permit = _permit(permit_id)
    break_off(session(), permit_id=permit_id, by=identity.actor(), now=database.now())
    form_session.pop(SENT_OFF, None)
    return done(url_for("settings.accounts_one", account_id=permit.account_id))


def _permit(permit_id: int) -> Permit:
    permit = get_permit(session(), permit_id)
    identity.enter_programme(permit.programme_id)
    return permit


def _shown(permit: Permit, form: Form) -> Response:
    state = str(form_session.get(SENT_OFF, ""))
    if permit.status is PermitStatus.GIVEN:
        return done(
            url_for("settings.accounts_one", account_id=permit.account_id),
            _("The account is connected. Nothing was published to try it."),
        )
    return show(
        "settings/permit.html",
        "permit",
        form=form,
        permit=permit,
        account=get_account(session(), permit.account_id),
        network=network(permit.channel),
        address=address_to_go_to(session(), permit, state=state, key=sealing_key()),
        rights=RIGHTS,
        is_mine=permit.person_id == identity.actor().person_id,
        minutes=LIVES.seconds // 60,
        tabs=tabs(),
        status=form.status,
    )
