"""Our accounts on channels: connecting, pausing, resuming. Secrets go in and never come out."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.channels import profiles
from campaigns.people.queries import programme_languages
from campaigns.people.rules import check_can_manage_accounts, check_can_see_settings
from campaigns.placements.actions import add_account, pause_account, resume_account
from campaigns.placements.queries import accounts_of, get_account
from campaigns.placements.rules import check_can_pause_account
from campaigns.planning.request import parse_slot
from campaigns.vocabulary import DeliveryMode
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs


@settings.get("/accounts")
@page(needs=check_can_see_settings)
def accounts() -> Response:
    return _shown(Form())


@settings.post("/accounts")
@page(needs=check_can_manage_accounts)
def accounts_add() -> Response:
    if question := step_up.asked(back=url_for("settings.accounts")):
        return question
    form = Form.posted()
    with form.catching():
        here = identity.programme()
        add_account(
            session(),
            programme_id=here.id or 0,
            channel=form.text("channel", needed=True),
            name=form.text("name"),
            language=form.text("language") or None,
            zone=here.zone,
            slots=_slots(form),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.accounts"), _("The account is connected."))
    return _shown(form)


@settings.post("/accounts/<int:account_id>/pause")
@page(needs=check_can_pause_account)
def accounts_pause(account_id: int) -> Response:
    identity.enter_programme(get_account(session(), account_id).programme_id)
    pause_account(session(), account_id=account_id, by=identity.actor(), now=database.now())
    return done(url_for("settings.accounts"), _("Nothing leaves through this account until it is resumed."))


@settings.post("/accounts/<int:account_id>/resume")
@page(needs=check_can_pause_account)
def accounts_resume(account_id: int) -> Response:
    identity.enter_programme(get_account(session(), account_id).programme_id)
    resume_account(session(), account_id=account_id, by=identity.actor(), now=database.now())
    return done(url_for("settings.accounts"), _("The account sends again."))


def _slots(form: Form) -> list[str]:
    """What stands between the commas, each looked at by the rules of planning."""
    slots = [each.strip() for each in form.text("slots").split(",") if each.strip()]
    for slot in slots:
        parse_slot(slot)
    return slots


def _shown(form: Form) -> Response:
    number = identity.programme().id or 0
    return show(
        "settings/accounts.html",
        form=form,
        accounts=accounts_of(session(), programme_id=number),
        channels={key: each for key, each in profiles().items() if each.mode is not DeliveryMode.HAND},
        languages=programme_languages(session(), number),
        tabs=tabs(),
        status=form.status,
    )
