"""What channels answered to a wave, written down together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaigns.placements.sending.claim import Claim, Wanted, claim_placements
from campaigns.placements.sending.settle import lose_claim
from campaigns.vocabulary import PlacementStatus
from scheduler.answers import Answer, settle_answers
from scheduler.contract import Outcome, Published, Unknown
from tests.scheduler.stage import Stage, build_stage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(engine: Engine, tmp_path: Path, now) -> Stage:
    return build_stage(engine, tmp_path / "home", now)


def claimed(stage: Stage, count: int) -> list[Claim]:
    placements = [stage.place(at=stage.now + (5 + number) * MINUTE) for number in range(count)]
    stage.clock.moment = stage.now + 30 * MINUTE
    wanted = [Wanted(one, stage.row(one).digest or "") for one in placements]
    with stage.engine.begin() as connection:
        return claim_placements(connection, wanted=wanted, token="w.1", now=stage.clock())[0]


def settled(stage: Stage, answers: list[tuple[Claim, Outcome]]) -> tuple[list[int], list[int]]:
    """Whose ends were written, and whose belonged to somebody else."""
    with stage.engine.begin() as connection:
        ends, taken = settle_answers(
            connection, [Answer(claim, outcome, stage.clock(), MINUTE) for claim, outcome in answers]
        )
    return [end.placement_id for end in ends], [claim.placement_id for claim in taken]


def test_a_wave_is_written_down_whole_each_with_its_own_answer(stage: Stage) -> None:
    first, second, lost = claimed(stage, 3)

    ids, taken = settled(
        stage,
        [(first, Published("1", "https://x.example/1")), (lost, Unknown("?")), (second, Published("2"))],
    )

    assert (ids, taken) == ([one.placement_id for one in (first, lost, second)], [])
    assert [row.remote_id for row in stage.publications(first.placement_id)] == ["1"]
    assert [row.remote_id for row in stage.publications(second.placement_id)] == ["2"]
    assert stage.status(lost.placement_id) is PlacementStatus.UNCONFIRMED


def test_what_was_taken_from_its_token_meanwhile_keeps_none_of_its_neighbours_back(stage: Stage) -> None:
    first, gone, second = claimed(stage, 3)
    with stage.engine.begin() as connection:
        lose_claim(connection, placement_id=gone.placement_id, token="w.1", next_at=None, now=stage.clock())
        settle_answers(connection, [Answer(gone, Published("seen by somebody"), stage.clock(), None)])

    ids, taken = settled(stage, [(one, Published(one.token)) for one in (first, gone, second)])

    assert (ids, taken) == ([first.placement_id, second.placement_id], [gone.placement_id])
    assert [row.remote_id for row in stage.publications(gone.placement_id)] == ["seen by somebody"]
    assert [len(stage.publications(one.placement_id)) for one in (first, second)] == [1, 1]
