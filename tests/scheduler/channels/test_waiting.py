"""When a channel is asked again that counts calls: at its word, but neither at once nor in a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from campaigns.vocabulary import PlacementStatus
from tests.scheduler.channels.network import Answer
from tests.scheduler.channels.world import START, World

pytestmark = pytest.mark.any_database

SOON, LONGEST = timedelta(minutes=1), timedelta(hours=3, minutes=1)
#: The headers in which a server names the moment at which it counts anew.
NAMED: Mapping[str, Callable[[datetime], dict[str, str]]] = {
    "mastodon": lambda reset: {"X-RateLimit-Reset": reset.isoformat()},
    "x": lambda reset: {"x-rate-limit-reset": str(int(reset.timestamp()))},
}


def refused(world: World, answer: Callable[[datetime], Answer]) -> timedelta:
    """How long a post waits whose one call was refused like this."""
    moment = START + timedelta(hours=2)
    world.stage.clock.moment = moment - timedelta(minutes=10)
    placement = world.stage.place(world.kind.channel, at=moment)
    world.stage.clock.moment = moment
    world.fake.too_many = lambda: answer(moment)  # type: ignore[method-assign]
    world.fake.trouble = "too_many"
    for seconds in (0, 10, 20):
        world.stage.clock.moment = moment + timedelta(seconds=seconds)
        world.round(f"w{seconds}")
        row = world.stage.row(placement)
        if row.attempt:
            break
    assert (row.status, row.attempt, world.fake.posts) == (PlacementStatus.SCHEDULED, 1, [])
    assert row.next_at is not None
    return row.next_at - world.stage.clock.moment


@pytest.mark.parametrize("name", ["mastodon", "x"])
@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=400), timedelta(days=-400)])
def test_a_moment_counts_by_the_clock_of_the_server_that_names_it(
    worlds: Callable[[str], World], name: str, ahead: timedelta
) -> None:
    world = worlds(name)
    world.fake.ahead = ahead
    reset = ahead + timedelta(minutes=7)
    waits = refused(world, lambda now: Answer(429, {"title": "Too Many"}, NAMED[name](now + reset)))
    assert timedelta(minutes=6) < waits < timedelta(minutes=8)


@pytest.mark.parametrize("name", ["mastodon", "x"])
@pytest.mark.parametrize("wait", [timedelta(days=400), timedelta(days=-400)])
def test_a_moment_that_is_no_limit_of_calls_neither_starves_a_post_nor_hammers_the_channel(
    worlds: Callable[[str], World], name: str, wait: timedelta
) -> None:
    waits = refused(worlds(name), lambda now: Answer(429, {"title": "Too Many"}, NAMED[name](now + wait)))
    assert SOON <= waits <= LONGEST


@pytest.mark.parametrize("seconds", [10**30, -5, 0])
@pytest.mark.parametrize("name", ["telegram", "matrix"])
def test_seconds_that_are_no_limit_of_calls_do_neither(
    worlds: Callable[[str], World], name: str, seconds: int
) -> None:
    said: dict[str, Any] = {
        "telegram": {"ok": False, "error_code": 429, "parameters": {"retry_after": seconds}},
        "matrix": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": seconds * 1000},
    }[name]
    waits = refused(worlds(name), lambda _now: Answer(429, said))
    assert SOON <= waits <= LONGEST


@pytest.mark.parametrize("told", ["nan", "inf", "-1", "1e300", "soon"])
def test_a_header_that_is_no_number_of_seconds_does_neither(
    worlds: Callable[[str], World], told: str
) -> None:
    waits = refused(
        worlds("linkedin"),
        lambda _now: Answer(429, {"code": "TOO_MANY_REQUESTS"}, {"Retry-After": told}),
    )
    assert SOON <= waits <= LONGEST
