"""Nine days with two nights on which clocks change, and outages of every kind; `make year` plays a whole year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaigns.vocabulary import PlacementStatus
from tests.rules.year import KINDS, Play, careless_disk
from tests.scheduler.stage import build_stage

pytestmark = pytest.mark.any_database

#: The clocks of Berlin are put forward on the next night, those of Lord Howe put back by half an hour in a week.
SPRING = datetime(2027, 3, 27, 9, 0, tzinfo=UTC)


def test_days_of_outages_leave_every_post_in_a_final_state_and_none_out_twice(
    engine: Engine, tmp_path: Path
) -> None:
    careless_disk(engine)
    stage = build_stage(engine, tmp_path / "home", SPRING, channels=tuple(KINDS))
    play = Play(stage, seed=3, zones=("Europe/Berlin", "Australia/Lord_Howe"))
    year = play.run(posts=90, outages=10, length=timedelta(days=9))
    assert year.wrong == []
    assert (year.posts, year.nights) == (90, 2)
    assert year.refused == 4
    assert year.deaths
    assert {PlacementStatus.PUBLISHED, PlacementStatus.MISSED} <= set(year.ends)
