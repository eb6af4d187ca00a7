"""What is kept of questions, in the settings: asked once with the number, and the honest figure about names."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.needs.actions import record_need
from campaigns.needs.models import AdviceNeed
from campaigns.needs.redaction.measured import measured_names
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk


@pytest.fixture
def kept(engine: Engine, programme: Programme, watch: Watch) -> None:
    """A programme that keeps words, with two questions."""
    with session_scope(engine) as session:
        row = session.get_one(Programme, programme.id)
        row.keeps_free_text = True
        for text in ("Wann kommt mein Lohn?", "Wie viel Kindergeld bekomme ich?"):
            record_need(session, programme=row, values={"text": text}, key=b"k" * 32, by=None, now=watch())


def words_of(desk: Desk) -> str:
    page = lxml.html.document_fromstring(desk.get("/settings/programme").text)
    return " ".join(page.xpath("//section[@aria-labelledby='kept']")[0].text_content().split())


def test_stopping_asks_once_with_the_number_and_deletes(
    desk_of: Callable[..., Desk], engine: Engine, kept: None
) -> None:
    desk = desk_of(Role.ADMIN)
    assert "delete those of 2 questions?" in words_of(desk)
    desk.send("/settings/programme/words", {"words": "stop_and_forget"})

    assert "The words of 2 questions were deleted." in desk.get("/settings/programme").text
    assert "delete" not in words_of(desk)
    with read_scope(engine) as session:
        assert session.exec(select(AdviceNeed.text)).all() == [None, None]
        assert not session.exec(select(Programme)).one().keeps_free_text


def test_words_that_were_left_can_be_deleted_later(
    desk_of: Callable[..., Desk], engine: Engine, kept: None
) -> None:
    desk = desk_of(Role.ADMIN)
    desk.send("/settings/programme/words", {"words": "stop"})
    assert "The words of 2 older questions are still there." in words_of(desk)
    desk.send("/settings/programme/words", {"words": "forget"})

    assert "still there" not in words_of(desk)


def test_saving_the_programme_leaves_the_words_alone(
    desk_of: Callable[..., Desk], engine: Engine, kept: None
) -> None:
    basics = {
        "name": "Paper Boats",
        "organisation": "House",
        "zone": "Europe/Berlin",
        "approval_days": "365",
        "lateness_minutes": "360",
        "retention_days": "365",
        "smallest_count": "5",
    }
    desk_of(Role.ADMIN).send("/settings/programme", basics)

    with read_scope(engine) as session:
        assert session.exec(select(Programme)).one().keeps_free_text


def test_something_else_than_the_four_choices_is_refused(desk_of: Callable[..., Desk], kept: None) -> None:
    assert desk_of(Role.ADMIN).send("/settings/programme/words", {"words": "x"}).status_code == 422


def test_staff_reads_the_figure_about_names_and_changes_nothing(
    desk_of: Callable[..., Desk], kept: None
) -> None:
    told = words_of(desk_of(Role.STAFF))
    found = measured_names()

    assert f"{found.introduced_removed} of {found.introduced} names" in told
    assert "delete" not in told
