"""What every adapter keeps, whatever its channel: the same tests for all of them.

For any single fault at any byte of the conversation readers see the post once or not at all, and what we say
about it is so: published, nobody knows (only where the channel cannot be asked), never a false word.
A class of tests for a channel inherits `EveryAdapter` and names its `kind`. `ThroughAServer` is the part that real
servers can be asked for as well (`tests/live`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine

from campaigns.channels import profile
from campaigns.placements.sending.claim import LEASE
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Barred, Counters, NotYet, Published, Rejected, Unknown, Well
from scheduler.transport import WHOLE_S
from tests.scheduler.channels.network import Direction, Fault, How
from tests.scheduler.channels.world import Kind, World, world_of

#: Places at which the line breaks, as parts of the conversation: `make faults` breaks it at every byte.
PLACES = (0.0, 0.4, 0.85, 0.985, 1.0)


class ThroughAServer:
    """What holds with whatever server."""

    kind: ClassVar[Kind]

    @pytest.fixture
    def world(self, engine: Engine, tmp_path: Path) -> Iterator[World]:
        with world_of(engine, tmp_path / "home", self.kind) as world:
            yield world

    @pytest.mark.any_database
    def test_one_post_arrives_as_it_was_approved(self, world: World) -> None:
        delivered = world.deliver()
        delivered.check_true()
        assert delivered.row.status is PlacementStatus.PUBLISHED
        assert delivered.posts[0].text == world.stage.text(world.kind.channel)

    @pytest.mark.any_database
    def test_whatever_breaks_there_is_one_post_or_none_and_we_tell_the_truth(self, world: World) -> None:
        for fault in faults_of(world, PLACES):
            delivered = world.deliver(fault)
            try:
                delivered.check_true()
            except AssertionError as problem:
                raise AssertionError(f"{fault}: {problem}") from None

    @pytest.mark.any_database
    def test_a_limit_of_calls_proves_that_nothing_was_sent(self, world: World) -> None:
        delivered = world.deliver(trouble="too_many")
        assert delivered.row.status is PlacementStatus.PUBLISHED
        assert delivered.row.attempt == 2

    @pytest.mark.any_database
    def test_a_dead_token_stops_the_account_and_keeps_the_post(self, world: World) -> None:
        delivered = world.deliver(trouble="signed_out")
        assert delivered.posts == []
        assert delivered.row.status is PlacementStatus.SCHEDULED
        assert world.stage.health(world.kind.channel)

    @pytest.mark.any_database
    def test_without_a_secret_nothing_is_called(self, world: World) -> None:
        world.vault.values.clear()
        delivered = world.deliver()
        assert (delivered.posts, world.line.passed["there"]) == ([], 0)
        assert isinstance(world.adapter.examine(world.sender()), Barred)

    @pytest.mark.any_database
    def test_an_account_in_order_says_so(self, world: World) -> None:
        assert isinstance(world.adapter.examine(world.sender()), Well)

    @pytest.mark.any_database
    def test_each_counter_is_told_for_itself_and_none_is_made_up(self, world: World) -> None:
        """A figure that the channel does not give is unknown, says why, and leaves the rest alone."""
        world.deliver()
        world.fake.counts = dict(world.kind.counts)
        post = Published(world.fake.posts[-1].id)
        assert told_of(world.adapter.read_insights(post, world.sender())) == world.kind.told
        for metric, value in world.kind.told.items():
            [name] = [name for name, each in world.kind.counts.items() if amount(each) == value]
            world.fake.counts = {key: each for key, each in world.kind.counts.items() if key != name}
            if world.fake.counts:
                found = told_of(world.adapter.read_insights(post, world.sender()))
                assert found == {**world.kind.told, metric: None}

    @pytest.mark.any_database
    def test_a_correction_changes_the_words_of_its_post_and_nothing_else(self, world: World) -> None:
        world.deliver()
        [post] = world.fake.posts
        wire = world.wire_of_last(text="Neu: (259 €) im Monat. Klug & wahr <3", title="Neu")
        for _ in range(2):
            found = world.adapter.edit(wire, world.sender(), post.id)
            assert isinstance(found, Published) == profile(world.kind.channel).afterwards.edit
        if not isinstance(found, Published):
            assert (world.fake.posts, isinstance(found, Rejected)) == ([post], True)
            return
        [changed] = world.fake.posts
        assert (changed.id, changed.at, changed.text) == (post.id, post.at, wire.text)
        for name in post.details.keys() & {"alts", "alt", "media", "photo", "language"}:
            assert changed.details[name] == post.details[name]

    @pytest.mark.any_database
    def test_followers_are_told_where_the_channel_counts_them(self, world: World) -> None:
        world.fake.following = 3
        expected = Reading(Metric.FOLLOWERS, 3) if world.kind.follows else None
        assert world.adapter.read_followers(world.sender()) == expected


class EveryAdapter(ThroughAServer):
    """The contract."""

    @pytest.mark.any_database
    @pytest.mark.parametrize("trouble", ["busy", "broken", "too_many"])
    def test_a_server_in_trouble_gets_one_post_and_we_tell_the_truth(
        self, world: World, trouble: str
    ) -> None:
        world.deliver(trouble=trouble).check_true()

    @pytest.mark.any_database
    def test_without_an_answer_there_are_no_counters(self, world: World) -> None:
        world.deliver()
        post = Published(world.fake.posts[-1].id)
        world.fake.counts, world.fake.answer = {}, lambda request: world.fake.too_many()  # type: ignore[method-assign]
        found = world.adapter.read_insights(post, world.sender())
        assert isinstance(found, NotYet | Unknown) if self.kind.told else found == ()
        assert world.adapter.read_followers(world.sender()) is None

    def test_its_profile_names_what_it_counts(self) -> None:
        named = {PROFILE_WORDS.get(each, each) for each in profile(self.kind.channel).afterwards.metrics}
        assert named - {"clicks"} == set(self.kind.told)

    def test_its_profile_and_its_class_agree(self) -> None:
        adapter = self.kind.adapter(None, "")  # type: ignore[arg-type]
        delivery = profile(self.kind.channel).delivery
        assert (adapter.idempotency, adapter.key_minutes) == (delivery.idempotency, delivery.key_minutes)

    def test_a_call_ends_before_its_lease(self) -> None:
        assert LEASE.total_seconds() > WHOLE_S


#: Profiles say it in the channels' words.
PROFILE_WORDS = {"likes": "reactions"}


def told_of(found: Counters) -> dict[Metric, int | None]:
    """What was read; an unknown figure has a reason."""
    assert isinstance(found, tuple), found
    return {each.metric: each.value for each in found}


def amount(told: Any) -> int:
    """A figure as the channel gives it: a number, or the numbers of its kinds."""
    if not isinstance(told, dict):
        return int(told)
    return int(told.get("link clicks", sum(told.values())))


def faults_of(
    world: World, places: tuple[float, ...], hows: tuple[How, ...] = ("cut", "spoil")
) -> Iterator[Fault]:
    """Faults at these places of a whole conversation, in both directions."""
    world.line.set(None)
    world.deliver()
    passed = dict(world.line.passed)
    directions: tuple[Direction, ...] = ("there", "back")
    for direction in directions:
        for how in hows if direction == "back" else hows[:1]:
            for place in dict.fromkeys(
                min(int(part * passed[direction]), passed[direction] - 1) for part in places
            ):
                yield Fault(direction, place, how)
