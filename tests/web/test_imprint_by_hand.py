"""A name or imprint that nobody set in the desk: its feeds stop, leads are told, and saving the settings mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, text
from sqlmodel import Session

from campaigns.db import read_scope, session_scope
from campaigns.doctor.trail import check_imprints
from campaigns.people.actions.programmes import change_programme
from campaigns.people.models import Programme
from campaigns.people.told_imprint import untold_imprints
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import published_on_feed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
FEED = "/feed/scene/ar.atom"
TOLD = "The feeds are not shown, and no newsletter is sent"


@pytest.fixture
def changed(engine: Engine, scene: Scene, now: datetime) -> None:
    """Somebody wrote another address into the programme's row."""
    published_on_feed(engine, scene, scene.arabic, now=now)
    with engine.begin() as connection:
        connection.execute(text("UPDATE programme SET imprint_url = 'https://elsewhere.example'"))


@pytest.mark.any_database
def test_the_feed_is_not_shown_and_says_so(scene: Scene, changed: None, stranger: Desk) -> None:
    answer = stranger.get(FEED)
    assert answer.status_code == 503
    assert "This feed is not shown just now" in answer.text
    assert "elsewhere.example" not in answer.text


def test_leads_are_told_what_to_do(scene: Scene, changed: None, desk_in: Log) -> None:
    page = desk_in(Role.LEAD).get("/today").text
    assert TOLD in page
    assert "/settings/programme" in page


def test_staff_are_not_told(scene: Scene, changed: None, desk_in: Log) -> None:
    assert TOLD not in desk_in(Role.STAFF).get("/today").text


def test_the_doctor_names_the_programme(engine: Engine, scene: Scene, changed: None) -> None:
    with read_scope(engine) as session:
        [finding] = check_imprints(session)
        assert finding.values["key"] == "scene"


def test_saving_the_form_that_shows_it_mends_it(
    engine: Engine, scene: Scene, changed: None, desk_in: Log, stranger: Desk
) -> None:
    desk = desk_in(Role.ADMIN)
    page = BeautifulSoup(desk.get("/settings/programme").text, "html.parser")
    form = page.find("form", attrs={"action": "/settings/programme"})
    assert form is not None
    typed = form.select("input[name]:not([type=checkbox])")
    shown = {str(field["name"]): str(field.get("value", "")) for field in typed}
    assert shown["imprint_url"] == "https://elsewhere.example"
    assert desk.send("/settings/programme", {**shown, "zone": "Europe/Berlin"}).status_code == 303
    assert stranger.get(FEED).status_code == 200


def test_changing_something_else_puts_no_name_under_it(
    engine: Engine, scene: Scene, changed: None, now: datetime
) -> None:
    with session_scope(engine) as session:
        programme = session.get_one(Programme, scene.cast.programme.id)
        change_programme(session, programme=programme, approval_days=90, by=scene.cast.admin, now=now)
        change_programme(session, programme=programme, name="Another", by=scene.cast.admin, now=now)
        assert untold_imprints(session, [programme.id or 0]) == {programme.id}


def test_a_change_in_the_desk_is_told(session: Session, scene: Scene, now: datetime) -> None:
    programme = session.get_one(Programme, scene.cast.programme.id)
    change_programme(session, programme=programme, name="Another", by=scene.cast.admin, now=now)
    assert untold_imprints(session, [programme.id or 0]) == set()
