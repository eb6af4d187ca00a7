"""What belongs to the person alone: name, password, language, look, and the programme they work in now."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.people.actions import change_profile, choose_programme, set_password
from campaigns.people.models import Person
from campaigns.people.passwords import password_matches
from campaigns.vocabulary import Theme
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import anybody, page
from web.views.login import safe_onward

profile_pages = Blueprint("profile", __name__)


def _me() -> Person:
    """The person of this request, in this request's transaction."""
    return session().get_one(Person, identity.actor().person_id)


@profile_pages.get("/profile")
@page(needs=anybody)
def profile() -> Response:
    return _shown(Form(start=_start()), Form())


@profile_pages.post("/profile")
@page(needs=anybody)
def change() -> Response:
    form = Form.posted()
    with form.catching():
        change_profile(
            session(),
            person=_me(),
            name=form.text("name"),
            interface=form.text("interface"),
            theme=form.text("theme"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("profile.profile"), _("Saved."))
    return _shown(form, Form(), status=form.status)


@profile_pages.post("/profile/password")
@page(needs=anybody)
def change_password() -> Response:
    form = Form.posted()
    who = identity.current()
    with form.catching():
        person = _me()
        if not password_matches(person.password_hash, form.value("current_password")):
            raise BadInput("This is not your present password.", field="current_password")
        set_password(
            session(),
            person=person,
            password=form.value("password"),
            by=identity.actor(),
            now=database.now(),
            keep_session=who.desk_session.token_hash if who else None,
        )
        return done(
            url_for("profile.profile"), _("The password is changed. Everywhere else you are logged out now.")
        )
    return _shown(Form(start=_start()), form, status=form.status)


@profile_pages.post("/switch")
@page(public=True)
def switch() -> Response:
    """The language and look switches on every page, the login included."""
    onward = safe_onward(request.form.get("next")) or "/"
    interface, theme = request.form.get("interface"), request.form.get("theme")
    who = identity.current()
    if who is None:
        if interface in ("de", "en"):
            form_session["interface"] = interface
        return done(onward)
    change_profile(
        session(),
        person=_me(),
        name=who.person.name,
        interface=interface or who.person.interface,
        theme=theme or who.person.theme.value,
        by=who.actor,
        now=database.now(),
    )
    return done(onward)


@profile_pages.post("/programme")
@page(needs=anybody)
def choose() -> Response:
    """Works in another programme from now on; Today shows what waits there."""
    who = identity.current()
    for each in who.programmes if who else ():
        if who and each.key == request.form.get("programme") and each.id is not None:
            choose_programme(session(), token_hash=who.desk_session.token_hash, programme_id=each.id)
            return done(url_for("today.today"))
    raise NotFound("There is no such programme, or you have no role in it.")


def _start() -> dict[str, str]:
    person = _me()
    return {"name": person.name, "interface": person.interface, "theme": person.theme.value}


def _shown(form: Form, password_form: Form, status: int = 200) -> Response:
    return show("profile.html", form=form, password_form=password_form, themes=list(Theme), status=status)
