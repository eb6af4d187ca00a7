"""Every route × state of the login has a declared answer in access/logins/logins.toml, and gives it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.people.actions import disable_person, grant_role
from campaigns.people.actions.logins import set_password
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.builders import make_person
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Asking, Desk
from tests.web.test_authorisation import ACCESS, address_of, declared
from web.identity import OPEN_TO_OWING

DECLARED = tomllib.loads((ACCESS / "logins" / "logins.toml").read_text(encoding="utf-8"))
MAIL = "all@boats.example"
#: Said by the page that asks for proof alone.
ASKS = b"Confirm that it is you"


@pytest.fixture
def desk(app: Flask, engine: Engine, programme: Programme, watch: Watch) -> Desk:
    """Somebody with every role, logged in."""
    with session_scope(engine) as session:
        person = make_person(session, MAIL, now=watch(), password=PASSWORD)
        person.interface = "en"
        for role in Role:
            _grant(session, person, programme, role, watch)
    app.test_client_class = Asking
    made = app.test_client()
    assert isinstance(made, Asking)
    made.log_in(MAIL)
    return made


def _grant(session: Session, person: Person, programme: Programme, role: Role, watch: Watch) -> None:
    grant_role(
        session,
        person=person,
        programme_id=programme.id or 0,
        role=role,
        language="ar" if role in LANGUAGE_ROLES else "",
        by=None,
        now=watch(),
    )


def _becomes(state: str, engine: Engine, programme: Programme, watch: Watch, desk: Desk) -> None:
    if state == "logged out":
        cookies = dict(desk._cookies)
        desk.send("/logout")
        desk._cookies = cookies  # type: ignore[misc]  # somebody kept them
    elif state == "idle for half an hour":
        watch.move(minutes=30)
    elif state == "twelve hours old":
        for _each in range(24):
            watch.move(minutes=29)
            desk.get("/profile")
        watch.move(minutes=24)
    with session_scope(engine) as session:
        person = session.exec(select(Person).where(Person.email == MAIL)).one()
        if state == "disabled meanwhile":
            disable_person(session, person=person, by=None, now=watch())
        elif state == "with another password":
            set_password(session, person=person, password="seven-paper-kites", by=None, now=watch())
        elif state == "with another role":
            grant_role(
                session,
                person=person,
                programme_id=programme.id or 0,
                role=Role.LAWYER,
                language="uk",
                by=None,
                now=watch(),
            )
        elif state == "owing a second factor":
            session.get_one(Programme, programme.id).requires_second_factor = True


def _walk(app: Flask, methods: set[str]) -> Iterator[tuple[str, str, str]]:
    """Every route that is not public, with one of these methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or declared()[rule.endpoint] == "public":
            continue
        for method in sorted((rule.methods or set()) & methods):
            yield rule.endpoint, method, address_of(app, rule)


@pytest.mark.any_database
@pytest.mark.parametrize("state", DECLARED["reaches"])
def test_a_login_reaches_what_its_state_says(
    app: Flask, engine: Engine, programme: Programme, watch: Watch, desk: Desk, state: str
) -> None:
    where = {"door": "/login", "factors": "/profile/security"}[DECLARED["reaches"][state]]
    _becomes(state, engine, programme, watch, desk)
    wrong = []
    for endpoint, method, address in _walk(app, {"GET"}):
        if where != "/login" and endpoint.split(".")[0] in OPEN_TO_OWING:
            continue
        answer = desk.open(address, method=method)
        if answer.status_code != 303 or not answer.headers["Location"].startswith(where):
            wrong.append((endpoint, method, answer.status_code))

    assert wrong == []


def test_an_old_login_is_asked_for_proof_where_it_is_declared(app: Flask, desk: Desk, watch: Watch) -> None:
    watch.move(minutes=11)
    token = desk.token()
    asked = {
        endpoint
        for endpoint, method, address in _walk(app, {"POST"})
        if ASKS in desk.open(address, method=method, data={"csrf_token": token}).data
    }

    assert sorted(asked) == DECLARED["proof"]["routes"]
