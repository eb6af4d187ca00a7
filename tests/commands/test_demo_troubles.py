"""What goes wrong in the demo goes wrong as in life: the worker's own answers stand in the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assets.store import Store
from campaigns.demo.mishaps import TRIES
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus
from commands.demo_troubles import BY_ANOTHER_HAND, work_shut_out, work_until_power_fails
from scheduler.__main__ import work_once
from tests.scheduler.stage import Stage, build_stage


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now: datetime) -> Stage:
    """A post that waits on the folder, with its files where the worker looks for them."""
    stage = build_stage(engine, tmp_path, now)
    stage.settings.keys_dir.mkdir(parents=True, exist_ok=True)
    return stage


@pytest.fixture
def waiting(stage: Stage) -> int:
    """A post of the folder that is due in a minute."""
    store = Store(stage.settings.files_url)
    for content in stage.files.values():
        store.put(content, "image/jpeg")
    return stage.place("folder")


def test_post_without_a_folder_fails_after_the_last_try_and_nothing_of_it_is_written(
    stage: Stage, waiting: int
) -> None:
    due = stage.now + timedelta(minutes=1)
    for minutes in (0, *TRIES):
        work_shut_out(stage.settings, stage.engine, now=due + timedelta(minutes=minutes, seconds=20))
        tried = stage.row(waiting)

    assert (tried.status, tried.attempt) == (PlacementStatus.FAILED, 1 + len(TRIES))
    assert "cannot be written" in str(Reason(tried.reason, tried.reason_values))
    assert not list(stage.settings.outbox_dir.rglob("text.txt"))


def test_post_whose_machine_stopped_is_a_persons_to_decide_and_is_never_written_again(
    stage: Stage, waiting: int
) -> None:
    due = stage.now + timedelta(minutes=1, seconds=20)

    work_until_power_fails(stage.settings, stage.engine, now=due)
    stopped = stage.row(waiting).status
    for later in (timedelta(minutes=4), timedelta(hours=2), timedelta(days=2)):
        work_once(stage.settings, now=due + later)

    asked = stage.row(waiting)
    assert (stopped, asked.status, asked.attempt) == (PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED, 1)
    assert asked.next_at is None
    assert "holds other files" in str(Reason(asked.reason, asked.reason_values))
    [text] = stage.settings.outbox_dir.rglob("text.txt")
    assert text.read_text(encoding="utf-8") == stage.text("folder") + BY_ANOTHER_HAND
