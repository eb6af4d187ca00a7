"""To the provider of single sign-on and back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, redirect, request, url_for
from flask import session as form_session
from werkzeug.wrappers import Response

from campaigns.db import session_scope
from campaigns.errors import NotFound
from campaigns.people.actions import end_session
from campaigns.people.actions.sign_on import person_at_provider
from campaigns.people.factors.challenges import begin_half_login
from campaigns.people.factors.queries import factors_of
from web import database, identity, single_sign_on
from web.identity import page
from web.letters import settings
from web.letting_in import HALF, admit_address, keyed, let_in, safe_onward

sign_on_pages = Blueprint("sign_on", __name__)

#: Where the form cookie keeps what this browser has to bring back.
STARTED = "sign_on"
#: A provider that does not say when somebody proved themselves may have let them through from memory.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@sign_on_pages.get("/login/provider")
@page(public=True)
def go() -> Response:
    """To the provider. What it sends back counts in this browser alone, whoever began it."""
    # The provider's side brings an HTTP client along: loaded when somebody logs in this way, and not before.
    from web.sign_on.provider import address_to_go_to, start

    _check_offered()
    admit_address(keyed("provider", request.remote_addr or ""))
    # Somebody who is logged in comes to prove who sits here: the provider's own memory would prove nothing.
    started = start(anew_since=database.now() if identity.current() else None)
    address = address_to_go_to(settings(), started, back=_back())
    form_session[STARTED] = [
        started.state,
        started.nonce,
        started.verifier,
        started.anew_since,
        safe_onward(request.args.get("next")) or "",
    ]
    return redirect(address, code=303)


@sign_on_pages.get("/login/provider/back")
@page(public=True)
def back() -> Response:
    """Back with a code. What the browser was sent off with counts once, whatever comes of it."""
    from web.sign_on.provider import NotVouched, Started, vouch

    _check_offered()
    kept = form_session.pop(STARTED, None)
    if not isinstance(kept, list) or len(kept) != 5:
        raise NotVouched("This login was not begun in this browser. Begin again at the login.")
    state, nonce, verifier, anew_since, onward = kept
    vouched = vouch(
        settings(),
        Started(state=state, nonce=nonce, verifier=verifier, anew_since=anew_since),
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        back=_back(),
        now=database.now(),
    )
    with session_scope(database.engine()) as session:
        person = person_at_provider(
            session,
            issuer=vouched.issuer,
            subject=vouched.subject,
            email=vouched.email,
            email_is_verified=vouched.email_is_verified,
            now=database.now(),
        )
        person_id = person.id or 0
        if before := identity.current():
            end_session(session, token_hash=before.desk_session.token_hash, now=database.now())
        token = (
            begin_half_login(session, person=person, now=database.now())
            if factors_of(session, person_id).any
            else None
        )
    if token is None:
        return let_in(
            person_id,
            how="provider",
            onward=onward or url_for("today.today"),
            proven_at=vouched.proven_at or LONG_AGO,
        )
    form_session[HALF] = token
    return redirect(url_for("second.ask", next=onward or None), code=303)


def _back() -> str:
    return f"{current_app.config['BASE_URL']}{url_for('sign_on.back')}"


def _check_offered() -> None:
    if not single_sign_on.name():
        raise NotFound("This desk has no single sign-on. Log in with your password.")
