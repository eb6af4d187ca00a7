"""Posts to an account of Bluesky's personal data server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from atproto import Client, models
from sqlalchemy import Engine

from campaigns.vocabulary import PlacementStatus
from scheduler.channels.bluesky import Bluesky, record_key
from scheduler.contract import Published, Unknown
from tests.live.contract import PATIENCE_S, ThroughARealServer
from tests.live.pds import COLLECTION, DataServer, LiveBluesky
from tests.live.server import picture
from tests.scheduler.channels.world import Kind, World, world_of


@contextlib.contextmanager
def account_of(server: DataServer, engine: Engine, home: Path, language: str) -> Iterator[World]:
    """A worker with an account of its own."""
    live = LiveBluesky(server)
    kind = Kind(
        "bluesky",
        lambda _clock: live,
        lambda means, _here: Bluesky(means),
        {"server": "{here}", "handle": live.handle},
        {"password": live.password},
    )
    with world_of(engine, home, kind, read_s=PATIENCE_S, language=language, draw=picture) as world:
        yield world


class TestBluesky(ThroughARealServer):
    @pytest.fixture
    def world(self, engine: Engine, tmp_path: Path, data_server: DataServer) -> Iterator[World]:
        with account_of(data_server, engine, tmp_path / "home", "de") as world:
            yield world

    def test_a_limit_of_calls_proves_that_nothing_was_sent(self, world: World) -> None:
        """Its limit of sessions strikes before the call that publishes, so no try is used up."""
        delivered = world.deliver(trouble="too_many")
        delivered.check_true()
        assert (delivered.row.status, delivered.row.attempt) == (PlacementStatus.PUBLISHED, 1)

    def test_each_counter_is_told_for_itself_and_none_is_made_up(self, world: World) -> None:
        """The network counts, and there is none around this server: nothing is known, and nothing is called 0."""
        world.deliver()
        [post] = world.fake.posts
        assert isinstance(world.adapter.read_insights(Published(post.id), world.sender()), Unknown)

    @pytest.mark.parametrize("language", ["de", "ar"])
    def test_readers_get_words_picture_description_language_and_links_as_they_were_approved(
        self, engine: Engine, tmp_path: Path, data_server: DataServer, language: str
    ) -> None:
        """Read back by a client of other people, which takes a record apart by its lexicon."""
        with account_of(data_server, engine, tmp_path / "home", language) as world:
            world.deliver().check_true()
            wire, live = world.wire_of_last(), world.fake
            assert isinstance(live, LiveBluesky)
            asked = models.ComAtprotoRepoGetRecord.Params(
                repo=live.did, collection=COLLECTION, rkey=record_key(wire)
            )
            client = Client(base_url=f"http://127.0.0.1:{live.port}/xrpc")
            record = client.com.atproto.repo.get_record(asked).value
            assert isinstance(record, models.AppBskyFeedPost.Record)
            assert (record.text, record.langs) == (wire.text, [language])
            [file] = wire.files
            assert isinstance(record.embed, models.AppBskyEmbedImages.Main)
            [image] = record.embed.images
            assert (image.alt, image.image.mime_type) == (file.alt, file.media_type)
            assert live.file(str(image.image.ref.link)) == file.content
            assert image.aspect_ratio is not None
            assert (image.aspect_ratio.width, image.aspect_ratio.height) == (file.width, file.height)
            said = wire.text.encode()
            meant = [
                (said[facet.index.byte_start : facet.index.byte_end].decode(), facet.features[0])
                for facet in record.facets or []
            ]
            links = [
                words for words, meaning in meant if isinstance(meaning, models.AppBskyRichtextFacet.Link)
            ]
            tags = [words for words, meaning in meant if isinstance(meaning, models.AppBskyRichtextFacet.Tag)]
            assert wire.link in links
            assert all(getattr(meaning, "uri", words) == words for words, meaning in meant)
            assert tags == [word for word in wire.text.split() if word.startswith("#")]
