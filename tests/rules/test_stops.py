"""What a stopped worker's files say is what a killed one leaves; and clean workers go on from each of its states.

A few cases here; `make crash` has them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.crash import Case, one_careless_round
from tests.rules.stops import Walk, prepare
from tests.scheduler.stage import Server

LINES = (3, 160, 330, 480)


@pytest.fixture
def begin(tmp_path: Path) -> Path:
    return tmp_path / "begin"


def test_a_stop_shows_what_a_death_before_the_same_line_leaves(tmp_path: Path, begin: Path) -> None:
    walk, case = Walk(begin, prepare(begin), tmp_path), Case("read_back", "drop_after")

    def left(placement: int) -> tuple[object, ...]:
        walk.after.lay(walk.doomed.folder)
        row = walk.after.stage.row(placement)
        posts = Server(walk.after.network).posts(row.key)
        return row.status, row.attempt, row.reason, row.sending_at, posts

    number = walk.place(case)
    stopped = {line: left(number) for line in walk.stops(case) if line in LINES}
    killed = {}
    for line in LINES:
        number = walk.place(case)
        assert walk.kill(case, line)
        killed[line] = left(number)
    assert stopped == killed
    assert len({found[0] for found in stopped.values()}) > 1


@pytest.mark.parametrize("case", [Case("two_step", "error_after"), Case("blind", "none")], ids=str)
def test_from_each_state_on_the_disk_others_go_on_rightly(tmp_path: Path, begin: Path, case: Case) -> None:
    verdict = Walk(begin, prepare(begin), tmp_path).go(case, ())
    assert verdict.runs > 8
    assert verdict.complaints == []


def test_the_same_look_finds_the_duplicates_of_call_first_write_afterwards(
    tmp_path: Path, begin: Path
) -> None:
    verdict = Walk(begin, prepare(begin), tmp_path, one_careless_round).go(Case("blind", "none"), ())
    assert verdict.duplicates
