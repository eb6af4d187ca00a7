"""A forgotten password, and the links that open a login once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.people.actions.forgotten import note_forgotten
from campaigns.people.actions.login_links import person_of_link, use_login_link
from campaigns.people.queries import normalise_email
from web import database
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.letters import secrets_key, settings
from web.letting_in import BY_LINK, admit_address, keyed, remember_browser

link_pages = Blueprint("links", __name__)


@link_pages.get("/login/forgotten")
@page(public=True)
def forgotten() -> Response:
    return _shown_forgotten(Form())


@link_pages.post("/login/forgotten")
@page(public=True)
def forgotten_send() -> Response:
    """The same answer for every address: whether somebody has a login here is nobody's business."""
    form = Form.posted()
    with form.catching():
        email = normalise_email(form.text("email", needed=True, longest=254))
        admit_address(keyed("forgotten", email))
        with session_scope(database.engine()) as here:
            note_forgotten(here, email=email, key=secrets_key(), now=database.now())
        flash(_("If there is a login with this address, a letter with a link is on its way to it."), "good")
        return redirect(url_for("login.login"), code=303)
    return _shown_forgotten(form)


@link_pages.get("/login/link/<token>")
@page(public=True)
def link(token: str) -> Response:
    """Looking at the page uses nothing up: mail programs look at links before people do."""
    return _shown_link(Form(), token)


@link_pages.post("/login/link/<token>")
@page(public=True)
def link_use(token: str) -> Response:
    form = Form.posted()
    with form.catching():
        person = use_login_link(session(), token=token, password=form.value("password"), now=database.now())
        flash(_("The password is set. Log in with it now."), "good")
        response = redirect(url_for("login.login"), code=303)
        # Whoever guesses at this account meanwhile does not keep its owner out.
        remember_browser(response, person.email, how=BY_LINK)
        return response
    return _shown_link(form, token)


def _shown_forgotten(form: Form) -> Response:
    return show("login/forgotten.html", form=form, sends_mail=settings().sends_mail, status=form.status)


def _shown_link(form: Form, token: str) -> Response:
    with read_scope(database.engine()) as here:
        person = person_of_link(here, token=token, now=database.now())
        email, name = person.email, person.name
    return show("login/link.html", form=form, token=token, email=email, name=name, status=form.status)
