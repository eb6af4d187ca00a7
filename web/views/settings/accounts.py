"""Our accounts on channels: connecting, pausing, resuming. Secrets go in and never come out."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.channels import account_profile, profile, profiles
from campaigns.people.queries import programme_languages
from campaigns.people.rules import check_can_manage_accounts, check_can_see_settings
from campaigns.placements.accounts.connecting import is_connected, parts_of
from campaigns.placements.accounts.secrets import LONGEST, keep_secret
from campaigns.placements.accounts.state import state_of
from campaigns.placements.accounts.tokens import good_until
from campaigns.placements.actions import (
    add_account,
    change_options,
    hand_over,
    pause_account,
    resume_account,
)
from campaigns.placements.actions.handing_over import NO_HAND
from campaigns.placements.actions.keeping import endangered
from campaigns.placements.calendar.at_risk import out_of_reach
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.models import Account, Placement
from campaigns.placements.permits.apps import app_of
from campaigns.placements.permits.asking import leads_back, permit_of
from campaigns.placements.permits.networks import NETWORKS
from campaigns.placements.permits.returning import BROKEN_OFF, SAID_NO
from campaigns.placements.public.hubs import told_so_far
from campaigns.placements.queries import accounts_of, entries, get_account, removed_accounts
from campaigns.placements.rules import can_place, check_can_pause_account, check_can_place, check_is_there
from campaigns.placements.sending.stood_still import leaving_at_once
from campaigns.planning.request import parse_slot
from campaigns.vocabulary import DeliveryMode, PermitStatus, PlacementStatus, WorkKind
from campaigns.work.actions import request_work
from campaigns.work.queries import last_work, open_work
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.public_address import has_public_address
from web.views.needs.blueprint import sealing_key
from web.views.settings.blueprint import settings, tabs
from web.views.settings.permits import way_back
from web.words.accounts import account_mark
from web.words.content import kind_word
from web.words.slots import slot_word, slot_written

#: Posts at risk that are shown one by one; the heading counts all.
SHOWN = 10
#: How long a missed post is counted among those that people may post instead.
LATELY = timedelta(days=7)


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
        account = add_account(
            session(),
            programme_id=here.id or 0,
            channel=form.text("channel", needed=True),
            name=form.text("name"),
            language=form.text("language") or None,
            zone=here.zone,
            slots=slots_of(form),
            by=identity.actor(),
            now=database.now(),
        )
        if not _is_connected(account):
            return done(
                url_for("settings.accounts_one", account_id=account.id),
                _("The account is noted. Say now how it is reached."),
            )
        return done(url_for("settings.accounts"), _("The account is connected."))
    return _shown(form)


@settings.get("/accounts/<int:account_id>")
@page(needs=check_can_see_settings)
def accounts_one(account_id: int) -> Response:
    account = _account(account_id)
    return shown_one(account, Form(start={**account.options, **_habits(account)}))


@settings.post("/accounts/<int:account_id>")
@page(needs=check_can_manage_accounts)
def accounts_connect(account_id: int) -> Response:
    """Takes in what the channel has to be told. Secrets that are left empty stay as they are."""
    if question := step_up.asked(back=url_for("settings.accounts_one", account_id=account_id)):
        return question
    account, form = _account(account_id), Form.posted()
    by, now = identity.actor(), database.now()
    parts = parts_of(account.channel)
    with form.catching():
        typed = {part.name: form.text(part.name, longest=LONGEST) for part in parts}
        change_options(session(), account_id=account_id, values=typed, key=sealing_key(), by=by, now=now)
        secret = {part.name: typed[part.name] for part in parts if part.is_secret}
        keep_secret(session(), account_id=account_id, values=secret, key=sealing_key(), by=by, now=now)
        resume_account(session(), account_id=account_id, by=by, now=now)
        _ask(account, {})
        return done(
            url_for("settings.accounts_one", account_id=account_id),
            _("Saved. The channel is asked whether the account is in order."),
        )
    form.sent = form.sent.copy() if form.sent is not None else None
    for part in parts:
        if part.is_secret and form.sent is not None:
            form.sent.pop(part.name, None)
    return shown_one(_account(account_id), form)


@settings.post("/accounts/<int:account_id>/examine")
@page(needs=check_can_manage_accounts)
def accounts_examine(account_id: int) -> Response:
    """Asks the channel whether the account is in order; with `key`, tries whether it knows a message again."""
    account = _account(account_id)
    check_is_there(account)
    _ask(account, {"key": True} if Form.posted().ticked("key") else {})
    return done(url_for("settings.accounts_one", account_id=account_id))


@settings.post("/accounts/<int:account_id>/hand-over")
@page(needs=check_can_place)
def accounts_hand_over(account_id: int) -> Response:
    """Every post that this account cannot send becomes a hand-off."""
    account, now = _account(account_id), database.now()
    rows = _at_risk(account)
    for row in rows:
        hand_over(session(), placement_id=row.id or 0, by=identity.actor(), now=now)
    told = ngettext("%(num)s post is a hand-off now.", "%(num)s posts are hand-offs now.", len(rows))
    return done(url_for("settings.accounts_one", account_id=account_id), told)


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


def _account(account_id: int) -> Account:
    account = get_account(session(), account_id)
    identity.enter_programme(account.programme_id)
    return account


def _ask(account: Account, order: dict[str, bool]) -> None:
    """Puts a look at the account in the worker's queue, once."""
    if open_work(session(), kind=WorkKind.EXAMINE_ACCOUNT, subject_id=account.id):
        return
    request_work(
        session(),
        kind=WorkKind.EXAMINE_ACCOUNT,
        programme_id=account.programme_id,
        subject_id=account.id,
        order=order,
        by=identity.actor(),
        now=database.now(),
    )


def shown_one(account: Account, form: Form) -> Response:
    """The page of an account; `form` is one of its forms that could not be taken."""
    app = app_of(session(), programme_id=account.programme_id, channel=account.channel)
    permit = permit_of(session(), account.id or 0)
    at_risk = _at_risk(account)
    risks = entries(session(), placement_ids=[row.id or 0 for row in at_risk[:SHOWN]]) if at_risk else []
    return show(
        "settings/account.html",
        form=form,
        account=account,
        kind=account_profile(account.channel, account.capabilities),
        no_hand=NO_HAND,
        parts=parts_of(account.channel),
        connected=_is_connected(account),
        work=last_work(session(), kind=WorkKind.EXAMINE_ACCOUNT, subject_id=account.id),
        endangered=at_risk,
        risks=risks,
        headlines=headlines_of(
            session(), {each.post.id or 0 for each in risks}, identity.programme().source_language
        ),
        kind_word=kind_word,
        may_place=can_place(identity.actor()),
        network=NETWORKS.get(account.channel),
        has_app=app is not None,
        refused=permit if permit and permit.status is PermitStatus.REFUSED else None,
        own_words=(SAID_NO, BROKEN_OFF),
        leads_back=leads_back(way_back()),
        good_until=good_until(account),
        lacks_address=_lacks_address(account.channel),
        hub=told_so_far(session(), account_id=account.id or 0) if account.options.get("hub") else None,
        is_public=has_public_address(),
        languages=programme_languages(session(), account.programme_id),
        slot_word=slot_word,
        tabs=tabs(),
        status=form.status,
    )


def _at_risk(account: Account) -> list[Placement]:
    """Posts that cannot leave through it as things stand: because of the account, or of this desk's address."""
    now = database.now()
    found = {row.id: row for row in endangered(session(), account, now=now)}
    if _lacks_address(account.channel):
        lacking = out_of_reach(session(), programme_id=account.programme_id, now=now)
        found |= {each.placement.id: each.placement for each in lacking if each.account == account}
    if found or account.health:
        # What it should have sent lately is in the same case: people may still want to post it.
        missed = entries(
            session(),
            account_ids=[account.id or 0],
            since=now - LATELY,
            until=now,
            statuses=[PlacementStatus.MISSED],
        )
        found |= {each.placement.id: each.placement for each in missed}
    return sorted(found.values(), key=lambda row: row.due_at or now)


def _lacks_address(channel: str) -> bool:
    """Whether the channel fetches files from us and cannot: this desk has no public address."""
    return profile(channel).media.public_address and not has_public_address()


def _is_connected(account: Account) -> bool:
    return is_connected(account.channel, account.options, has_secret=bool(account.secret))


def _habits(account: Account) -> dict[str, str]:
    """Name, language and times as they stand in the form."""
    begins, ends = account.quiet if len(account.quiet) == 2 else ("", "")
    return {
        "name": account.name,
        "language": account.language or "",
        "slots": ", ".join(slot_word(each) for each in account.slots),
        "quiet_from": begins,
        "quiet_to": ends,
        "spacing": str(account.spacing_days),
        "zone": account.zone,
    }


def slots_of(form: Form) -> list[str]:
    """What stands between the commas, each looked at by the rules of planning."""
    slots = [slot_written(each) for each in form.text("slots").split(",") if each.strip()]
    for slot in slots:
        parse_slot(slot)
    return slots


def _shown(form: Form) -> Response:
    number = identity.programme().id or 0
    rows = accounts_of(session(), programme_id=number)
    return show(
        "settings/accounts.html",
        form=form,
        accounts=rows,
        channels={key: each for key, each in profiles().items() if each.mode is not DeliveryMode.HAND},
        removed=removed_accounts(session(), programme_id=number),
        languages=programme_languages(session(), number),
        waiting=leaving_at_once(session(), programme_id=number, now=database.now()),
        states={row.id: state_of(session(), row, now=database.now()) for row in rows},
        account_mark=account_mark,
        slot_word=slot_word,
        tabs=tabs(),
        status=form.status,
    )
