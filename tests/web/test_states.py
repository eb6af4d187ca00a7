"""Every route × state of its thing has a declared answer in access/states/*.toml, and gives it.

A page is shown or is not; a form does something, which the trail then tells, or changes nothing. Roles are held to
their routes in test_authorisation.py: a rule is asked before any thing is read, so no state can widen it. Where a form
is open to every role and the action asks again, the states say under `[roles]` for whom it does something.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Connection, Engine
from sqlmodel import Session, func, select
from werkzeug.routing import Rule

from campaigns.content.models import Variant
from campaigns.db import session_scope
from campaigns.people.actions import grant_role
from campaigns.people.models import AuditEntry
from campaigns.vocabulary import LANGUAGE_ROLES, Role
from tests.builders import make_person
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Asking, Desk
from tests.web.one_state import signs
from tests.web.stage import Scene, scene
from tests.web.test_authorisation import declared
from tests.web.test_other_programmes import MISSING, numbered
from tests.web.things import approving, deciding, falling, keeping, leaving, speaking
from tests.web.things.stage import THINGS, Names, Stage
from web.kit_desk import kit_desk
from web.letters import secrets_key

__all__ = ["approving", "deciding", "falling", "keeping", "leaving", "scene", "speaking"]

STATES = Path(__file__).parent / "access" / "states"
WITHOUT = STATES / "without.toml"
#: As the walkers' desks, which are German, say it.
IN_REVIEW = "In review"
READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@dataclass(frozen=True)
class Declared:
    """What the routes about one kind of thing do in its states."""

    kind: str
    answers: Mapping[str, object]
    forms: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, list[str]]

    def does(self, endpoint: str, state: str) -> bool:
        answer = self.answers[endpoint]
        return answer == "always" or (isinstance(answer, list) and state in answer)


def states_declared() -> list[Declared]:
    found = []
    for file in sorted(set(STATES.glob("*.toml")) - {WITHOUT}):
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
        kind, forms, roles = rows.pop("thing"), rows.pop("forms", {}), rows.pop("roles", {})
        found.append(Declared(kind, answers=rows, forms=forms, roles=roles))
    return found


@pytest.fixture
def walkers(app: Flask, engine: Engine, scene: Scene, watch: Watch) -> dict[str, Desk]:
    """Browsers of somebody who holds "every role", and of one with each role alone. None of them wrote anything."""
    app.test_client_class = Asking
    every = {"every role": list(Role), **{role.value: [role] for role in Role}}
    return {name: _walker(app, engine, scene, watch, name, roles) for name, roles in every.items()}


def _walker(app: Flask, engine: Engine, scene: Scene, watch: Watch, name: str, roles: list[Role]) -> Desk:
    with session_scope(engine) as session:
        email = f"{name.replace(' ', '-')}@walk.example"
        person = make_person(session, email, now=watch(), password=PASSWORD)
        for role in roles:
            for language in ("de", "ar") if role in LANGUAGE_ROLES else ("",):
                grant_role(
                    session,
                    person=person,
                    programme_id=scene.cast.programme.id or 0,
                    role=role,
                    language=language,
                    by=None,
                    now=watch(),
                )
    desk = app.test_client()
    assert isinstance(desk, Asking)
    assert desk.log_in(person.email).status_code == 303
    return desk


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """What happens inside has not happened afterwards."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def trail(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(AuditEntry)).scalar_one()  # type: ignore[call-overload]


def rule_of(app: Flask, endpoint: str) -> Rule:
    (rule,) = app.url_map.iter_rules(endpoint)
    return rule


def filled(form: Mapping[str, str], names: Names) -> dict[str, Any]:
    """The form with what `=name` stands for."""
    return {key: names.get(value[1:]) if value.startswith("=") else value for key, value in form.items()}


def outcome(
    desk: Desk, connection: Connection, rule: Rule, names: Names, form: Mapping[str, str]
) -> tuple[bool, int]:
    """Whether the route did what it is for, and its status. Whatever it did is undone."""
    token = desk.token()
    values = {
        name: names.get(name, MISSING if name.endswith("_id") else "nothing") for name in rule.arguments
    }
    with desk.application.test_request_context():
        address = url_for(rule.endpoint, **values)
    is_form = "POST" in (rule.methods or set())
    cookies = dict(desk._cookies)
    with undone(connection):
        before = trail(connection)
        data = {"csrf_token": token, **filled(form, names)} if is_form else None
        status = desk.open(
            address, method="POST" if is_form else "GET", data=data, headers=READER
        ).status_code
        grown = trail(connection) > before
    desk._cookies = cookies  # type: ignore[misc]
    if is_form:
        return grown, status
    return status < 400 and not grown, status


def said_differently(
    desk: Desk, connection: Connection, scene: Scene, state: str
) -> list[tuple[str, str, dict[str, str]]]:
    """The signs of the German text where two screens contradict each other."""
    if state == "missing":
        return []  # another text
    with Session(connection, expire_on_commit=False) as session:
        found = signs(desk, scene, session.get_one(Variant, scene.german.id))
    waits = found.pop("queue")
    is_one = len(set(found.values())) == 1 and "(none)" not in found.values()
    if is_one and (waits == "waits") is (IN_REVIEW in found.values()):
        return []
    return [("text", state, {**found, "queue": waits})]


def test_every_thing_in_an_address_has_its_states_declared(app: Flask) -> None:
    without = tomllib.loads(WITHOUT.read_text(encoding="utf-8"))
    answered = {endpoint for each in states_declared() for endpoint in each.answers} | set(without["routes"])
    open_ones = {
        rule.endpoint
        for rule, _method, names in numbered(app)
        if rule.endpoint not in answered and not set(names) <= set(without["why"])
    }

    assert sorted(open_ones) == [], "routes without a line in tests/web/access/states/*.toml"
    assert {each.kind for each in states_declared()} == set(THINGS)
    narrowed = {
        endpoint
        for each in states_declared()
        for endpoint, answer in each.answers.items()
        if answer != "never"
        and declared()[endpoint] == "all"
        and "POST" in (rule_of(app, endpoint).methods or set())
    }
    assert narrowed == {endpoint for each in states_declared() for endpoint in each.roles}


def test_every_route_gives_the_declared_answer_in_every_state(
    app: Flask, engine: Engine, scene: Scene, watch: Watch, walkers: dict[str, Desk]
) -> None:
    wrong, every_role = [], walkers.pop("every role")
    for desk in (every_role, *walkers.values()):
        desk.token()
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault of ours is a wrong answer like others
    with app.app_context():
        desk_of_kits, key = kit_desk(), secrets_key()
    counters = [app.extensions[name] for name in ("litfass_clicks", "litfass_kit_uses")]
    for each in counters:
        each.close()  # what is counted belongs to things that are undone
    with engine.connect() as connection, connection.begin() as everything:
        app.extensions["litfass_engine"] = connection
        for thing in states_declared():
            for state, build in THINGS[thing.kind].items():
                with undone(connection):
                    with Session(connection, expire_on_commit=False) as session, session.begin():
                        names = dict(build(Stage(session, scene, desk_of_kits, watch(), key)))
                    if thing.kind == "text":
                        wrong += said_differently(every_role, connection, scene, state)
                    for endpoint in thing.answers:
                        about = (connection, rule_of(app, endpoint), names, thing.forms.get(endpoint, {}))
                        does, status = outcome(every_role, *about)
                        if does is not thing.does(endpoint, state) or (status >= 500 and status != 503):
                            wrong.append((thing.kind, state, endpoint, status, does))
                        for role in walkers if does and endpoint in thing.roles else ():
                            does, status = outcome(walkers[role], *about)
                            if does is not (role in thing.roles[endpoint]):
                                wrong.append((thing.kind, state, endpoint, status, role))
        everything.rollback()
    for each in counters:
        each.buffer.take()
    assert not wrong, "\n".join(str(each) for each in wrong)
