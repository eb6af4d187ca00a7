"""The desk as tests use it: a client that looks at every page it fetches, and people of every role."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session
from werkzeug.test import TestResponse

from campaigns.clock import Clock
from campaigns.db import session_scope
from campaigns.people.actions import add_person, grant_role
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import LANGUAGE_ROLES, Role
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

    def token(self) -> str:
        """The token that forms of this browser carry now. It changes with the login, and so do the cookies."""
        found = [self.get_cookie(name) for name in COOKIES]
        cookies = tuple(each.value if each else None for each in found)
        if self._known is None or self._known[0] != cookies or None in cookies:
            self._known = (cookies, self._read_token())
        return self._known[1]

    def _read_token(self) -> str:
        for address in ("/profile", "/login"):
            found = TOKEN.search(super().open(address).get_data(as_text=True))
            if found:
                return found.group(1)
        raise AssertionError("no page shows a form token")

    def send(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Sends a form with its token, as a person does."""
        return self.post(address, data={"csrf_token": self.token(), **(data or {})}, **kwargs)

    def fragment(self, address: str) -> TestResponse:
        """Asks as htmx does."""
        return self.get(address, headers={"HX-Request": "true"})

    def log_in(self, email: str, password: str = PASSWORD, **kwargs: Any) -> TestResponse:
        return self.send("/login", {"email": email, "password": password}, **kwargs)


class Asking(Desk):
    """A browser that does not look at the pages it gets: for walks over every route, whose pages others look at."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


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
    """A logged-in browser of somebody with this role."""
    with session_scope(engine) as session:
        person = person_with(session, programme, role, now=clock(), **kwargs)
    desk = app.test_client()
    assert isinstance(desk, Desk)
    response = desk.log_in(person.email)
    assert response.status_code == 303, response.get_data(as_text=True)
    return desk
