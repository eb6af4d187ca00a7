"""What belongs to the person alone; long work; the machine's own question."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import Role, Theme, WorkKind, WorkStatus
from campaigns.work.models import Heartbeat, Work
from tests.web.conftest import Watch
from tests.web.desk import PASSWORD, Desk


@pytest.mark.parametrize("theme", list(Theme))
def test_language_and_look_are_the_persons_own(desk_of: Callable[..., Desk], theme: Theme) -> None:
    desk = desk_of(Role.STAFF)

    desk.send("/profile", {"name": "Staff 1", "interface": "de", "theme": theme.value})

    assert f'<html lang="de" dir="ltr" data-theme="{theme.value}">' in desk.get("/today").text


@pytest.mark.parametrize(("asked", "spoken"), [("de-AT,en;q=0.5", "de"), ("en-GB", "en"), ("tlh", "en")])
def test_the_desk_speaks_as_the_browser_to_somebody_who_never_chose(
    desk_of: Callable[..., Desk], asked: str, spoken: str
) -> None:
    desk = desk_of(Role.STAFF, interface="")

    page = desk.get("/today", headers={"Accept-Language": asked}).text
    assert f'<html lang="{spoken}"' in page
    form = lxml.html.document_fromstring(desk.get("/profile").text)
    assert form.xpath("//input[@name='interface'][@checked]/@value") == [""]


def test_a_look_is_chosen_without_choosing_a_language(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.STAFF, interface="")

    desk.send("/switch", {"theme": "dark", "next": "/today"})

    page = desk.get("/today", headers={"Accept-Language": "de"}).text
    assert '<html lang="de" dir="ltr" data-theme="dark">' in page


def test_the_switches_come_back_to_the_page_they_were_pressed_on(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(Role.STAFF)

    response = desk.send("/switch", {"theme": "dark", "next": "/settings/programme?programme=paper-boats"})

    assert response.headers["Location"] == "/settings/programme?programme=paper-boats"
    assert 'data-theme="dark"' in desk.get("/today").text


@pytest.mark.parametrize(("field", "value"), [("interface", "tlh"), ("theme", "neon"), ("name", "")])
def test_a_profile_that_cannot_be_is_refused(desk_of: Callable[..., Desk], field: str, value: str) -> None:
    start = {"name": "Staff", "interface": "en", "theme": "auto"}

    assert desk_of(Role.STAFF).send("/profile", {**start, field: value}).status_code == 422


def test_a_new_password_needs_the_present_one(desk_of: Callable[..., Desk]) -> None:
    response = desk_of(Role.STAFF).send(
        "/profile/password", {"current_password": "wrong", "password": "four-paper-boats"}
    )

    assert response.status_code == 422
    assert 'id="current_password-error"' in response.text


def test_a_new_password_keeps_this_browser_and_ends_the_others(
    app: Flask, desk_of: Callable[..., Desk]
) -> None:
    desk, other = desk_of(Role.STAFF), app.test_client()
    assert isinstance(other, Desk)
    other.log_in("staff.paper-boats@example.org")

    desk.send("/profile/password", {"current_password": PASSWORD, "password": "four-paper-boats"})

    assert desk.get("/today").status_code == 200
    assert other.get("/today").status_code == 303
    assert other.log_in("staff.paper-boats@example.org", "four-paper-boats").status_code == 303


def add_work(engine: Engine, programme: Programme, watch: Watch, **more: object) -> int:
    if more.get("status") is WorkStatus.RUNNING:
        more = {"worker": "w", "beat_at": watch(), "started_at": watch(), **more}
    with session_scope(engine) as session:
        work = Work(
            kind=WorkKind.RENDER_CAMPAIGN,
            programme_id=programme.id,
            asked_at=watch(),
            asked_by=session.exec(select(Person.id).order_by(Person.id)).first(),
            **more,
        )
        session.add(work)
        session.flush()
        assert work.id is not None
        return work.id


def test_work_that_waits_says_what_it_waits_for(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk = desk_of(Role.STAFF)
    number = add_work(engine, programme, watch)

    assert "No worker is running." in desk.fragment(f"/work/{number}").text

    with session_scope(engine) as session:
        session.add(Heartbeat(worker="w", beat_at=watch(), started_at=watch()))
    assert "The worker begins in a moment." in desk.fragment(f"/work/{number}").text

    first = add_work(engine, programme, watch, status=WorkStatus.RUNNING)
    assert first > number
    assert "The worker is busy: 1 other task comes first." in desk.fragment(f"/work/{number}").text

    watch.move(seconds=50)
    told = desk.fragment(f"/work/{number}").text
    assert "Now, begun 50 seconds ago: Making pictures." in told

    watch.move(seconds=300)
    assert "The worker has been silent since" in desk.fragment(f"/work/{number}").text


def test_work_that_waits_says_how_far_the_other_is(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk = desk_of(Role.STAFF)
    number = add_work(engine, programme, watch)
    add_work(engine, programme, watch, status=WorkStatus.RUNNING, done=3, total=40)
    with session_scope(engine) as session:
        session.add(Heartbeat(worker="w", beat_at=watch(), started_at=watch()))

    assert "Making pictures, 3 of 40." in desk.fragment(f"/work/{number}").text


def test_running_work_shows_how_far_it_is_and_asks_again(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk = desk_of(Role.STAFF)
    number = add_work(engine, programme, watch, status=WorkStatus.RUNNING, done=1200, total=4000)

    fragment = desk.fragment(f"/work/{number}").text

    assert "1,200 of 4,000" in fragment
    assert 'max="4000" value="1200"' in fragment
    assert 'hx-trigger="every 1s"' in fragment
    assert "<html" not in fragment
    assert "Making pictures" in desk.get("/today").text


@pytest.mark.parametrize(
    ("status", "refusal"), [(WorkStatus.DONE, None), (WorkStatus.REFUSED, "The file has no header.")]
)
def test_ended_work_stops_asking_and_says_how_it_ended(
    desk_of: Callable[..., Desk],
    engine: Engine,
    programme: Programme,
    watch: Watch,
    status: WorkStatus,
    refusal: str | None,
) -> None:
    desk = desk_of(Role.STAFF)
    number = add_work(engine, programme, watch, status=status, refusal=refusal, ended_at=watch())

    page = desk.get(f"/work/{number}").text

    assert "hx-trigger" not in page
    assert (refusal or "Done") in page


@pytest.mark.parametrize("htmx", [True, False])
def test_work_can_be_asked_to_stop(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch, htmx: bool
) -> None:
    desk = desk_of(Role.STAFF)
    number = add_work(engine, programme, watch, status=WorkStatus.RUNNING)

    response = desk.send(f"/work/{number}/cancel", headers={"HX-Request": "true"} if htmx else {})

    assert response.status_code == (200 if htmx else 303)
    with Session(engine) as session:
        assert session.get_one(Work, number).cancel_asked is True


def test_only_whoever_asked_for_the_work_or_leads_stops_it(
    desk_of: Callable[..., Desk], engine: Engine, programme: Programme, watch: Watch
) -> None:
    desk_of(Role.STAFF)
    board = desk_of(Role.BOARD)
    number = add_work(engine, programme, watch, status=WorkStatus.RUNNING)

    assert board.send(f"/work/{number}/cancel").status_code == 403
    assert desk_of(Role.LEAD).send(f"/work/{number}/cancel").status_code == 303


@pytest.mark.parametrize(("seconds", "worker"), [(None, "none"), (30, "ok"), (300, "silent")])
def test_health_tells_of_database_and_worker(
    stranger: Desk, engine: Engine, watch: Watch, seconds: int | None, worker: str
) -> None:
    if seconds is not None:
        with session_scope(engine) as session:
            session.add(Heartbeat(worker="w", beat_at=watch(), started_at=watch()))
        watch.move(seconds=seconds)

    response = stranger.get("/health")

    assert (response.status_code, response.json) == (200, {"database": "ok", "worker": worker})


def test_health_answers_503_without_a_database(stranger: Desk, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeat")

    assert stranger.get("/health").status_code == 503


def test_every_component_is_in_order(desk_of: Callable[..., Desk]) -> None:
    for interface in ("de", "en"):
        desk = desk_of(Role.STAFF if interface == "de" else Role.LEAD, interface=interface)
        assert desk.get("/gallery").status_code == 200


def test_the_desk_starts_light(tmp_path: Path) -> None:
    """What is heavy is loaded when it is needed: the desk and the worker share a small machine."""
    heavy = ["moviepy", "numpy", "lingua", "openpyxl", "fontTools", "PIL", "sklearn", "httpx", "apscheduler"]
    asked = f"import json, sys, web.wsgi; print(json.dumps([m for m in {heavy} if m in sys.modules]))"

    printed = subprocess.run(
        [sys.executable, "-c", asked],
        env={"LITFASS_HOME": str(tmp_path / "home"), "PATH": "/usr/bin"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert json.loads(printed) == []
