"""A channel that lets an account wait is asked once and not for each of its posts; then they leave in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaigns.placements.reasons import ACCOUNT_WAITS
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import NotYet, Outcome, Prepared
from tests.scheduler.stage import FakeChannel, Server, Stage

MINUTE = timedelta(minutes=1)


@dataclass
class Limited(FakeChannel):
    """A channel that takes nothing of the account before a moment, as a documented 429 says."""

    open_at: datetime = datetime.min
    stage: Stage | None = None
    asked: list[datetime] = field(default_factory=list)

    def send(self, prepared: Prepared) -> Outcome:
        assert self.stage is not None
        self.asked.append(self.stage.clock())
        if self.stage.clock() < self.open_at:
            return NotYet("The channel answered 429.", self.open_at, whole_account=True)
        return super().send(prepared)


def limited(stage: Stage, minutes: int) -> Limited:
    server = Server(stage.settings.home / "network")
    return Limited(server, open_at=stage.now + minutes * MINUTE, stage=stage)


def work(stage: Stage, channel: FakeChannel, minutes: float) -> None:
    stage.clock.moment = stage.now + minutes * MINUTE
    stage.deliver_due(channel, worker="first")


def test_after_one_refusal_for_the_account_the_others_wait_without_a_call(stage: Stage) -> None:
    posts = [stage.place(at=stage.now + number * MINUTE) for number in (1, 2, 3)]
    channel = limited(stage, 30)

    work(stage, channel, 5)
    work(stage, channel, 20)

    assert len(channel.asked) == 1
    assert [stage.row(one).attempt for one in posts] == [1, 0, 0]
    assert [stage.row(one).reason == ACCOUNT_WAITS for one in posts] == [False, True, True]


def test_they_leave_in_their_order_once_the_channel_takes_them(stage: Stage) -> None:
    late = stage.place(at=stage.now + 3 * MINUTE)
    posts = [stage.place(at=stage.now + MINUTE), stage.place(at=stage.now + 2 * MINUTE), late]
    channel = limited(stage, 30)

    work(stage, channel, 5)
    work(stage, channel, 31)

    assert [wire.key for wire in channel.wires] == [stage.row(one).key for one in posts]
    assert {stage.status(one) for one in posts} == {PlacementStatus.PUBLISHED}


def test_another_account_is_not_kept_waiting(stage: Stage) -> None:
    stage.place(at=stage.now + MINUTE)
    on_the_feed = stage.place("feed", at=stage.now + 2 * MINUTE)
    channel = limited(stage, 30)
    feed = stage.deps().adapters["feed"]

    stage.clock.moment = stage.now + 5 * MINUTE
    stage.deliver_due(channel, feed, worker="first")

    assert stage.status(on_the_feed) is PlacementStatus.PUBLISHED
