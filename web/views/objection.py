"""The page behind the letter's link: somebody did not agree to what was done to their login or their rights."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.actions.objecting import objection_of
from campaigns.people.queries import load_actor
from campaigns.placements.approval_ends.objecting import close_way_in
from web import database
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.letters import secrets_key, settings

objection_pages = Blueprint("objection", __name__)


@objection_pages.get("/login/objection/<token>")
@page(public=True)
def objection(token: str) -> Response:
    """Looking at the page does nothing: mail programs look at links before people do."""
    person, _up_to = objection_of(session(), token=token, key=secrets_key(), now=database.now())
    return show(
        "login/objection.html", token=token, person=person, sends_mail=settings().sends_mail, form=Form()
    )


@objection_pages.post("/login/objection/<token>")
@page(public=True)
def object_now(token: str) -> Response:
    moment = database.now()
    person, up_to = objection_of(session(), token=token, key=secrets_key(), now=moment)
    close_way_in(session(), person=person, up_to=up_to, by=load_actor(session(), person, None), now=moment)
    flash(
        _("Nobody gets in that way any more. Leads and lawyers are told. Ask for a new password now."), "good"
    )
    return redirect(url_for("links.forgotten"), code=303)
