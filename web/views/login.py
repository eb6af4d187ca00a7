"""Coming in and going out."""

from __future__ import annotations

from secrets import token_hex
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, make_response, redirect, request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.people.actions import authenticate, end_session, open_session
from campaigns.people.actions.logins import refresh_hash
from campaigns.people.attempts import admit_attempt, forget_attempts, keyed_subject
from campaigns.people.audit import record
from campaigns.people.models import Person
from campaigns.people.queries import load_actor, normalise_email, programmes_of
from web import database, identity
from web.database import SAFE
from web.forms import Form
from web.fragments import show
from web.identity import page

login_pages = Blueprint("login", __name__)

#: A browser that has been let in before keeps this for half a year; it lets its owner in while others guess.
KNOWN_BROWSER = "litfass-known"
KNOWN_FOR = 60 * 60 * 24 * 180


@login_pages.get("/")
@page(public=True)
def door() -> Response:
    """The address of the desk: to the work, or to the login."""
    return redirect(url_for("today.today" if identity.current() else "login.login"), code=303)


@login_pages.route("/login", methods=["GET", "POST"])
@page(public=True)
def login() -> Response:
    onward = safe_onward(request.args.get("next"))
    if request.method in SAFE:
        if identity.current():
            return redirect(onward or url_for("today.today"), code=303)
        return show("login.html", form=Form(), onward=onward)
    form = Form.posted()
    with form.catching():
        return _let_in(form, onward or url_for("today.today"))
    return show("login.html", form=form, onward=onward, status=form.status)


@login_pages.post("/logout")
@page(public=True)
def logout() -> Response:
    who = identity.current()
    if who is not None:
        end_session(database.session(), token_hash=who.desk_session.token_hash, now=database.now())
    interface = who.person.interface if who else form_session.get("interface")
    form_session.clear()
    form_session["interface"] = interface
    flash(_("You are logged out."), "good")
    response = redirect(url_for("login.login"), code=303)
    identity.clear_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _let_in(form: Form, onward: str) -> Response:
    """Counts the try, looks at the password, opens a session: three transactions, none open while hashing."""
    email, password = normalise_email(form.value("email")), form.value("password")
    engine, moment = database.engine(), database.now()
    account_key = _keyed("account", f"{email}:{_known_browser(email)}")
    address_key = _keyed("address", request.remote_addr or "")
    with session_scope(engine) as session:
        admit_attempt(session, account_key=account_key, address_key=address_key, now=moment)
    with read_scope(engine) as session:
        person = authenticate(session, email=email, password=password)
        session.expunge_all()
    with session_scope(engine) as session:
        person = session.get_one(Person, person.id)
        refresh_hash(session, person=person, password=password)
        forget_attempts(session, account_key=account_key)
        programmes = programmes_of(session, person.id or 0)
        chosen = programmes[0].id if programmes else None
        opened = open_session(session, person=person, programme_id=chosen, now=moment)
        who = load_actor(session, person, chosen)
        record(session, action="log_in", subject="person", subject_id=person.id, by=who, now=moment)
    form_session.clear()
    form_session["csrf_token"] = opened.row.csrf_secret
    response = make_response(redirect(onward, code=303))
    identity.set_cookie(response, opened.token)
    _remember_browser(response, email)
    return response


def safe_onward(address: str | None) -> str | None:
    """An address of this desk to go on to; anything else is dropped, so that nobody is led elsewhere."""
    if not address or not address.startswith("/") or "\\" in address or len(address) > 500:
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("//") or any(ord(each) < 32 for each in address):
        return None
    return address


def _keyed(kind: str, value: str) -> str:
    return keyed_subject(cast(bytes, current_app.config["SECRET_KEY"]), kind, value)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=KNOWN_BROWSER)


def _known_browser(email: str) -> str:
    """Says which browser this is if it has been let in to this account before, '' otherwise."""
    try:
        account, browser = _signer().loads(request.cookies.get(KNOWN_BROWSER, ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if account == _keyed("account", email) else ""


def _remember_browser(response: Response, email: str) -> None:
    browser = _known_browser(email) or token_hex(8)
    response.set_cookie(
        KNOWN_BROWSER,
        str(_signer().dumps([_keyed("account", email), browser])),
        max_age=KNOWN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/login",
    )
