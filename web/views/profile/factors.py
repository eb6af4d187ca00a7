"""Passkeys, the authenticator app and recovery codes of the person."""

from __future__ import annotations

import segno
from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.people.factors.actions import (
    add_passkey,
    begin_authenticator,
    confirm_authenticator,
    new_recovery_codes,
    remove_authenticator,
    remove_passkey,
    waiting_secret,
)
from campaigns.people.factors.passkeys import ask_to_make, read_made
from campaigns.people.factors.queries import factors_of
from campaigns.people.factors.totp import address_for_app
from campaigns.people.models import Person
from web import database, identity, passkeys, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import anybody, page
from web.letters import secrets_key, write_to
from web.views.profile.blueprint import me, profile_pages
from web.views.profile.security import must_have, shown


@profile_pages.post("/profile/passkeys/question")
@page(needs=anybody)
def passkey_question() -> Response:
    """What a device is asked when its passkey is added."""
    challenge = passkeys.ask("make")
    person = me()
    return passkeys.as_json(
        ask_to_make(
            place=passkeys.place(),
            person_id=person.id or 0,
            email=person.email,
            name=person.name,
            challenge=challenge,
            present=factors_of(session(), person.id or 0).passkeys,
        )
    )


@profile_pages.post("/profile/passkeys")
@page(needs=anybody)
def passkey_add() -> Response:
    if question := step_up.asked(back=url_for("profile.security")):
        return question
    form = Form.posted()
    challenge = passkeys.take("make")
    with form.catching():
        if challenge is None:
            raise BadInput("That took too long. Try again.")
        made = read_made(form.value(passkeys.ANSWER), place=passkeys.place(), challenge=challenge)
        person = me()
        add_passkey(
            session(),
            person=person,
            made=made,
            name=form.text("name"),
            by=identity.actor(),
            now=database.now(),
            must_have=must_have(person),
        )
        return _added(person, _("The passkey is added."))
    return shown(form)


@profile_pages.post("/profile/passkeys/<int:passkey_id>/remove")
@page(needs=anybody)
def passkey_remove(passkey_id: int) -> Response:
    if question := step_up.asked(back=url_for("profile.security")):
        return question
    form = Form.posted()
    with form.catching():
        person = me()
        remove_passkey(
            session(),
            person=person,
            passkey_id=passkey_id,
            must_have=must_have(person),
            by=identity.actor(),
            now=database.now(),
        )
        _tell(person)
        return done(url_for("profile.security"), _("The passkey is removed."))
    return shown(form)


@profile_pages.post("/profile/authenticator/begin")
@page(needs=anybody)
def authenticator_begin() -> Response:
    if question := step_up.asked(back=url_for("profile.security")):
        return question
    form = Form.posted()
    with form.catching():
        begin_authenticator(
            session(), person=me(), key=secrets_key(), by=identity.actor(), now=database.now()
        )
        return done(url_for("profile.authenticator"))
    return shown(form)


@profile_pages.get("/profile/authenticator")
@page(needs=anybody)
def authenticator() -> Response:
    return _shown_app(Form())


@profile_pages.get("/profile/authenticator.svg")
@page(needs=anybody)
def authenticator_picture() -> Response:
    """The app's secret as a QR code, for its camera; never kept by the browser."""
    picture = segno.make(_address(me()), error="m", micro=False).svg_inline(
        scale=6, border=4, dark="#16181d", light="#fff"
    )
    return Response(
        picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), mimetype="image/svg+xml"
    )


@profile_pages.post("/profile/authenticator")
@page(needs=anybody)
def authenticator_confirm() -> Response:
    form = Form.posted()
    with form.catching():
        person = me()
        confirm_authenticator(
            session(),
            person=person,
            code=form.value("code"),
            key=secrets_key(),
            by=identity.actor(),
            now=database.now(),
            must_have=must_have(person),
        )
        return _added(person, _("The app is set up."))
    return _shown_app(form)


@profile_pages.post("/profile/authenticator/remove")
@page(needs=anybody)
def authenticator_remove() -> Response:
    if question := step_up.asked(back=url_for("profile.security")):
        return question
    form = Form.posted()
    with form.catching():
        person = me()
        remove_authenticator(
            session(), person=person, must_have=must_have(person), by=identity.actor(), now=database.now()
        )
        _tell(person)
        return done(url_for("profile.security"), _("The app is removed."))
    return shown(form)


@profile_pages.post("/profile/recovery-codes")
@page(needs=anybody)
def recovery_codes() -> Response:
    """Ten new codes on this very answer: no address leads to them a second time."""
    if question := step_up.asked(back=url_for("profile.security")):
        return question
    person = me()
    if not factors_of(session(), person.id or 0).any:
        raise NotFound("Recovery codes belong to a passkey or an app. Add one of them first.")
    codes = new_recovery_codes(session(), person=person, by=identity.actor(), now=database.now())
    _tell(person)
    database.commit()
    return show("profile/codes.html", codes=codes)


def _shown_app(form: Form) -> Response:
    secret = waiting_secret(session(), person_id=identity.actor().person_id, key=secrets_key())
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show(
        "profile/authenticator.html", form=form, secret=groups, address=_address(me()), status=form.status
    )


def _address(person: Person) -> str:
    """What the app's camera reads, and what opens the app on the phone this page is shown on."""
    secret = waiting_secret(session(), person_id=person.id or 0, key=secrets_key())
    return address_for_app(secret, account=person.email, issuer="Litfass")


def _added(person: Person, told: str) -> Response:
    """After a factor was added: its owner is told by mail, and gets recovery codes with the first one."""
    _tell(person)
    if factors_of(session(), person.id or 0).recovery_codes:
        return done(url_for("profile.security"), told)
    codes = new_recovery_codes(session(), person=person, by=identity.actor(), now=database.now())
    database.commit()
    flash(told, "good")
    return show("profile/codes.html", codes=codes)


def _tell(person: Person) -> None:
    moment = database.now()
    write_to(
        session(), person, "factors_changed", path=url_for("profile.security"), now=moment, moment=moment
    )
