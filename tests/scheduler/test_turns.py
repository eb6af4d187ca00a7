"""Where many workers share the table, one of them prepares a post; on SQLite one worker has it all."""

from __future__ import annotations

from datetime import timedelta

from campaigns.vocabulary import PlacementStatus
from scheduler.publisher import Publisher
from scheduler.turns import turns_of
from tests.scheduler.stage import FakeChannel, Server, Stage


def test_a_post_that_another_worker_prepares_is_passed_over_until_it_is_free(stage: Stage) -> None:
    placements = {stage.place(), stage.place(at=stage.now + timedelta(minutes=2))}
    late = {stage.place(at=stage.now + timedelta(hours=1))}
    stage.clock.moment = stage.now + timedelta(minutes=3)
    is_shared = stage.engine.dialect.name != "sqlite"
    with turns_of(stage.engine, placements | late, now=stage.clock()) as first:
        assert first == (placements if is_shared else placements | late)
        with turns_of(stage.engine, placements, now=stage.clock()) as second:
            assert second == (set() if is_shared else placements)
        if is_shared:
            channel = FakeChannel(Server(stage.settings.home / "network"))
            assert Publisher(stage.deps(channel)).publish_due() == 0
            assert channel.wires == []
    with turns_of(stage.engine, placements, now=stage.clock()) as third:
        assert third == placements
    assert {stage.status(one) for one in placements} == {PlacementStatus.SCHEDULED}
