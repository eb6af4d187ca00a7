"""A real instance for the journeys: its own home, web and worker started as `litfass up` starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from campaigns.db import open_engine, session_scope
from campaigns.demo.people import add_demo_programme
from campaigns.facts.actions import adopt_topic
from campaigns.migrations import migrate
from campaigns.people.models import Person
from campaigns.people.presets import preset
from campaigns.placements.actions.accounts import add_account
from campaigns.placements.spaces.register import Entry, add_space
from campaigns.settings import load_settings, prepare_home
from tests.browsing import chromium

ROOT = Path(__file__).parents[2]
PASSWORD = "pillar-of-the-journey-42"
#: A group in which somebody posts by hand.
GROUP = Entry(
    name="Mothers of the town",
    platform="facebook",
    language="ar",
    url="https://groups.example/mothers",
    rules="One information post a week.",
)


@dataclass(frozen=True)
class Instance:
    """A running Litfass with the programme Fem.OS Plus, its people and facts, and nothing else."""

    home: Path
    address: str


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(home: Path, port: int) -> dict[str, str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LITFASS_")},
        "LITFASS_HOME": str(home),
        "LITFASS_PORT": str(port),
    }
    settings = load_settings(environment)
    prepare_home(settings)
    engine = open_engine(settings)
    migrate(engine)
    now = datetime.now(UTC)
    with session_scope(engine) as session:
        programme = add_demo_programme(session, preset=preset("femos-plus"), password=PASSWORD, now=now)
        for person in session.exec(select(Person)):
            person.interface = "en"
        for topic in ("child_benefit", "wage"):
            adopt_topic(session, programme_id=programme.id or 0, topic=topic, by=None, now=now)
        for channel, name in (("feed", "Feed"), ("folder", "Folder")):
            add_account(
                session,
                programme_id=programme.id or 0,
                channel=channel,
                name=name,
                slots=("12:30", "18:00"),
                by=None,
                now=now,
            )
        add_space(session, programme_id=programme.id or 0, entry=GROUP, by=None, now=now)
    engine.dispose()
    return environment


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Instance]:
    """Web and worker over the home of this environment, until the block ends."""
    port = environment["LITFASS_PORT"]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "litfass", "up", "--port", port],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    else:
        pytest.fail(f"litfass up ended before it was ready: {''.join(said)[-2000:]}")
    # Whatever it says later must not fill the pipe and stop it.
    Thread(target=process.stdout.read, daemon=True).start()
    try:
        yield Instance(Path(environment["LITFASS_HOME"]), address)
    finally:
        process.send_signal(signal.SIGTERM)
        ended = process.wait(timeout=30)
    assert ended == 0


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Web and worker over a fresh home, until the module ends."""
    home, port = tmp_path_factory.mktemp("journey") / "home", free_port()
    with running(_prepare(home, port)) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as running:
        yield running


class Visitors:
    """People with a browser window of their own each; any error of a page is kept."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def log_in(
        self, address: str, name: str, *, width: int = 1280, height: int = 900, touch: bool = False
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            locale="en-GB",
            base_url=address,
            timezone_id="Europe/Berlin",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda problem: self.problems.append(f"{page.url}: {problem}"))
        page.on(
            "response",
            lambda answer: (
                self.problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
            ),
        )
        page.goto("/login")
        page.get_by_label("E-mail").fill(f"{name}@femos-plus.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/today")
        return page

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """People for instances that a test starts itself; the test fails on any error of a page."""
    people = Visitors(browser)
    yield people
    people.leave()
    assert people.problems == []


@pytest.fixture
def enter(instance: Instance, visitors: Visitors) -> Callable[..., Page]:
    """Logs somebody in, in a browser window of their own; the test fails on any error of the page."""
    return partial(visitors.log_in, instance.address)
