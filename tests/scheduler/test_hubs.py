"""Hubs hear of every change of a feed, once it is out and until they took it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.db import session_scope
from campaigns.placements.actions.keeping import change_options
from campaigns.placements.models import HubTopic, Publication
from campaigns.placements.public.hubs import told_so_far
from scheduler.channels.feed import Feed
from scheduler.rounds import run_once
from tests.scheduler.channels.fakes.hub import Hub, Subscriber, serving
from tests.scheduler.channels.world import START, means_for
from tests.scheduler.stage import Stage, build_stage, set_account

TOPIC = "https://litfass.example/feed/test/de.atom"


class Scene:
    """A worker with a feed whose hub is on this machine."""

    def __init__(self, stage: Stage, hub: Hub, subscriber: Subscriber, feed: Feed) -> None:
        self.stage, self.hub, self.subscriber, self.feed = stage, hub, subscriber, feed

    def round(self, **later: float) -> None:
        self.stage.clock.moment += timedelta(**later)
        settings = replace(self.stage.settings, frozen_now=self.stage.clock())
        run_once(self.stage.deps(self.feed, worker=f"w{self.stage.clock()}", settings=settings))


@pytest.fixture
def scene(engine: Engine, tmp_path: Path) -> Iterator[Scene]:
    stage = build_stage(engine, tmp_path / "home", START, channels=("feed",))
    means, client = means_for(stage, {})
    hub, subscriber = (
        Hub(lambda topic: ("application/atom+xml", f"<feed>{topic}</feed>".encode())),
        Subscriber(TOPIC),
    )
    with serving(hub, subscriber):
        set_account(stage, "feed", options={"hub": hub.address})
        yield Scene(stage, hub, subscriber, Feed(stage.settings.base_url, means.transport))
    client.close()


def test_subscribers_get_the_feed_when_a_post_is_out(scene: Scene) -> None:
    assert scene.subscriber.subscribe(scene.hub.address) == 202
    scene.stage.place("feed", at=START + timedelta(minutes=5))
    scene.round(minutes=1)
    assert scene.hub.pings == [], "nothing is out yet"

    scene.round(minutes=5)

    assert scene.hub.pings == [TOPIC]
    assert scene.subscriber.got == [f"<feed>{TOPIC}</feed>".encode()]
    scene.round(minutes=60)
    assert len(scene.hub.pings) == 1, "it knows already"


def test_a_hub_that_does_not_answer_is_told_again_later(scene: Scene) -> None:
    scene.hub.status = 503
    scene.stage.place("feed", at=START + timedelta(minutes=1))
    scene.round(minutes=2)
    scene.round(seconds=30)
    assert len(scene.hub.pings) == 1, "after a pause and not before"

    scene.hub.status = 204
    scene.round(minutes=1)
    scene.round(minutes=30)

    assert len(scene.hub.pings) == 2
    with Session(scene.stage.engine) as session:
        assert [row.problem for row in session.exec(select(HubTopic))] == [""]


def test_another_hub_is_told_at_once_of_what_the_first_one_did_not_take(scene: Scene) -> None:
    scene.hub.status = 503
    scene.stage.place("feed", at=START + timedelta(minutes=1))
    scene.round(minutes=2)
    account = scene.stage.accounts["feed"].id or 0
    with session_scope(scene.stage.engine) as session:
        known = told_so_far(session, account_id=account)
        assert (known.told_at, known.problem) == (None, "The hub answered 503.")
        assert known.next_at is not None
        change_options(
            session, account_id=account, values={"hub": "https://hub.example"}, key=b"k" * 32, by=None,
            now=scene.stage.clock(),
        )  # fmt: skip
        assert told_so_far(session, account_id=account).problem == ""
    # The second one is on this machine as well, where no address may be typed in.
    set_account(scene.stage, "feed", options={"hub": scene.hub.address})
    scene.hub.status = 204
    scene.round(seconds=10)
    assert scene.hub.pings == [TOPIC, TOPIC]


def test_a_worker_that_died_after_publishing_owes_the_hub_still(scene: Scene) -> None:
    """What is to be told is read from the feed itself: nothing is lost that was never queued."""
    scene.stage.place("feed", at=START + timedelta(minutes=1))
    dumb = Feed(scene.stage.settings.base_url)
    awake, scene.feed = scene.feed, dumb
    scene.round(minutes=2)
    assert scene.hub.pings == []

    scene.feed = awake
    scene.round(minutes=10)

    assert scene.hub.pings == [TOPIC]


@pytest.mark.parametrize("change", ["withdrawn_at", "corrected_at"])
def test_an_entry_that_goes_or_gets_other_words_is_a_change(scene: Scene, change: str) -> None:
    scene.stage.place("feed", at=START + timedelta(minutes=1))
    scene.round(minutes=2)
    with session_scope(scene.stage.engine) as session:
        setattr(session.exec(select(Publication)).one(), change, scene.stage.clock())

    scene.round(minutes=1)

    assert len(scene.hub.pings) == 2


def test_a_feed_without_a_hub_calls_nobody(scene: Scene) -> None:
    set_account(scene.stage, "feed", options={})
    scene.stage.place("feed", at=START + timedelta(minutes=1))
    scene.round(minutes=2)
    assert scene.hub.pings == []
