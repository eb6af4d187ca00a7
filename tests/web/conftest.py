"""The desk over a real database, and browsers of people of every role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from playwright.sync_api import Browser
from sqlalchemy import Engine

from assets.store import Store
from campaigns.db import session_scope
from campaigns.people import passwords
from campaigns.people.actions import add_programme
from campaigns.people.models import Programme
from campaigns.settings import Settings, load_settings, prepare_home
from campaigns.vocabulary import Role
from tests.browsing import chromium, serving
from tests.web.compiled import RuleOnce, compiled_in
from tests.web.desk import Asking, Desk, desk_as
from web.app import create_app


class Watch:
    """A clock that stands until somebody moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow by design; here it only has to be right."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)


@pytest.fixture(autouse=True)
def _addresses_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Flask, "url_rule_class", RuleOnce)


@pytest.fixture
def watch(now: datetime) -> Watch:
    return Watch(now)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings({"LITFASS_HOME": str(tmp_path / "home"), "LITFASS_PORT": "20100"})
    prepare_home(settings)
    return settings


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """The templates of this run, compiled by whichever worker came first."""
    folder = tmp_path_factory.getbasetemp()
    return compiled_in((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "templates")


@pytest.fixture
def app(settings: Settings, engine: Engine, watch: Watch, compiled: BytecodeCache) -> Iterator[Flask]:
    app = create_app(settings, engine=engine, clock=watch, store=Store(settings.files_url))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = Desk
    app.extensions["litfass_wait"] = lambda _seconds: None
    yield app
    # Their threads would write into the database of a later test.
    for name in ("litfass_clicks", "litfass_kit_uses"):
        app.extensions[name].close()


@pytest.fixture
def asking(app: Flask) -> None:
    """Browsers that do not look at the pages they get: for walks over every route, whose pages others look at."""
    app.test_client_class = Asking


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The desk on a free port of this machine."""
    with serving(app) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of a file."""
    with chromium() as running:
        yield running


@pytest.fixture
def programme(engine: Engine, now: datetime) -> Programme:
    """A programme that writes German and works in Arabic, Ukrainian and English too."""
    with session_scope(engine) as session:
        return add_programme(
            session,
            key="paper-boats",
            name="Paper Boats",
            organisation="House of Advice",
            languages=["de", "en", "ar", "uk"],
            by=None,
            now=now,
        )


@pytest.fixture
def stranger(app: Flask) -> Desk:
    """A browser nobody has logged in with."""
    client = app.test_client()
    assert isinstance(client, Desk)
    return client


@pytest.fixture
def desk_of(app: Flask, engine: Engine, watch: Watch, programme: Programme) -> Callable[..., Desk]:
    """`desk_of(Role.STAFF)`: the browser of somebody with this role in the programme, logged in."""

    def log_in(role: Role, **kwargs: Any) -> Desk:
        return desk_as(app, engine, watch, programme, role, **kwargs)

    return log_in
