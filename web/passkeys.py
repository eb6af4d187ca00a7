"""Passkeys at the desk: where they are good, and the challenge of this browser."""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import urlsplit

from flask import current_app, request
from flask import session as form_session
from werkzeug.wrappers import Response

from campaigns.db import session_scope
from campaigns.people.factors.challenges import new_challenge, take_challenge
from campaigns.people.factors.passkeys import Place
from web import database, identity

#: Where the form cookie keeps the name of this browser while somebody logs in.
BROWSER = "passkey_browser"
#: The field that carries the device's answer.
ANSWER = "passkey_answer"


def place() -> Place:
    """Where passkeys of this desk are good. Over TLS its one address; without, the name this machine was asked by."""
    if current_app.config["SESSION_COOKIE_SECURE"]:
        parts = urlsplit(current_app.config["BASE_URL"])
        return Place(host=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}")
    origin = request.host_url.rstrip("/")
    return Place(host=urlsplit(origin).hostname or "", origin=origin)


def ask(purpose: str) -> bytes:
    """A new challenge for this browser, in a transaction of its own. `purpose` keeps login, proof and making apart."""
    with session_scope(database.engine()) as session:
        return new_challenge(session, holder=_holder(purpose), now=database.now())


def take(purpose: str) -> bytes | None:
    """The challenge this browser was given, once."""
    with session_scope(database.engine()) as session:
        return take_challenge(session, holder=_holder(purpose), now=database.now())


def as_json(options: str) -> Response:
    return Response(options, mimetype="application/json")


def _holder(purpose: str) -> str:
    who = identity.current()
    if who is not None:
        return f"{purpose}:{who.desk_session.token_hash}"
    if BROWSER not in form_session:
        form_session[BROWSER] = token_hex(16)
    return f"{purpose}:{form_session[BROWSER]}"
