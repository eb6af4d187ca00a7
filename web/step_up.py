"""The password once more before a decision that others rely on, without losing what was typed.

The decision's own form is shown again as hidden fields beside the password; sending it carries the decision
out. So it works without script, and nothing is kept on the server meanwhile.
"""

from __future__ import annotations

from typing import cast

from flask import current_app, request
from werkzeug.wrappers import Response

from campaigns.db import read_scope, session_scope
from campaigns.people.actions import authenticate
from campaigns.people.actions.confirming import confirm_session, is_fresh
from campaigns.people.attempts import admit_attempt, forget_attempts, keyed_subject
from web import database, identity
from web.forms import Form
from web.fragments import show
from web.identity import Identity

PASSWORD = "password"  # noqa: S105


def asked(*, back: str) -> Response | None:
    """The page that asks for the password, or None when the decision may be carried out now.

    Call it before anything of the request is read: hashing takes long and no transaction may wait for it.
    `back` is where somebody goes who gives up.
    """
    who = identity.current()
    if who is None or is_fresh(who.desk_session, database.now()):
        return None
    form = Form.posted()
    if form.value(PASSWORD):
        with form.catching():
            _confirm(who, form.value(PASSWORD))
            return None
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
    return show("step_up.html", form=form, kept=kept, back=back, status=form.status)


_OWN = frozenset({PASSWORD, "csrf_token", "username"})


def _confirm(who: Identity, password: str) -> None:
    engine, moment = database.engine(), database.now()
    key = cast(bytes, current_app.config["SECRET_KEY"])
    account_key = keyed_subject(key, "session", who.desk_session.token_hash)
    address_key = keyed_subject(key, "address", request.remote_addr or "")
    with session_scope(engine) as session:
        admit_attempt(session, account_key=account_key, address_key=address_key, now=moment)
    with read_scope(engine) as session:
        authenticate(session, email=who.person.email, password=password)
    with session_scope(engine) as session:
        forget_attempts(session, account_key=account_key)
        confirm_session(session, token_hash=who.desk_session.token_hash, by=who.actor, now=moment)
