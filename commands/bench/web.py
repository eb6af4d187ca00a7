"""Pages over a large home: how long each takes a client that keeps its line open, and the report beside a bare count.

The server is the product's own (`litfass web`), in a process of its own over a home of its own; the queries of each
page are counted in this process over the same database. The first answer of a page warms it and is told apart.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, event, func
from sqlalchemy import select as select_many
from sqlmodel import col

from campaigns.clock import system_clock
from campaigns.db import open_engine, read_scope, session_scope
from campaigns.migrations import migrate
from campaigns.people.actions import add_person, grant_role
from campaigns.people.models import Programme
from campaigns.reach.models import Insight
from campaigns.reach.report.building import programme_report
from campaigns.settings import Settings, load_settings, prepare_home
from campaigns.vocabulary import Role
from commands.bench.large_home import DAYS, Size, fill_large_home
from commands.output import note

EMAIL = "lead@bench.example"
REPEATS = 20
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 60.0


@dataclass
class Page:
    """What was measured of one page, times in milliseconds."""

    address: str
    first: float = 0.0
    times: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    def told(self) -> dict[str, Any]:
        ordered = sorted(self.times)
        return {
            "p50_ms": round(statistics.median(ordered), 1),
            "p95_ms": round(ordered[max(0, round(len(ordered) * 0.95) - 1)], 1),
            "first_ms": round(self.first, 1),
            "queries": self.queries,
            "kb": round(self.size / 1024, 1),
        }


def bench_web(readings: int) -> dict[str, Any]:
    """A home with so many readings, its main pages, and the report as page and as PDF."""
    size, now = Size(readings), system_clock()
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        settings = load_settings(_surroundings(Path(folder)))
        prepare_home(settings)
        engine = open_engine(settings)
        migrate(engine)
        begun = time.perf_counter()
        programme = fill_large_home(engine, size=size, now=now)
        password = _lead(engine, programme, now)
        note(f"{size.publications} posts filled in {time.perf_counter() - begun:.0f} s")
        pages = _pages(now)
        _count_queries(settings, engine, pages, password)
        with _server(settings), httpx.Client(base_url=settings.base_url, timeout=PATIENCE) as client:
            _log_in(client, password)
            for page in pages.values():
                _measure(client, page)
        found = {
            "rows": _count(engine),
            "posts": size.publications,
            "questions": size.questions,
            "report_ms": pages["report"].told()["p50_ms"],
            "report_all_ms": pages["report_all"].told()["p50_ms"],
            "pdf_s": round(_pdf(engine, programme, now), 2),
            "count_ms": round(_median(lambda: _count(engine)), 1),
            "pages": {name: page.told() for name, page in pages.items()},
        }
        engine.dispose()
    return found


def _pages(now: datetime) -> Mapping[str, Page]:
    whole = f"start={now.date() - timedelta(days=DAYS + 1)}&end={now.date()}"
    return {
        "report": Page("/reach/programme"),
        "report_all": Page(f"/reach/programme?{whole}"),
        "campaign": Page("/reach/campaigns/1"),
        "rows": Page(f"/reach/rows?{whole}&by=language&key=ar"),
        "reach": Page("/reach"),
        "today": Page("/today"),
        "needs": Page("/needs"),
        "campaigns": Page("/campaigns"),
        "calendar": Page("/calendar"),
    }


def _surroundings(folder: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {**os.environ, "LITFASS_HOME": str(folder), "LITFASS_PORT": str(port), "LITFASS_DATABASE_URL": "",
            "LITFASS_BASE_URL": f"http://127.0.0.1:{port}"}  # fmt: skip


def _lead(engine: Engine, programme: Programme, now: datetime) -> str:
    password = secrets.token_urlsafe(16)
    with session_scope(engine) as session:
        person = add_person(session, email=EMAIL, name="Lead", by=None, now=now, password=password)
        grant_role(session, person=person, programme_id=programme.id or 0, role=Role.LEAD, by=None, now=now)
    return password


def _count_queries(settings: Settings, engine: Engine, pages: Mapping[str, Page], password: str) -> None:
    from assets.store import Store
    from web.app import create_app

    counted = [0]

    @event.listens_for(engine, "before_cursor_execute")
    def _one_more(*_: Any) -> None:
        counted[0] += 1

    app = create_app(settings, engine=engine, clock=system_clock, store=Store(settings.files_url))
    browser = app.test_client()
    token = TOKEN.search(browser.get("/login").get_data(as_text=True))
    browser.post(
        "/login", data={"email": EMAIL, "password": password, "csrf_token": token[1] if token else ""}
    )
    for page in pages.values():
        browser.get(page.address)
        counted[0] = 0
        browser.get(page.address)
        page.queries = counted[0]
    event.remove(engine, "before_cursor_execute", _one_more)


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    """`litfass web` over the home, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "litfass", "web"],
        env=_environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"{settings.base_url}/login")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "LITFASS_HOME": str(settings.home), "LITFASS_PORT": str(settings.port),
            "LITFASS_BASE_URL": settings.base_url, "LITFASS_DATABASE_URL": ""}  # fmt: skip


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError("the desk did not answer")


def _log_in(client: httpx.Client, password: str) -> None:
    token = TOKEN.search(client.get("/login").text)
    answer = client.post(
        "/login", data={"email": EMAIL, "password": password, "csrf_token": token[1] if token else ""}
    )
    assert answer.status_code == 303, answer.status_code


def _measure(client: httpx.Client, page: Page) -> None:
    import gzip

    times = []
    for _ in range(REPEATS + 1):
        begun = time.perf_counter()
        answer = client.get(page.address)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (page.address, answer.status_code)
    page.first, page.times = times[0], times[1:]
    page.size = len(gzip.compress(answer.content))
    note(f"{page.address}: {statistics.median(page.times):.0f} ms")


def _pdf(engine: Engine, programme: Programme, now: datetime) -> float:
    """From the database to the file, over the whole time."""
    from web.reports.pdf import report_pdf

    def make() -> None:
        with read_scope(engine) as session:
            report = programme_report(
                session,
                programme_id=programme.id or 0,
                now=now,
                start=now.date() - timedelta(days=DAYS + 1),
            )
            report_pdf(report, language="de")

    make()
    return statistics.median(_timed(make) for _ in range(3))


def _count(engine: Engine) -> int:
    with read_scope(engine) as session:
        return int(session.execute(select_many(func.count(col(Insight.value)))).scalar_one())


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_timed(act) for _ in range(3)) * 1000


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
