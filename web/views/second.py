"""The second half of a login: a code of the app, a passkey, or a recovery code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask import session as form_session
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.errors import Refusal
from campaigns.people.factors.actions import prove_with_code, prove_with_passkey, prove_with_recovery_code
from campaigns.people.factors.challenges import StartAgain, count_try, end_half_login, person_of_half_login
from campaigns.people.factors.passkeys import ask_to_prove
from campaigns.people.factors.queries import factors_of
from campaigns.people.models import Person
from web import database, passkeys
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.letters import secrets_key
from web.letting_in import HALF, admit, let_in, safe_onward
from web.words.sentences import sentence

second_pages = Blueprint("second", __name__)


class WrongProof(Refusal):
    """The second factor was not right."""

    status = 401


@second_pages.get("/login/second")
@page(public=True)
def ask() -> Response:
    return _shown(Form())


@second_pages.post("/login/second/question")
@page(public=True)
def question() -> Response:
    """What the device has to sign: one of this person's passkeys."""
    with read_scope(database.engine()) as session:
        allowed = factors_of(session, _waiting(session).id or 0).passkeys
        session.expunge_all()
    challenge = passkeys.ask("second")
    return passkeys.as_json(ask_to_prove(place=passkeys.place(), challenge=challenge, allowed=allowed))


@second_pages.post("/login/second")
@page(public=True)
def prove() -> Response:
    form = Form.posted()
    with form.catching():
        return _look_at_proof(form)
    return _shown(form)


def _look_at_proof(form: Form) -> Response:
    token = str(form_session.get(HALF, ""))
    with read_scope(database.engine()) as session:
        person = _waiting(session)
        person_id, email = person.id or 0, person.email
    admitted = admit(email)
    challenge = passkeys.take("second")
    with session_scope(database.engine()) as session:
        count_try(session, token=token)
        how = _proven(session, form, person_id, challenge)
        if how is not None:
            end_half_login(session, token=token)
    if how is None:
        raise WrongProof(
            "That was not right. Codes of an app count once and for half a minute.", field=_field(form)
        )
    onward = safe_onward(request.args.get("next")) or url_for("today.today")
    return let_in(person_id, how=how, onward=onward, admitted=admitted)


def _proven(session: Session, form: Form, person_id: int, challenge: bytes | None) -> str | None:
    """What proved it: code, passkey or recovery; None when nothing did."""
    now = database.now()
    if answer := form.value(passkeys.ANSWER):
        proven = challenge is not None and prove_with_passkey(
            session, answer=answer, place=passkeys.place(), challenge=challenge, person_id=person_id, now=now
        )
        return "passkey" if proven else None
    if code := form.value("recovery_code"):
        used = prove_with_recovery_code(session, person_id=person_id, code=code, now=now)
        return "recovery" if used else None
    right = prove_with_code(session, person_id=person_id, code=form.value("code"), key=secrets_key(), now=now)
    return "code" if right else None


def _field(form: Form) -> str:
    return next((name for name in ("recovery_code", "code") if form.value(name)), "")


def _waiting(session: Session) -> Person:
    return person_of_half_login(session, token=str(form_session.get(HALF, "")), now=database.now())


def _shown(form: Form) -> Response:
    with read_scope(database.engine()) as session:
        factors = factors_of(session, _waiting(session).id or 0)
        session.expunge_all()
    return show(
        "login/second.html",
        form=form,
        factors=factors,
        passkeys_possible=passkeys.place().is_possible,
        onward=safe_onward(request.args.get("next")),
        status=form.status,
    )


@second_pages.errorhandler(StartAgain)
def start_again(refusal: StartAgain) -> Response:
    """Back to the password, with the reason."""
    flash(sentence(refusal), "waiting")
    return redirect(url_for("login.login"), code=303)
