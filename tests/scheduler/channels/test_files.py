"""Films and several pictures: what breaks before the one call that counts is seen by nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from campaigns.placements.sending.wire import Wire, WireFile
from scheduler.contract import NotYet, Prepared, Published
from tests.scheduler.channels.kinds import KINDS
from tests.scheduler.channels.network import Direction, Fault, Post
from tests.scheduler.channels.world import World, world_of

pytestmark = pytest.mark.any_database

#: Channels that take several pictures in one post, and those that take a film beside YouTube.
SEVERAL = ("mastodon", "bluesky", "facebook", "instagram", "threads", "x")
FILMS = ("mastodon", "matrix", "instagram", "threads")
PARTS = (0.2, 0.6, 0.9)


@pytest.mark.parametrize("name", SEVERAL)
def test_nothing_is_seen_while_pictures_are_on_their_way_and_one_post_shows_all(
    engine: Engine, tmp_path: Path, name: str
) -> None:
    with world_of(engine, tmp_path / "home", KINDS[name]) as world:
        post = after_every_break(world, pictures=3)
        assert pictures_of(post) == 3


@pytest.mark.parametrize("name", FILMS)
def test_nothing_is_seen_while_a_film_is_on_its_way_and_one_post_shows_it(
    engine: Engine, tmp_path: Path, name: str
) -> None:
    with world_of(engine, tmp_path / "home", KINDS[name]) as world:
        after_every_break(world, pictures=0)


def after_every_break(world: World, *, pictures: int) -> Post:
    """The one post that readers see after the way to it was cut at every place."""
    world.deliver()
    before, wire = len(world.fake.posts), package_of(world, pictures)
    world.line.set(None)
    until_ready(world, wire)
    for fault in breaking(world):
        world.line.set(fault)
        found = world.adapter.prepare(wire, world.sender())
        assert isinstance(found, NotYet | Prepared), (fault, found)
        assert len(world.fake.posts) == before, fault
    world.line.set(None)
    assert isinstance(world.adapter.send(until_ready(world, wire)), Published)
    [post] = world.fake.posts[before:]
    return post


def package_of(world: World, pictures: int) -> Wire:
    """So many pictures, or a film, under other words and another key: no channel takes it for the post before."""
    wire = world.wire_of_last(text="Ein Beitrag.")
    first = wire.files[0]
    files = [another(first, number) for number in range(pictures)] or [
        replace(another(first, 9), media_type="video/mp4")
    ]
    return replace(wire, key=hashlib.sha256(wire.key.encode()).hexdigest()[:32], files=tuple(files))


def another(file: WireFile, number: int) -> WireFile:
    content = file.content + bytes([number])
    return replace(file, content=content, digest=hashlib.sha256(content).hexdigest(), alt=f"Bild {number}")


def until_ready(world: World, wire: Wire) -> Prepared:
    """What a worker does with the looks that a channel asks for."""
    staged: dict[str, object] = {}
    for _ in range(9):
        found = world.adapter.prepare(wire, world.sender(), staged)
        if isinstance(found, Prepared):
            return found
        assert isinstance(found, NotYet), found
        staged = dict(found.staged or {})
    raise AssertionError("it never becomes ready")


def breaking(world: World) -> Iterator[Fault]:
    """Cuts in the conversation that just took place, in both directions."""
    passed = dict(world.line.passed)
    directions: tuple[Direction, ...] = ("there", "back")
    for direction in directions:
        for part in PARTS:
            yield Fault(direction, min(int(part * passed[direction]), passed[direction] - 1))


def pictures_of(post: Post) -> int:
    """How many the channel shows, wherever it says so."""
    if "record" in post.details:
        return len(post.details["record"]["embed"]["images"])
    if "fields" in post.details:
        return len(post.details["fields"]["children"].split(","))
    return len(post.details["alts"])
