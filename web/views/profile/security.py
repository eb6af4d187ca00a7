"""How somebody logs in, and where they are logged in."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.people.actions import set_password
from campaigns.people.actions.logins import check_password_is_told
from campaigns.people.actions.sessions import end_all_sessions, end_own_session, list_sessions, session_mark
from campaigns.people.factors.passkeys import ask_to_prove
from campaigns.people.factors.queries import factors_of, must_have_factor
from campaigns.people.models import Person
from campaigns.people.passwords import password_matches
from web import database, identity, passkeys
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import anybody, page
from web.letters import settings
from web.views.profile.blueprint import me, profile_pages


@profile_pages.get("/profile/security")
@page(needs=anybody)
def security() -> Response:
    return shown(Form())


@profile_pages.post("/profile/password")
@page(needs=anybody)
def change_password() -> Response:
    form = Form.posted()
    who = identity.current()
    with form.catching():
        person = me()
        if not password_matches(person.password_hash, form.value("current_password")):
            raise BadInput("This is not your present password.", field="current_password")
        check_password_is_told(session(), person)
        set_password(
            session(),
            person=person,
            password=form.value("password"),
            by=identity.actor(),
            now=database.now(),
            keep_session=who.desk_session.token_hash if who else None,
        )
        return done(
            url_for("profile.security"), _("The password is changed. Everywhere else you are logged out now.")
        )
    return shown(Form(), form)


@profile_pages.post("/profile/prove/question")
@page(needs=anybody)
def prove_question() -> Response:
    """What a passkey of this person has to sign before a decision."""
    challenge = passkeys.ask("prove")
    allowed = factors_of(session(), identity.actor().person_id).passkeys
    return passkeys.as_json(ask_to_prove(place=passkeys.place(), challenge=challenge, allowed=allowed))


@profile_pages.post("/profile/sessions/end")
@page(needs=anybody)
def session_end() -> Response:
    """Ends one of the person's sessions, or every other one."""
    form, who = Form.posted(), identity.current()
    if who and form.value("which") == "others":
        end_all_sessions(
            session(), person_id=who.actor.person_id, now=database.now(), keep=who.desk_session.token_hash
        )
        return done(url_for("profile.security"), _("Everywhere else you are logged out now."))
    ended = end_own_session(
        session(), person_id=identity.actor().person_id, mark=form.value("which"), now=database.now()
    )
    if not ended:
        raise NotFound("There is no such session; it may have ended meanwhile.")
    return done(url_for("profile.security"), _("The session is ended."))


def shown(form: Form, password_form: Form | None = None) -> Response:
    """The page, with what went wrong in either form."""
    who = identity.current()
    person = me()
    wrong = password_form or form
    return show(
        "profile/security.html",
        form=form,
        password_form=password_form or Form(),
        factors=factors_of(session(), person.id or 0),
        must_have=must_have(person),
        has_password=bool(person.password_hash),
        passkeys_possible=passkeys.place().is_possible,
        sessions=[
            (each, session_mark(each), who is not None and each.token_hash == who.desk_session.token_hash)
            for each in list_sessions(session(), person_id=person.id or 0, now=database.now())
        ],
        status=wrong.status,
    )


def must_have(person: Person) -> bool:
    return must_have_factor(session(), person_id=person.id or 0, everywhere=settings().requires_second_factor)
