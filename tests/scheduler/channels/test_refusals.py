"""What a refusal proves: that nothing is out and why, or that the channel has to be asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaigns.placements import reasons
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Barred
from tests.scheduler.channels.fakes import graph, linkedin, x
from tests.scheduler.channels.network import Answer
from tests.scheduler.channels.world import World

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("name", ["instagram", "threads"])
def test_a_post_that_is_out_although_it_was_called_spam_is_published(
    worlds: Callable[[str], World], name: str
) -> None:
    world = worlds(name)
    assert isinstance(world.fake, graph.ContainerServer)
    world.fake.suspects = "shown"
    delivered = world.deliver()
    delivered.check_true()
    assert (delivered.row.status, delivered.row.attempt) == (PlacementStatus.PUBLISHED, 1)


@pytest.mark.parametrize("name", ["instagram", "threads"])
def test_a_post_that_was_held_back_as_spam_waits_until_somebody_looked_at_the_account(
    worlds: Callable[[str], World], name: str
) -> None:
    world = worlds(name)
    assert isinstance(world.fake, graph.ContainerServer)
    world.fake.suspects = "held"
    delivered = world.deliver()
    assert (delivered.posts, delivered.row.status) == ([], PlacementStatus.SCHEDULED)
    assert world.stage.health(name) == reasons.SERVICE_SAYS_NO


def test_x_takes_no_post_without_money_and_says_so(worlds: Callable[[str], World]) -> None:
    world = worlds("x")
    assert isinstance(world.fake, x.XServer)
    world.fake.has_credits = False
    delivered = world.deliver()
    assert (delivered.posts, delivered.row.status) == ([], PlacementStatus.SCHEDULED)
    assert world.stage.health("x") == reasons.NO_MONEY


def test_linkedin_shows_a_picture_once_it_is_ready(worlds: Callable[[str], World]) -> None:
    world = worlds("linkedin")
    assert isinstance(world.fake, linkedin.LinkedInServer)
    world.fake.working = 1
    delivered = world.deliver()
    delivered.check_true()
    assert (delivered.row.status, delivered.row.attempt) == (PlacementStatus.PUBLISHED, 2)


@pytest.mark.parametrize("name", ["linkedin", "facebook", "instagram", "threads"])
def test_an_interface_that_is_over_stops_the_account_and_keeps_the_post(
    worlds: Callable[[str], World], name: str
) -> None:
    world = worlds(name)
    if isinstance(world.fake, linkedin.LinkedInServer):
        world.fake.oldest = "202612"
    else:
        world.fake.answer = lambda request: _deprecated()  # type: ignore[method-assign]
    delivered = world.deliver()
    assert (delivered.posts, delivered.row.status) == ([], PlacementStatus.SCHEDULED)
    assert world.stage.health(name) == reasons.OUTDATED
    assert world.adapter.examine(world.sender()) == Barred(reasons.OUTDATED)


def _deprecated() -> Answer:
    return graph.error(2635, message="(#2635) You are calling a deprecated version of the Ads API")
