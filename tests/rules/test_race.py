"""Workers that share a database and die never claim a post twice. A few here; `make race` has 100,000 posts."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from campaigns.db import read_scope
from campaigns.people.verifying import verify
from tests.rules.race import KINDS, START, Race
from tests.scheduler.stage import build_stage


def test_workers_that_are_killed_while_they_race_send_everything_once(engine: Engine, tmp_path: Path) -> None:
    stage = build_stage(engine, tmp_path / "home", START, channels=tuple(KINDS))
    outcome = Race(stage, tmp_path).run(placements=30, kills=5, workers=3)
    assert (outcome.placements, outcome.killed) == (30, 5)
    assert outcome.claims >= 30 - 5
    assert outcome.double_claims == []
    assert outcome.duplicates == []
    assert outcome.lost == []
    assert outcome.stuck == []
    with read_scope(engine) as session:
        assert verify(session)["broken"] == []


def test_the_same_race_finds_a_claim_that_does_not_think_of_others(engine: Engine, tmp_path: Path) -> None:
    """On SQLite there is no race: another lock lets one worker send alone."""
    stage = build_stage(engine, tmp_path / "home", START, channels=tuple(KINDS))
    outcome = Race(stage, tmp_path, careless=True).run(placements=5, kills=0, workers=3)
    assert bool(outcome.double_claims) == (engine.dialect.name == "postgresql")
