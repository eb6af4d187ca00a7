"""What belongs to the person alone: name, language, look, and the programme they work in now."""

from __future__ import annotations

from flask import request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.people.actions import change_profile, choose_programme
from campaigns.vocabulary import Theme
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import anybody, page
from web.interfaces import INTERFACES
from web.letting_in import CHOSEN_INTERFACE, safe_onward
from web.views.profile.blueprint import me, profile_pages


@profile_pages.get("/profile")
@page(needs=anybody)
def profile() -> Response:
    return _shown(Form(start=_start()))


@profile_pages.post("/profile")
@page(needs=anybody)
def change() -> Response:
    form = Form.posted()
    with form.catching():
        change_profile(
            session(),
            person=me(),
            name=form.text("name"),
            interface=form.text("interface"),
            theme=form.text("theme"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("profile.profile"), _("Saved."))
    return _shown(form)


@profile_pages.post("/switch")
@page(public=True)
def switch() -> Response:
    """The language and look switches on every page, the login included."""
    onward = safe_onward(request.form.get("next")) or "/"
    interface, theme = request.form.get("interface"), request.form.get("theme")
    who = identity.current()
    if who is None:
        if interface in INTERFACES:
            form_session["interface"] = form_session[CHOSEN_INTERFACE] = interface
        return done(onward)
    change_profile(
        session(),
        person=me(),
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
    person = me()
    return {"name": person.name, "interface": person.interface, "theme": person.theme.value}


def _shown(form: Form) -> Response:
    return show("profile/profile.html", form=form, themes=list(Theme), status=form.status)
