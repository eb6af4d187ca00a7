"""Coming in and going out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.people.actions import authenticate, end_session
from campaigns.people.actions.logins import WrongLogin, refresh_hash
from campaigns.people.factors.actions import prove_with_passkey
from campaigns.people.factors.challenges import begin_half_login
from campaigns.people.factors.passkeys import ask_to_prove
from campaigns.people.factors.queries import factors_of
from campaigns.people.models import Person
from campaigns.people.queries import normalise_email
from web import database, identity, passkeys, single_sign_on
from web.database import SAFE
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.letters import settings
from web.letting_in import HALF, admit, admit_address, keyed, let_in, safe_onward

login_pages = Blueprint("login", __name__)


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
        return shown(Form(), onward)
    form = Form.posted()
    with form.catching():
        return _look_at_password(form, onward)
    return shown(form, onward)


@login_pages.post("/login/passkey/question")
@page(public=True)
def passkey_question() -> Response:
    """What the device has to sign; any passkey of this desk will do."""
    admit_address(keyed("passkey", request.remote_addr or ""))
    return passkeys.as_json(ask_to_prove(place=passkeys.place(), challenge=passkeys.ask("login"), allowed=()))


@login_pages.post("/login/passkey")
@page(public=True)
def passkey() -> Response:
    """A passkey alone: the device has asked for its PIN or a finger, so it is two factors in one."""
    onward, form = safe_onward(request.args.get("next")), Form.posted()
    with form.catching():
        challenge = passkeys.take("login")
        with session_scope(database.engine()) as session:
            person = challenge and prove_with_passkey(
                session,
                answer=form.value(passkeys.ANSWER),
                place=passkeys.place(),
                challenge=challenge,
                person_id=None,
                now=database.now(),
            )
            person_id = person.id if person else None
        if person_id is None:
            raise WrongLogin("This passkey opens nothing here. Log in with your password.")
        return let_in(person_id, how="passkey", onward=onward or url_for("today.today"))
    return shown(form, onward)


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


def shown(form: Form, onward: str | None) -> Response:
    """The login page."""
    return show(
        "login/login.html",
        form=form,
        onward=onward,
        passkeys_possible=passkeys.place().is_possible,
        provider=single_sign_on.name(),
        sends_mail=settings().sends_mail,
        status=form.status,
    )


def _look_at_password(form: Form, onward: str | None) -> Response:
    """Counts the try, looks at the password, then lets in or asks on; no transaction is open while hashing."""
    email, password = normalise_email(form.value("email")), form.value("password")
    admitted = admit(email)
    with read_scope(database.engine()) as session:
        person = authenticate(session, email=email, password=password)
        has_factors = factors_of(session, person.id or 0).any
        person_id = person.id or 0
    with session_scope(database.engine()) as session:
        person = session.get_one(Person, person_id)
        refresh_hash(session, person=person, password=password, now=database.now())
        token = begin_half_login(session, person=person, now=database.now()) if has_factors else None
    if token is None:
        return let_in(person_id, how="password", onward=onward or url_for("today.today"), admitted=admitted)
    form_session[HALF] = token
    return redirect(url_for("second.ask", next=onward), code=303)
