"""Refusals and mishaps: a sentence in the desk's look, the right status, nothing of anybody's data."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pysqlite3
import pytest
from flask import Blueprint, Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from assets.store import Store
from campaigns.db import read_scope
from campaigns.errors import Conflict, NotAllowed, NotFound, NotReady
from campaigns.people.actions import add_person
from campaigns.people.models import Person, Programme
from campaigns.settings import Settings
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as
from web import database, identity
from web.app import create_app
from web.identity import page

REFUSALS = {
    "allowed": NotAllowed("Not for you."),
    "found": NotFound("No such thing."),
    "conflict": Conflict("Somebody changed {what} meanwhile.", what="the title"),
    "ready": NotReady("Render first."),
}


@pytest.fixture
def rough(settings: Settings, engine: Engine, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The desk with a few routes that go wrong."""
    import web.app

    rough = Blueprint("rough", __name__)

    @rough.route("/rough/<kind>", methods=["GET", "POST"])
    @page(public=True)
    def fail(kind: str) -> str:
        if kind == "write":
            person = add_person(
                database.session(), email="half@example.org", name="Half", password=None, by=None, now=watch()
            )
            raise KeyError(f"secret of {person.email}")
        if kind == "busy":
            raise OperationalError("BEGIN IMMEDIATE", {}, pysqlite3.OperationalError("database is locked"))
        if kind == "lacking":
            raise OperationalError("SELECT", {}, pysqlite3.OperationalError("no such column: account.zone"))
        if kind in REFUSALS:
            raise REFUSALS[kind]
        raise ValueError("secret value")

    monkeypatch.setattr(web.app, "BLUEPRINTS", (*web.app.BLUEPRINTS, rough))
    app = create_app(settings, engine=engine, clock=watch, store=Store(settings.files_url))
    app.test_client_class = Desk
    return app


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("allowed", 403, "Not for you."),
        ("found", 404, "No such thing."),
        ("conflict", 409, "Somebody changed the title meanwhile."),
        ("ready", 422, "Render first."),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_is_told_as_a_page_or_as_a_notice(
    rough: Flask, kind: str, status: int, sentence: str, htmx: bool
) -> None:
    desk = rough.test_client()
    response = desk.get(f"/rough/{kind}", headers={"HX-Request": "true"} if htmx else {})

    assert response.status_code == status
    assert sentence in response.text
    assert response.text.lstrip().startswith("<!doctype") is not htmx


def test_a_busy_database_is_told_with_a_time_to_try_again(rough: Flask) -> None:
    desk = rough.test_client()
    assert isinstance(desk, Desk)
    response = desk.send("/rough/busy")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Nothing was saved" in response.text


def test_a_database_of_another_version_is_told_in_a_sentence(rough: Flask) -> None:
    response = rough.test_client().get("/rough/lacking")

    assert response.status_code == 503
    assert "does not fit this Litfass" in response.text
    assert "account.zone" not in response.text


@pytest.mark.any_database
def test_a_mishap_shows_a_number_and_logs_no_data(rough: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        response = rough.test_client().get("/rough/mishap")

    assert response.status_code == 500
    reference = re.search(r"\[([0-9a-f]{8})\]", caplog.text)
    assert reference is not None
    assert reference.group(1) in response.text
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_mishap_leaves_nothing_half_done(rough: Flask, engine: Engine) -> None:
    desk = rough.test_client()
    assert isinstance(desk, Desk)

    assert desk.send("/rough/write").status_code == 500

    with read_scope(engine) as session:
        assert session.exec(select(Person)).all() == []


@pytest.mark.any_database
@pytest.mark.parametrize("interface", ["de", "en"])
def test_an_address_without_a_page_is_told_in_the_desks_look(
    app: Flask, desk_of: Callable[..., Desk], interface: str
) -> None:
    response = desk_of(Role.STAFF, interface=interface).get("/nowhere")

    assert response.status_code == 404
    assert 'class="road"' in response.text


@pytest.mark.any_database
def test_a_wrong_method_is_told(desk_of: Callable[..., Desk]) -> None:
    assert desk_of(Role.STAFF).get("/logout").status_code == 405


def test_a_thing_of_another_programme_is_not_found(
    app: Flask, engine: Engine, watch: Watch, programme: Programme
) -> None:
    from campaigns.db import session_scope
    from campaigns.people.actions import add_programme
    from campaigns.vocabulary import WorkKind
    from campaigns.work.models import Work

    desk = desk_as(app, engine, watch, programme, Role.STAFF)
    with session_scope(engine) as session:
        other = add_programme(
            session, key="kites", name="Kites", organisation="House", languages=["de"], by=None, now=watch()
        )
        work = Work(kind=WorkKind.REPORT, programme_id=other.id, asked_at=watch())
        session.add(work)
        session.flush()
        number = work.id

    assert desk.get(f"/work/{number}").status_code == 404
    assert desk.send(f"/work/{number}/cancel").status_code == 404


@pytest.mark.any_database
def test_outside_a_request_nobody_is_known(app: Flask) -> None:
    with app.test_request_context("/"):
        assert identity.current() is None
