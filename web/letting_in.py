"""Letting somebody in: the limiter, the half login, the session, its cookies, and the notice to its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, make_response, redirect, request, url_for
from flask import session as form_session
from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Session, select
from werkzeug.wrappers import Response

from campaigns.db import session_scope
from campaigns.people.actions import change_profile, open_session
from campaigns.people.attempts import admit_attempt, forget_attempts, keyed_subject
from campaigns.people.audit import record
from campaigns.people.models import DeskSession, Person
from campaigns.people.queries import load_actor, programmes_of
from web import database, identity
from web.devices import device_of
from web.interfaces import INTERFACES
from web.letters import write_to

#: A browser that has been let in before keeps this for half a year; it lets its owner in while others guess.
KNOWN_BROWSER = "litfass-known"
KNOWN_FOR = 60 * 60 * 24 * 180
#: How a browser came to be known: its person was let in, or opened a link of a letter there.
IN, BY_LINK = "in", "link"
#: Where the form cookie keeps the token of a half login.
HALF = "half_login"
#: Where it keeps the language that somebody chose before the login.
CHOSEN_INTERFACE = "chosen_interface"


@dataclass(frozen=True)
class Admitted:
    """A try that the limiter let through. `forget` it when the login is whole."""

    account_key: str


def admit(email: str) -> Admitted:
    """Counts a try for the account and for the address, in a transaction of its own; refuses too many.

    A browser of the account has tries of its own, which nobody at the same address can use up.
    """
    browser = _known_browser(email)
    account_key = keyed("account", f"{email}:{browser}")
    _count(account_key, None if browser else _address())
    return Admitted(account_key)


def admit_address(subject: str) -> None:
    """Counts a try of `subject` and of the address this request comes from."""
    _count(subject, _address())


def _count(subject: str, address_key: str | None) -> None:
    with session_scope(database.engine()) as session:
        admit_attempt(session, account_key=subject, address_key=address_key, now=database.now())


def _address() -> str:
    return keyed("address", request.remote_addr or "")


def let_in(
    person_id: int,
    *,
    how: str,
    onward: str,
    admitted: Admitted | None = None,
    proven_at: datetime | None = None,
) -> Response:
    """Opens the session and answers with its cookies. `how` is what the login was proven by.

    `proven_at`: when, where it was not just now; from then on it counts for decisions that ask for a fresh proof.
    """
    moment = database.now()
    with session_scope(database.engine()) as session:
        person = session.get_one(Person, person_id)
        if admitted is not None:
            forget_attempts(session, account_key=admitted.account_key)
        programmes = programmes_of(session, person_id)
        chosen = programmes[0].id if programmes else None
        is_new = not _has_logged_in(person.email)
        was_here = _was_here_before(session, person_id)
        opened = open_session(
            session,
            person=person,
            programme_id=chosen,
            now=moment,
            device=device_of(request.headers.get("User-Agent", "")),
            proven_by=how,
            proven_at=proven_at,
            is_new_device=is_new and was_here,
        )
        who = load_actor(session, person, chosen)
        record(session, action="log_in", subject="person", subject_id=person_id, by=who, now=moment, how=how)
        if form_session.get(CHOSEN_INTERFACE) in set(INTERFACES) - {person.interface}:
            # Who chose a language before the login means it for what comes behind it.
            change_profile(
                session, person=person, name=person.name, interface=form_session[CHOSEN_INTERFACE],
                theme=person.theme.value, by=who, now=moment,
            )  # fmt: skip
        if is_new and was_here:
            write_to(
                session, person, "new_device", path=url_for("profile.security"), now=moment,
                moment=moment, device=opened.row.device or "–",
            )  # fmt: skip
        email = person.email
    form_session.clear()
    form_session["csrf_token"] = opened.row.csrf_secret
    response = make_response(redirect(onward, code=303))
    identity.set_cookie(response, opened.token)
    remember_browser(response, email)
    return response


def _was_here_before(session: Session, person_id: int) -> bool:
    """Somebody's very first login is no news to them."""
    return (
        session.exec(select(DeskSession.token_hash).where(DeskSession.person_id == person_id)).first()
        is not None
    )


def safe_onward(address: str | None) -> str | None:
    """An address of this desk to go on to; anything else is dropped, so that nobody is led elsewhere."""
    if not address or not address.startswith("/") or "\\" in address or len(address) > 500:
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("//") or any(ord(each) < 32 for each in address):
        return None
    return address


def keyed(kind: str, value: str) -> str:
    """How the limiter counts something without knowing it."""
    return keyed_subject(cast(bytes, current_app.config["SECRET_KEY"]), kind, value)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=KNOWN_BROWSER)


def _known_browser(email: str) -> str:
    """Says which browser this is if it belongs to this account, '' otherwise."""
    return _browser(email)[0]


def _has_logged_in(email: str) -> bool:
    """Whether this browser has been let in to this account before: one that only opened a link has not."""
    return _browser(email)[1] == IN


def _browser(email: str) -> tuple[str, str]:
    try:
        account, browser, how = _signer().loads(request.cookies.get(KNOWN_BROWSER, ""))
    except (BadSignature, ValueError, TypeError):
        return "", ""
    return (str(browser), str(how)) if account == keyed("account", email) else ("", "")


def remember_browser(response: Response, email: str, *, how: str = IN) -> None:
    """Keeps in the browser that it belongs to this account: it was let in, or a link of its letters opened there."""
    browser = _known_browser(email) or token_hex(8)
    response.set_cookie(
        KNOWN_BROWSER,
        str(_signer().dumps([keyed("account", email), browser, how])),
        max_age=KNOWN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/login",
    )
