"""A post that came back with a backup may be out: it was moved to an earlier moment since, or let go again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from campaigns.db import session_scope
from campaigns.placements.actions.restored import doubt_restored
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests.scheduler.stage import FakeChannel, Server, Stage

DAY = timedelta(days=1)


@pytest.mark.parametrize("is_out", [True, False])
def test_a_channel_that_can_be_asked_is_asked_at_its_moment(
    stage: Stage, tmp_path: Path, is_out: bool
) -> None:
    placement, channel = (
        stage.place(at=stage.now + DAY),
        FakeChannel(Server(tmp_path), IdempotencyClass.READ_BACK),
    )
    key = stage.row(placement).key
    restore(stage)
    if is_out:
        channel.server.accept(key)
    work(stage, channel, after=DAY + timedelta(minutes=1))
    assert stage.status(placement) is PlacementStatus.PUBLISHED
    assert channel.server.posts(key) == 1
    assert len(channel.wires) == (0 if is_out else 1)


def test_where_nobody_can_be_asked_it_goes_out_as_planned(stage: Stage, tmp_path: Path) -> None:
    placement, channel = stage.place(at=stage.now + DAY), FakeChannel(Server(tmp_path))
    restore(stage)
    work(stage, channel, after=DAY + timedelta(minutes=1))
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def restore(stage: Stage) -> None:
    with session_scope(stage.engine) as session:
        assert doubt_restored(session, backed_up_at=stage.now, now=stage.now + timedelta(hours=1)) == 0


def work(stage: Stage, channel: FakeChannel, *, after: timedelta) -> None:
    """Two looks: the first may find that it has to be asked about."""
    deps = stage.deps(channel)
    assert SenderLock(deps.engine, deps.worker).acquire(stage.clock())
    stage.clock.moment = stage.now + after
    for _ in range(3):
        Publisher(deps).publish_due()
        stage.clock.moment += timedelta(minutes=1)
