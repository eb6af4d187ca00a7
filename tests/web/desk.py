"""The desk as tests use it: a client that looks at every page it fetches, and people of every role."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from flask import Flask
from flask import session as form_session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine
from sqlmodel import Session
from werkzeug.test import TestResponse

from campaigns.clock import Clock
from campaigns.db import session_scope
from campaigns.people.actions import add_person, grant_role, open_session
from campaigns.people.actions.sessions import OpenedSession
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.replaying import step
from tests.web.linting import problems_of

PASSWORD = "three-paper-boats"
COOKIES = ("litfass", "litfass-form")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Desk(FlaskClient):
    """A browser without script. Every page and fragment it gets is linted; every form carries its token."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303} and response.data:
            text = response.get_data(as_text=True)
            is_page = text.lstrip().lower().startswith("<!doctype")
            problems = problems_of(text, is_page=is_page)
            assert not problems, f"{response.request.path}: " + "; ".join(problems)
        return response

    #: The cookies under which a token was last read, and the token.
    _known: tuple[tuple[str | None, ...], str] | None = None
    #: The cookie of the session it was given, and the token of its forms.
    _token_of: tuple[str | None, str] = (None, "")

    def token(self) -> str:
        """The token that forms of this browser carry now. It changes with the login, and so do the cookies."""
        found = [self.get_cookie(name) for name in COOKIES]
        cookies = tuple(each.value if each else None for each in found)
        if cookies[0] is not None and cookies[0] == self._token_of[0]:
            return self._token_of[1]
        if self._known is None or self._known[0] != cookies or None in cookies:
            self._known = (cookies, self._read_token())
        return self._known[1]

    def _read_token(self) -> str:
        for address in ("/profile", "/login"):
            found = TOKEN.search(super().open(address).get_data(as_text=True))
            if found:
                return found.group(1)
        raise AssertionError("no page shows a form token")

    def carry(self, opened: OpenedSession) -> None:
        """Carries this session as if its person had logged in, with the token its pages would show."""
        self.set_cookie(COOKIES[0], opened.token)
        with self.application.test_request_context():
            form_session["csrf_token"] = opened.row.csrf_secret
            self._token_of = (opened.token, generate_csrf())

    def send(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Sends a form with its token, as a person does."""
        return self.post(address, data={"csrf_token": self.token(), **(data or {})}, **kwargs)

    def fragment(self, address: str) -> TestResponse:
        """Asks as htmx does."""
        return self.get(address, headers={"HX-Request": "true"})

    def log_in(self, email: str, password: str = PASSWORD, **kwargs: Any) -> TestResponse:
        """Walks through the login's page, whatever session it carried before."""
        self._token_of = (None, "")
        return self.send("/login", {"email": email, "password": password}, **kwargs)


class Asking(Desk):
    """A browser that does not look at the pages it gets: for walks over every route, whose pages others look at."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


@step
def person_with(
    session: Session,
    programme: Programme,
    role: Role,
    *,
    now: Any,
    languages: tuple[str, ...] = ("ar",),
    interface: str = "en",
) -> Person:
    """Somebody with one role in a programme; translators and lawyers for these languages."""
    person = add_person(
        session,
        email=f"{role.value}.{programme.key}@example.org",
        name=f"{role.value.capitalize()} of {programme.key}",
        password=PASSWORD,
        interface=interface,
        by=None,
        now=now,
    )
    for language in languages if role in LANGUAGE_ROLES else ("",):
        grant_role(
            session,
            person=person,
            programme_id=programme.id or 0,
            role=role,
            language=language,
            by=None,
            now=now,
        )
    return person


def desk_as(
    app: Flask, engine: Engine, clock: Clock, programme: Programme, role: Role, **kwargs: Any
) -> Desk:
    """A logged-in browser of somebody with this role; it has not walked through the login's pages."""
    with session_scope(engine) as session:
        opened = _let_in(session, programme, role, now=clock(), **kwargs)
    desk = app.test_client()
    assert isinstance(desk, Desk)
    desk.carry(opened)
    return desk


@step
def _let_in(
    session: Session, programme: Programme, role: Role, *, now: datetime, **kwargs: Any
) -> OpenedSession:
    person = person_with(session, programme, role, now=now, **kwargs)
    return open_session(session, person=person, programme_id=programme.id, now=now)
