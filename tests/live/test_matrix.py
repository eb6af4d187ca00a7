"""Posts to a room of Matrix Synapse."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine

from campaigns.reach.insights.metrics import Metric
from scheduler.channels.matrix import Matrix
from tests.live.contract import PATIENCE_S, ThroughARealServer
from tests.live.server import picture
from tests.live.synapse import LiveMatrix, Synapse
from tests.scheduler.channels.world import Kind, World, world_of


@contextlib.contextmanager
def room_of(homeserver: Synapse, engine: Engine, home: Path, language: str) -> Iterator[World]:
    """A worker with an account and a room of its own."""
    live = LiveMatrix(homeserver)
    kind = Kind(
        "matrix",
        lambda _clock: live,
        lambda means, _here: Matrix(means),
        {"homeserver": "{here}", "room": live.room},
        {"token": live.token},
        counts={"m.annotation": 7},
        told={Metric.REACTIONS: 7},
        follows=True,
    )
    with world_of(engine, home, kind, read_s=PATIENCE_S, language=language, draw=picture) as world:
        yield world


class TestMatrix(ThroughARealServer):
    @pytest.fixture
    def world(self, engine: Engine, tmp_path: Path, homeserver: Synapse) -> Iterator[World]:
        with room_of(homeserver, engine, tmp_path / "home", "de") as world:
            yield world

    @pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
    def test_readers_get_words_picture_description_and_language_as_they_were_approved(
        self, engine: Engine, tmp_path: Path, homeserver: Synapse, language: str, direction: str
    ) -> None:
        with room_of(homeserver, engine, tmp_path / "home", language) as world:
            world.deliver().check_true()
            wire, live = world.wire_of_last(), world.fake
            assert isinstance(live, LiveMatrix)
            [post] = live.posts
            content = post.details["content"]
            assert (content["msgtype"], content["body"]) == ("m.image", wire.text)
            [spoken] = BeautifulSoup(content["formatted_body"], "html.parser").select("div")
            assert (spoken["lang"], spoken["dir"]) == (language, direction)
            assert spoken.get_text("\n") == "\n".join(line for line in wire.text.split("\n") if line)
            [file] = wire.files
            assert content["filename"] == f"{file.alt}.jpg"
            assert live.file(content["url"]) == file.content

    def test_a_key_counts_for_its_device_alone(self, world: World, homeserver: Synapse) -> None:
        """So the device is written down with the claim, and a lost answer of another device stays a person's."""
        world.deliver()
        wire, live = world.wire_of_last(), world.fake
        assert isinstance(live, LiveMatrix)
        same = world.adapter.prepare(wire, world.sender())
        world.adapter.send(same)  # type: ignore[arg-type]
        assert len(live.posts) == 1
        world.vault.values = {"token": homeserver.log_in(live.user[1:].partition(":")[0])}
        other = world.adapter.prepare(wire, world.sender())
        assert not world.adapter.knows_key(other.staged, same.staged)  # type: ignore[union-attr]
        world.adapter.send(other)  # type: ignore[arg-type]
        assert len(live.posts) == 2
