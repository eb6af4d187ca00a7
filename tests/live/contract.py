"""What is asked of a channel through a real server, beside what every adapter keeps."""

from __future__ import annotations

from typing import ClassVar

import pytest

from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Absent
from tests.scheduler.channels.contract import ThroughAServer
from tests.scheduler.channels.network import Fault, How
from tests.scheduler.channels.world import World

#: Seconds after which an answer that does not come is given up here.
PATIENCE_S = 5.0


class ThroughARealServer(ThroughAServer):
    """`last_word`: which of the answers of a conversation, from its end, says that the post was taken. `told`: what
    we say when it is lost."""

    last_word: ClassVar[int] = -1
    told: ClassVar[PlacementStatus] = PlacementStatus.PUBLISHED

    @pytest.mark.parametrize("how", ["cut", "spoil", "stall"])
    def test_an_answer_lost_on_purpose_ends_in_exactly_one_post(self, world: World, how: How) -> None:
        world.deliver()
        place = world.line.answers[self.last_word]
        delivered = world.deliver(Fault("back", place, how))
        delivered.check_true()
        assert (len(delivered.posts), delivered.row.status) == (1, self.told)

    def test_a_post_that_is_taken_down_is_gone(self, world: World) -> None:
        world.deliver()
        [post] = world.fake.posts
        for _ in range(2):
            assert isinstance(world.adapter.take_down(world.sender(), post.id), Absent)
            assert world.fake.posts == []
