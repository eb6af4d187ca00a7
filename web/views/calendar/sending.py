"""Sending: what waits at risk, what only waits for a yes, and the pauses of accounts and of the programme."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput
from campaigns.people.queries import list_programmes, names_of
from campaigns.placements.accounts.state import state_of
from campaigns.placements.actions import pause_account, pause_sending, resume_account, resume_sending
from campaigns.placements.calendar.diary import (
    by_post_and_state,
    headlines_of,
    pictures_of,
    ready_to_schedule,
)
from campaigns.placements.queries import accounts_of, get_account, standing_pauses
from campaigns.placements.rules import (
    can_pause,
    can_pause_everything,
    can_place,
    check_can_pause,
    check_can_pause_account,
)
from campaigns.placements.sending.stood_still import leaving_at_once
from campaigns.vocabulary import Role
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.calendar.blueprint import calendar_pages, risks_of
from web.words import calendar as calendar_words
from web.words.accounts import account_mark

#: What a pause stops.
THIS, EVERYTHING = "this", "everything"


@calendar_pages.get("/calendar/sending")
@page()
def sending() -> Response:
    return _shown(Form(start={"which": THIS}))


@calendar_pages.post("/calendar/sending/pause")
@page(needs=check_can_pause)
def pause() -> Response:
    """Nothing of this programme, or of every programme, leaves until somebody lets it go on."""
    form = Form.posted()
    is_whole = form.value("which") == EVERYTHING
    if is_whole and (question := step_up.asked(back=url_for("calendar.sending"))):
        return question
    with form.catching():
        if is_whole:
            _check_sure(form)
        pause_sending(
            session(),
            programme_id=None if is_whole else identity.programme().id,
            reason=form.text("reason"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("calendar.sending"), _("Sending is paused."), tone="waiting")
    return _shown(form)


@calendar_pages.post("/calendar/sending/resume")
@page(needs=check_can_pause)
def resume() -> Response:
    resume_sending(session(), programme_id=identity.programme().id, by=identity.actor(), now=database.now())
    return done(
        url_for("calendar.sending"), _("Sending goes on. What waited goes out now, unless it is too late.")
    )


@calendar_pages.post("/calendar/sending/resume-everything")
@page(needs=check_can_pause)
def resume_everything() -> Response:
    if question := step_up.asked(back=url_for("calendar.sending")):
        return question
    resume_sending(session(), programme_id=None, by=identity.actor(), now=database.now())
    return done(
        url_for("calendar.sending"),
        _("Sending of every programme goes on. What waited goes out now, unless it is too late."),
    )


@calendar_pages.post("/calendar/accounts/<int:account_id>/pause")
@page(needs=check_can_pause_account)
def account_pause(account_id: int) -> Response:
    identity.enter_programme(get_account(session(), account_id).programme_id)
    pause_account(session(), account_id=account_id, by=identity.actor(), now=database.now())
    return done(url_for("calendar.sending"), _("The account is paused."), tone="waiting")


@calendar_pages.post("/calendar/accounts/<int:account_id>/resume")
@page(needs=check_can_pause_account)
def account_resume(account_id: int) -> Response:
    identity.enter_programme(get_account(session(), account_id).programme_id)
    resume_account(session(), account_id=account_id, by=identity.actor(), now=database.now())
    return done(url_for("calendar.sending"), _("The account sends again."))


def _check_sure(form: Form) -> None:
    """Asks once before the desks of others stand still, too."""
    number = len(list_programmes(session()))
    if not form.ticked("sure"):
        raise BadInput(
            "This stops all {count} programmes here, also where others plan. Tick the box if it is to be so.",
            field="sure",
            count=number,
        )


def _shown(form: Form) -> Response:
    programme, who = identity.programme(), identity.actor()
    risks = risks_of(programme.id or 0)
    pauses = standing_pauses(session(), programme_id=programme.id or 0)
    accounts = accounts_of(session(), programme_id=programme.id or 0)
    everywhere = [each.id or 0 for each in list_programmes(session())]
    posts = {entry.post.id or 0 for entry in risks}
    waiting = leaving_at_once(session(), programme_id=programme.id, now=database.now())
    may_end_all = can_pause_everything(who, programmes=everywhere)
    return show(
        "calendar/sending.html",
        form=form,
        risks=by_post_and_state(risks),
        headlines=headlines_of(session(), posts, programme.source_language),
        pictures=pictures_of(session(), posts),
        ready=ready_to_schedule(session(), programme_id=programme.id or 0, now=database.now()),
        accounts=accounts,
        states={each.id: state_of(session(), each, now=database.now()) for each in accounts},
        account_mark=account_mark,
        pauses=pauses,
        own_pause=next((each for each in pauses if each.programme_id is not None), None),
        names=names_of(session(), {each.by for each in pauses if each.by is not None}),
        whole_pause=next((each for each in pauses if each.programme_id is None), None),
        may_pause=can_pause(who),
        may_pause_everything=may_end_all,
        waiting=waiting,
        waiting_here=sum(waiting.values()),
        waiting_everywhere=sum(leaving_at_once(session(), now=database.now()).values()) if may_end_all else 0,
        programmes=len(everywhere),
        THIS=THIS,
        EVERYTHING=EVERYTHING,
        may_place=can_place(who),
        may_pause_accounts=who.holds(Role.STAFF, Role.LEAD, Role.ADMIN),
        now=database.now(),
        words=calendar_words,
        status=form.status,
    )
