"""Every route has a declared answer for every role, and gives it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from campaigns.errors import NotAllowed
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.web.desk import Desk

ACCESS = Path(__file__).parent / "access"


@cache
def declared() -> dict[str, object]:
    rows: dict[str, object] = {}
    for file in sorted(ACCESS.glob("*.toml")):
        found = tomllib.loads(file.read_text(encoding="utf-8"))
        assert not set(found) & set(rows), f"{file.name} declares what another file declares"
        rows |= found
    return rows


def reaches(answer: object, role: Role | None) -> bool:
    """Whether somebody with this role (None: a login without any) reaches a route so declared."""
    if answer in ("public", "login"):
        return True
    if role is None:
        return False
    return answer == "all" or (isinstance(answer, list) and role.value in answer)


def actor_with(role: Role | None) -> Actor:
    held = frozenset() if role is None else frozenset({(role, "ar" if role in LANGUAGE_ROLES else "")})
    return Actor(person_id=1, name="Somebody", programme_id=1, roles=held)


def test_every_route_is_declared_and_nothing_else(app: Flask) -> None:
    routes = {endpoint for endpoint in app.view_functions if endpoint != "static"}

    assert sorted(routes - set(declared())) == [], "routes without a line in tests/web/access/*.toml"
    assert sorted(set(declared()) - routes) == [], "lines in tests/web/access/*.toml without a route"


@pytest.mark.any_database
@pytest.mark.parametrize("role", [*Role, None])
def test_the_rule_of_each_route_says_what_is_declared(app: Flask, role: Role | None) -> None:
    wrong = []
    for endpoint, answer in declared().items():
        declaration = app.view_functions[endpoint].declared  # type: ignore[attr-defined]
        allowed = True
        if not declaration.public and declaration.needs is not None:
            try:
                declaration.needs(actor_with(role))
            except NotAllowed:
                allowed = False
        if allowed != reaches(answer, role):
            wrong.append(endpoint)

    assert wrong == []


@pytest.mark.any_database
def test_only_declared_public_routes_answer_a_stranger(
    app: Flask, stranger: Desk, programme: Programme
) -> None:
    wrong = []
    token = stranger.token()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or declared()[rule.endpoint] == "public":
            continue
        address = address_of(app, rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            response = stranger.open(
                address, method=method, data={"csrf_token": token} if method == "POST" else None
            )
            if response.status_code != 303 or not response.headers["Location"].startswith("/login"):
                wrong.append((rule.endpoint, method, response.status_code))

    assert wrong == []


@pytest.mark.any_database
@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_the_declared_answer(app: Flask, desk_of: Callable[..., Desk], role: Role) -> None:
    desk = desk_of(role)
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"static", "login.logout"} or "GET" not in (rule.methods or set()):
            continue
        status = desk.get(address_of(app, rule)).status_code
        allowed = reaches(declared()[rule.endpoint], role)
        if (status == 403) is allowed or status >= 500:
            wrong.append((rule.endpoint, status))

    assert wrong == []


@pytest.mark.any_database
@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("role", list(Role))
def test_forms_are_refused_to_roles_without_the_right(
    app: Flask, desk_of: Callable[..., Desk], role: Role
) -> None:
    desk = desk_of(role)
    token = desk.token()
    wrong = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or reaches(declared()[rule.endpoint], role):
            continue
        status = desk.post(address_of(app, rule), data={"csrf_token": token}).status_code
        if status != 403:
            wrong.append((rule.endpoint, status))

    assert wrong == []


def address_of(app: Flask, rule: object) -> str:
    """The route's address with ids of things that do not exist."""
    values = {}
    for name in rule.arguments:  # type: ignore[attr-defined]
        converter = rule._converters[name]  # type: ignore[attr-defined]
        values[name] = 999_999 if isinstance(converter, IntegerConverter) else "nothing"
    return app.url_map.bind("").build(rule.endpoint, values)  # type: ignore[attr-defined]
