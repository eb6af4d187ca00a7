"""Posts to a server of other people that speaks Mastodon's interface, with a memory for keys and without one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine

from campaigns.reach.insights.metrics import Metric
from scheduler.channels.mastodon import Mastodon
from scheduler.contract import Prepared, Published
from tests.live.contract import PATIENCE_S, ThroughARealServer
from tests.live.family import Instance, LiveFamily
from tests.live.server import picture
from tests.scheduler.channels.contract import told_of
from tests.scheduler.channels.world import Kind, World, world_of

KEYED = {"delivery": {"idempotency": "keyed", "key_minutes": 60}}


@contextlib.contextmanager
def account_of(
    instance: Instance, engine: Engine, home: Path, language: str, *, forgets: bool
) -> Iterator[World]:
    """A worker with an account of its own; a server that knows keys has shown it."""
    live = LiveFamily(instance)
    kind = Kind(
        "mastodon",
        lambda _clock: live,
        lambda means, _here: Mastodon(means),
        {"instance": "{here}"},
        {"token": live.token},
        {} if forgets else KEYED,
        counts={"favourites_count": 1},
        told={Metric.REACTIONS: 1, Metric.COMMENTS: 0, Metric.SHARES: 0},
        follows=True,
    )
    with world_of(engine, home, kind, read_s=PATIENCE_S, language=language, draw=picture) as world:
        yield world


class ThroughTheFamily(ThroughARealServer):
    """`forgets`: the server knows no key again. Readers make one counter of a post go up; it says itself that the
    others are 0."""

    forgets: ClassVar[bool]

    @pytest.fixture
    def instance(self, family: Mapping[bool, Instance]) -> Instance:
        return family[self.forgets]

    @pytest.fixture
    def world(self, engine: Engine, tmp_path: Path, instance: Instance) -> Iterator[World]:
        with account_of(instance, engine, tmp_path / "home", "de", forgets=self.forgets) as world:
            yield world

    def test_each_counter_is_told_for_itself_and_none_is_made_up(self, world: World) -> None:
        world.deliver()
        world.fake.counts = dict(world.kind.counts)
        post = Published(world.fake.posts[-1].id)
        assert told_of(world.adapter.read_insights(post, world.sender())) == world.kind.told

    def test_whether_it_knows_a_key_is_found_out_by_trying(self, world: World) -> None:
        assert isinstance(world.adapter, Mastodon)
        assert world.adapter.prove_key(world.sender(), "asked-once") is not self.forgets
        assert world.fake.posts == []

    def test_the_same_call_made_twice_shows_why_it_is_never_made_blindly(self, world: World) -> None:
        world.deliver()
        prepared = world.adapter.prepare(world.wire_of_last(), world.sender())
        assert isinstance(prepared, Prepared)
        world.adapter.send(prepared)
        assert len(world.fake.posts) == (2 if self.forgets else 1)

    @pytest.mark.parametrize("language", ["de", "ar"])
    def test_readers_get_words_picture_description_language_and_links_as_they_were_approved(
        self, engine: Engine, tmp_path: Path, instance: Instance, language: str
    ) -> None:
        with account_of(instance, engine, tmp_path / "home", language, forgets=self.forgets) as world:
            world.deliver().check_true()
            wire, [post] = world.wire_of_last(), world.fake.posts
            [file] = wire.files
            details = post.details
            assert (post.text, details["language"], details["visibility"]) == (wire.text, language, "public")
            assert details["alts"] == [file.alt]
            assert instance.file(details["media"][0]) == file.content
            links = BeautifulSoup(details["content"], "html.parser").select("a[href]")
            assert wire.link in [link["href"] for link in links]


class TestThatKnowsKeys(ThroughTheFamily):
    forgets = False


class TestThatForgetsKeys(ThroughTheFamily):
    forgets = True
