"""Who is asking: from the cookie to the session, the person, the programme and the roles held there.

Every route declares who reaches it with `@page`; a route without a declaration is a mistake that the
application refuses to start with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Flask, current_app, flash, g, redirect, request, url_for
from flask import session as form_session
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.db import is_busy, read_scope, session_scope
from campaigns.errors import NotFound
from campaigns.people.actions.sessions import find_session, touch_session
from campaigns.people.actor import Actor
from campaigns.people.factors.queries import factors_of, must_have_factor
from campaigns.people.models import DeskSession, Person, Programme
from campaigns.people.queries import load_actor, programmes_of, roles_of
from campaigns.people.rules import check_is_member
from campaigns.settings import Settings
from web import database
from web.database import SAFE

Rule = Callable[[Actor], None]
P = ParamSpec("P")
Answer = Any

#: Where somebody may go who has yet to set up a second factor.
OPEN_TO_OWING = frozenset({"profile", "login"})
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Identity:
    """Somebody who is logged in, in the programme they work in now.

    `owes_factor`: a role of theirs demands a second factor, and they have none yet.
    """

    person: Person
    actor: Actor
    programme: Programme | None
    programmes: tuple[Programme, ...]
    desk_session: DeskSession
    owes_factor: bool = False


def anybody(_actor: Actor) -> None:
    """The rule of pages that every login reaches, even without a role."""


def page(
    *, needs: Rule | None = check_is_member, public: bool = False
) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Declares who reaches a route, and ends the request's transaction: committed when the view returns.

    `needs` is a rule of a slice (`check_can_…(actor)`), by default any role in the current programme.
    `public=True` means without a login; then `needs` is not asked.
    """

    def declare(view: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(view)
        def reached(*args: P.args, **kwargs: P.kwargs) -> Answer:
            if not public:
                identity = current()
                if identity is None:
                    return _to_login()
                if identity.owes_factor and request.blueprint not in OPEN_TO_OWING:
                    return _to_factors()
                g.needs = needs
                (needs or anybody)(identity.actor)
            try:
                answer = view(*args, **kwargs)
                database.commit()
            except BaseException:
                database.rollback()
                raise
            return answer

        reached.declared = Declaration(needs=needs, public=public)  # type: ignore[attr-defined]
        return reached

    return declare


@dataclass(frozen=True)
class Declaration:
    """Who reaches a route, as it was declared."""

    needs: Rule | None
    public: bool


def current() -> Identity | None:
    """Who is asking, or None. Read once per request, in a transaction of its own."""
    if "identity" not in g:
        g.identity = _identify()
    return cast("Identity | None", g.identity)


def actor() -> Actor:
    """The person behind this request. Only for views that are not public."""
    identity = current()
    if identity is None:
        raise NotFound("Log in first.")
    return identity.actor


def programme() -> Programme:
    """The programme this request works in."""
    identity = current()
    if identity is None or identity.programme is None:
        raise NotFound("Choose a programme first.")
    return identity.programme


def enter_programme(programme_id: int) -> Actor:
    """For pages of one thing: works in the thing's programme, whichever was chosen before.

    Somebody without a role there is told that there is no such thing; the page's rule is asked again.
    """
    identity = current()
    if identity is None or all(each.id != programme_id for each in identity.programmes):
        raise NotFound("There is no such page, or it belongs to a programme you do not work in.")
    if identity.actor.programme_id != programme_id:
        with read_scope(database.engine()) as session:
            how = identity.desk_session.proven_by
            entered = load_actor(session, identity.person, programme_id, proven_by=how)
        there = next(each for each in identity.programmes if each.id == programme_id)
        g.identity = replace(identity, actor=entered, programme=there)
        (g.get("needs") or anybody)(entered)
    return actor()


def carry_on_as(token_hash: str, confirmed_at: datetime) -> None:
    """The session of this request lies under a new secret from now on."""
    identity = current()
    if identity is not None:
        row = DeskSession(
            **{**identity.desk_session.model_dump(), "token_hash": token_hash, "confirmed_at": confirmed_at}
        )
        g.identity = replace(identity, desk_session=row)


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host over TLS; browsers refuse that name without."""
    return "__Host-litfass" if current_app.config["SESSION_COOKIE_SECURE"] else "litfass"


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear_cookie(response: Response) -> None:
    response.delete_cookie(
        cookie_name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def init_identity(app: Flask) -> None:
    """Before the check of forms: ties the form token to the server-side session."""

    @app.after_request
    def _hand_out_the_new_secret(response: Response) -> Response:
        if token := g.pop("new_token", None):
            set_cookie(response, token)
        return response

    @app.before_request
    def _tie_forms_to_the_session() -> None:
        if request.endpoint in (None, "static") or request.blueprint in ("public", "intake", "kit"):
            return  # public pages read and set no cookie, so that caches may keep them
        identity = current()
        if identity and form_session.get("csrf_token") != identity.desk_session.csrf_secret:
            form_session["csrf_token"] = identity.desk_session.csrf_secret


def check_declarations(app: Flask) -> None:
    """Refuses to start with a route that does not say who reaches it."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "declared"):
            raise RuntimeError(f"The route {endpoint} does not declare who reaches it: add @page(…).")


def _identify() -> Identity | None:
    token = request.cookies.get(cookie_name(), "")
    if not token or len(token) > 100:
        return None
    moment = database.now()
    with read_scope(database.engine()) as session:
        found = find_session(session, token=token, now=moment)
        if found is None:
            return None
        desk_session, person = found
        held = roles_of(session, person.id or 0)
        programmes = tuple(programmes_of(session, person.id or 0, held=held))
        chosen = _chosen(programmes, desk_session.programme_id)
        here, how = chosen.id if chosen else None, desk_session.proven_by
        who = load_actor(session, person, here, proven_by=how, held=held)
        owes = _owes_factor(session, person, programmes)
        session.expunge_all()
    if moment - desk_session.seen_at >= TOUCH_EVERY:
        _touch(desk_session.token_hash, moment)
    return Identity(
        person=person,
        actor=who,
        programme=chosen,
        programmes=programmes,
        desk_session=desk_session,
        owes_factor=owes,
    )


def _touch(token_hash: str, moment: datetime) -> None:
    """Notes that the session is in use; a page is not refused because that can only be noted at the next one."""
    try:
        with session_scope(database.engine()) as session:
            touch_session(session, token_hash=token_hash, now=moment)
    except OperationalError as problem:
        if not is_busy(problem):
            raise


def _owes_factor(session: Session, person: Person, programmes: tuple[Programme, ...]) -> bool:
    everywhere = cast(Settings, current_app.extensions["litfass_settings"]).requires_second_factor
    if not everywhere and not any(each.requires_second_factor for each in programmes):
        return False
    number = person.id or 0
    return (
        must_have_factor(session, person_id=number, everywhere=everywhere)
        and not factors_of(session, number).any
    )


def _chosen(programmes: tuple[Programme, ...], chosen_id: int | None) -> Programme | None:
    """`?programme=key` makes any address shareable; else the session's choice, else the first."""
    asked = request.args.get("programme")
    named = [each for each in programmes if asked is not None and each.key == asked]
    chosen = [each for each in programmes if each.id == chosen_id]
    return next(iter([*named, *chosen, *programmes]), None)


def _to_factors() -> Response:
    """To the page where a second factor is set up, before anything else."""
    address = url_for("profile.security")
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": address})
    flash(
        _("Your role demands a second factor: add a passkey or an authenticator app, then go on."), "waiting"
    )
    return redirect(address, code=303)


def _to_login() -> Response:
    """To the login, and back to the page that was asked for if it can be asked for again."""
    onward = request.full_path.rstrip("?") if request.method in SAFE and request.path != "/" else None
    address = url_for("login.login", next=onward)
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, code=303)
