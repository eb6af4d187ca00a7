"""Proving once more who sits here, before a decision that others rely on, without losing what was typed.

The strongest way the person has is asked for: a passkey, else a code of the app, else the password, or another login
at the provider of single sign-on for somebody who came from there. The decision's own form is shown again as hidden
fields beside it; sending it carries the decision out. So it works without script (but for passkeys, which need one),
and nothing is kept on the server meanwhile.
"""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.errors import Refusal
from campaigns.people.actions import authenticate
from campaigns.people.actions.confirming import confirm_session, is_fresh
from campaigns.people.actions.sessions import hash_token
from campaigns.people.attempts import admit_attempt, forget_attempts, keyed_subject
from campaigns.people.factors.actions import prove_with_code, prove_with_passkey
from campaigns.people.factors.queries import Factors, factors_of
from web import database, identity, passkeys, single_sign_on
from web.forms import Form
from web.fragments import show
from web.identity import Identity
from web.letters import secrets_key

PASSWORD, CODE = "password", "proof_code"
#: Fields of this page, which are no part of the decision.
_OWN = frozenset({PASSWORD, CODE, passkeys.ANSWER, "csrf_token", "username"})


class NotProven(Refusal):
    """The code or the passkey was not right."""

    status = 401


def asked(*, back: str) -> Response | None:
    """The page that asks for proof, or None when the decision may be carried out now.

    Call it before anything of the request is read: hashing takes long and no transaction may wait for it.
    `back` is where somebody goes who gives up.
    """
    who = identity.current()
    if who is None or is_fresh(who.desk_session, database.now()):
        return None
    with read_scope(database.engine()) as session:
        factors = factors_of(session, who.person.id or 0)
        session.expunge_all()
    form = Form.posted()
    if any(form.value(name) for name in (PASSWORD, CODE, passkeys.ANSWER)):
        with form.catching():
            _confirm(who, form, factors)
            return None
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
    return show(
        "step_up.html",
        form=form,
        kept=kept,
        back=back,
        factors=factors,
        has_password=bool(who.person.password_hash),
        provider=single_sign_on.name() if who.desk_session.proven_by == "provider" else "",
        passkeys_possible=passkeys.place().is_possible,
        status=form.status,
    )


def _confirm(who: Identity, form: Form, factors: Factors) -> None:
    engine, moment = database.engine(), database.now()
    key = cast(bytes, current_app.config["SECRET_KEY"])
    account_key = keyed_subject(key, "session", who.desk_session.token_hash)
    with session_scope(engine) as session:
        admit_attempt(session, account_key=account_key, address_key=None, now=moment)
    how = _password(who, form) if not factors.any else _factor(who, form)
    with session_scope(engine) as session:
        forget_attempts(session, account_key=account_key)
        token = confirm_session(
            session, token_hash=who.desk_session.token_hash, by=who.actor, how=how, now=moment
        )
    identity.carry_on_as(hash_token(token), moment)
    g.new_token = token


def _password(who: Identity, form: Form) -> str:
    with read_scope(database.engine()) as session:
        authenticate(session, email=who.person.email, password=form.value(PASSWORD))
    return "password"


def _factor(who: Identity, form: Form) -> str:
    """A second factor that the person has; the password is no longer enough then."""
    challenge = passkeys.take("prove")
    with session_scope(database.engine()) as session:
        how = _proven(session, who.person.id or 0, form, challenge)
    if how is None:
        raise NotProven(
            "That was not right. Codes of an app count once and for half a minute; what you decided is still here."
        )
    return how


def _proven(session: Session, person_id: int, form: Form, challenge: bytes | None) -> str | None:
    now = database.now()
    if answer := form.value(passkeys.ANSWER):
        found = challenge and prove_with_passkey(
            session, answer=answer, place=passkeys.place(), challenge=challenge, person_id=person_id, now=now
        )
        return "passkey" if found else None
    right = prove_with_code(session, person_id=person_id, code=form.value(CODE), key=secrets_key(), now=now)
    return "code" if right else None
