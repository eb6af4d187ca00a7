"""What publications and the calendar say is held against the trail, and each difference has its sentence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from campaigns.db import session_scope
from campaigns.placements.actions.taking_down import note_taken_down
from campaigns.placements.calendar.compared import differences
from scheduler.rounds import run_once
from tests.scheduler.stage import Stage, build_stage


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now: Any) -> Stage:
    """One post on the feed, one in a folder, one for tomorrow."""
    stage = build_stage(engine, tmp_path / "home", now)
    for channel, later in (("feed", 0), ("folder", 0), ("feed", 1440)):
        stage.place(channel, at=now + timedelta(minutes=later))
    run_once(stage.deps())
    with session_scope(engine) as session:
        note_taken_down(session, placement_id=2, now=now)
    return stage


def told(stage: Stage) -> dict[int, str]:
    with Session(stage.engine) as session:
        return {each["placement"]: each["reason"] for each in differences(session)}


@pytest.mark.any_database
def test_what_went_by_the_desk_differs_in_nothing(stage: Stage) -> None:
    assert told(stage) == {}


NEW = (
    "INSERT INTO publication (placement_id, programme_id, channel, language, proof_id, remote_id, url, "
    "published_at, unproven, against, against_values) SELECT id, programme_id, channel, 'de', proof_id, "
    "'urn:1', '', created_at, '', '', '{}' FROM placement WHERE id = 3"
)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("statement", "placement", "sentence"),
    [
        (NEW, 3, "said to be published, and the trail does not tell"),
        ("UPDATE publication SET placement_id = 3 WHERE placement_id = 2", 2, "its publication is gone"),
        (
            "UPDATE publication SET proof_id = (SELECT max(id) FROM proof) WHERE placement_id = 1",
            1,
            "other words",
        ),
        ("UPDATE publication SET withdrawn_at = NULL", 2, "says that it stands"),
        ("UPDATE publication SET withdrawn_at = published_at", 1, "says that it was taken down"),
        (
            "UPDATE placement SET due_at = created_at, next_at = created_at WHERE id = 3",
            3,
            "moment, place or words",
        ),
    ],
)
def test_what_was_written_by_hand_is_named(
    stage: Stage, statement: str, placement: int, sentence: str
) -> None:
    with stage.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount
    assert sentence in told(stage)[placement]
