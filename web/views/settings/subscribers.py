"""Who reads a newsletter: numbers by language, its public pages, its issues, and taking an address out."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.newsletter.actions import remove_by_hand
from campaigns.newsletter.addresses import LONGEST
from campaigns.newsletter.queries import NEWSLETTER, issues_of, languages_of, list_of
from campaigns.newsletter.rules import (
    check_can_remove_subscriber,
    check_can_see_subscribers,
    sees_small_counts,
)
from campaigns.newsletter.wording import is_draft
from campaigns.people.rules import check_can_manage_accounts
from campaigns.placements.models import Account
from campaigns.placements.queries import get_account
from campaigns.settings import secret_key
from campaigns.vocabulary import MailStatus, WorkKind
from campaigns.work.actions import request_work
from campaigns.work.queries import open_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import settings as instance
from web.views.settings.blueprint import settings, tabs


@settings.get("/accounts/<int:account_id>/subscribers")
@page(needs=check_can_see_subscribers)
def accounts_subscribers(account_id: int) -> Response:
    return _shown(_newsletter(account_id), Form())


@settings.post("/accounts/<int:account_id>/subscribers/remove")
@page(needs=check_can_remove_subscriber)
def accounts_subscribers_remove(account_id: int) -> Response:
    """Takes an address out whose owner asked otherwise than by the link; the answer never says whether it was in."""
    account, form = _newsletter(account_id), Form.posted()
    with form.catching():
        remove_by_hand(
            session(),
            account=account,
            email=form.text("email", needed=True, longest=LONGEST),
            hash_key=secret_key(instance(), "pseudonym.key"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("settings.accounts_subscribers", account_id=account_id),
            _("If the address was on the list, it is deleted now."),
        )
    return _shown(_newsletter(account_id), form)


@settings.post("/accounts/<int:account_id>/trial")
@page(needs=check_can_manage_accounts)
def accounts_trial(account_id: int) -> Response:
    """A trial mail to whoever asks, through the account's own server."""
    account = _newsletter(account_id)
    if not open_work(session(), kind=WorkKind.EXAMINE_ACCOUNT, subject_id=account.id):
        request_work(
            session(),
            kind=WorkKind.EXAMINE_ACCOUNT,
            programme_id=account.programme_id,
            subject_id=account.id,
            order={"trial_for": identity.actor().person_id},
            by=identity.actor(),
            now=database.now(),
        )
    return done(
        url_for("settings.accounts_one", account_id=account_id),
        _("A trial mail goes to the address of your login. Look whether it arrives, and where."),
    )


def _newsletter(account_id: int) -> Account:
    account = get_account(session(), account_id)
    identity.enter_programme(account.programme_id)
    if account.channel != NEWSLETTER:
        raise NotFound("There is no such newsletter.")
    return account


def _shown(account: Account, form: Form) -> Response:
    programme = identity.programme()
    listed = list_of(session(), account_id=account.id or 0)
    if not sees_small_counts(identity.actor()):
        listed = listed.guarded(programme.smallest_count)
    codes = languages_of(session(), account)
    base = current_app.config["BASE_URL"]
    return show(
        "settings/subscribers.html",
        form=form,
        account=account,
        listed=listed,
        smallest=programme.smallest_count,
        rows=[(code, listed.languages.get(code, 0), is_draft(code)) for code in codes],
        pages={
            code: base
            + url_for("newsletter.sign_up", key=programme.key, account_id=account.id, language=code)
            for code in codes
        },
        issues=issues_of(session(), account_id=account.id or 0),
        shows_all=sees_small_counts(identity.actor()),
        S=MailStatus,
        tabs=tabs(),
        status=form.status,
    )
