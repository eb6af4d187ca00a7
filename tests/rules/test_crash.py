"""Killed at every line: at most once, never lost, never stuck, never a false word about it.

A few lines here; `make crash` goes through all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.rules.crash import (
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

#: Of each kind, at lines that are spread over the delivery.
DEATHS = 6


@pytest.mark.parametrize("kind", [*KINDS, *REAL])
def test_a_worker_killed_anywhere_publishes_once_and_tells_the_truth(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    series = Series(build_stage(engine, tmp_path / "home", START), tmp_path)
    case = Case(kind, "none" if kind in REAL else "drop_after")
    verdict = every_death(series, [case], DEATHS)
    assert verdict.killed == DEATHS
    assert verdict.complaints == []
    assert is_whole(engine)


def test_the_same_deaths_find_the_duplicates_of_send_then_mark(engine: Engine, tmp_path: Path) -> None:
    series = Series(build_stage(engine, tmp_path / "home", START), tmp_path, one_careless_round)
    verdict = every_death(series, [Case("blind", "none")], 12)
    assert verdict.duplicates
