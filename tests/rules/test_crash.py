"""Killed at every line: at most once, never lost, never stuck, never a false word about it.

A selection of lines runs here; `make crash` runs them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.rules.crash import (
    CASES,
    KINDS,
    REAL,
    START,
    Case,
    Series,
    every_death,
    is_whole,
    one_careless_round,
)
from tests.scheduler.stage import build_stage

#: As many as fit into the suite. Each spreads over the kind's faults and the lines of each.
DEATHS = {
    "keyed": 12,
    "client_id": 12,
    "read_back": 12,
    "two_step": 12,
    "blind": 12,
    "folder": 6,
    "feed": 6,
}


@pytest.mark.parametrize("kind", [*KINDS, *REAL])
def test_a_worker_killed_anywhere_publishes_once_and_tells_the_truth(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    series = Series(build_stage(engine, tmp_path / "home", START), tmp_path)
    cases = [case for case in CASES if case.kind == kind]
    verdict = every_death(series, cases, DEATHS[kind])
    assert verdict.killed == DEATHS[kind]
    assert verdict.duplicates == []
    assert verdict.lost == []
    assert verdict.stuck == []
    assert verdict.false_states == []
    assert is_whole(engine)


def test_the_same_deaths_find_the_duplicates_of_send_then_mark(engine: Engine, tmp_path: Path) -> None:
    series = Series(build_stage(engine, tmp_path / "home", START), tmp_path, one_careless_round)
    verdict = every_death(series, [Case("blind", "none")], 12)
    assert verdict.duplicates
