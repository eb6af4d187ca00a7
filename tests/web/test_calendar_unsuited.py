"""Moments that no plan would choose are asked about once, with the reason; a person decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope
from campaigns.placements.models import Placement
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import approved, placed, placement_row
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]

NIGHT = {"day": "2026-12-01", "at": "22:30"}
CHRISTMAS = {"day": "2026-12-25", "at": "18:00"}


@pytest.fixture
def scheduled(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The German post on the feed, tomorrow."""
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    return placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))


@pytest.mark.parametrize(
    ("typed", "why"),
    [(NIGHT, "keeps quiet from 21:00 to 08:00"), (CHRISTMAS, "25 Dec 2026 is avoided: Christmas")],
)
def test_moving_there_asks_once_with_the_reason(
    engine: Engine, scheduled: Placement, desk_in: Log, typed: dict[str, str], why: str
) -> None:
    desk, address = desk_in(Role.STAFF), f"/calendar/placements/{scheduled.id}/move"

    question = desk.send(address, typed)
    stayed = placement_row(engine, scheduled).wall
    answer = desk.send(address, {**typed, "knowing": "yes"})

    assert (question.status_code, stayed) == (422, scheduled.wall)
    assert why in question.get_data(as_text=True)
    assert answer.status_code == 303
    assert placement_row(engine, scheduled).wall == datetime.fromisoformat(f"{typed['day']}T{typed['at']}")


def test_placing_there_asks_once_with_the_reason(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log
) -> None:
    desk, address = desk_in(Role.STAFF), f"/calendar/place?campaign={scene.campaign.id}"
    place = f"account:{scheduled.account_id}"
    form = {"post": scene.post.id, "language": "ar", "account": place, **NIGHT}

    question = desk.send(address, form)
    with read_scope(engine) as session:
        before = len(session.exec(select(Placement)).all())
    answer = desk.send(address, {**form, "knowing": "yes"})

    assert (question.status_code, before) == (422, 1)
    assert "At this moment all the same?" in question.get_data(as_text=True)
    assert answer.status_code == 303


def test_twice_the_same_hour_that_is_over_is_over_and_nobody_is_asked_which(
    scheduled: Placement, desk_in: Log
) -> None:
    told = (
        desk_in(Role.STAFF)
        .send(f"/calendar/placements/{scheduled.id}/move", {"day": "2026-10-25", "at": "02:30"})
        .get_data(as_text=True)
    )

    assert "is over" in told
    assert "Which of the two hours?" not in told
