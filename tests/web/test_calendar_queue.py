"""The next free slot on the desk: found for a new post and for one that needs another moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from campaigns.db import read_scope, session_scope
from campaigns.placements.models import Account, Placement
from campaigns.vocabulary import PlacementStatus, Role
from tests.web.desk import Desk
from tests.web.desk_stage import approved, feed_account, placed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.fixture
def feed(engine: Engine, scene: Scene) -> Account:
    """The feed with one slot a day."""
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        account.slots, account.spacing_days = ["17:45"], 1
        session.add(account)
        session.flush()
        return account


def chosen(scene: Scene, account: Account) -> dict[str, object]:
    return {"post": scene.post.id, "language": "de", "account": f"account:{account.id}"}


def test_form_finds_the_slot_and_says_why_it_is_this_one(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    placed(engine, scene, scene.german, proof, now=now, later=timedelta(hours=1))
    desk = desk_in(Role.STAFF)

    asked = desk.send(f"/calendar/place?campaign={scene.campaign.id}", {**chosen(scene, feed), "free": "yes"})
    page = desk.get(asked.headers["Location"]).get_data(as_text=True)

    assert 'value="2026-11-24"' in page
    assert 'value="17:45"' in page
    assert "There is a post on 23 Nov 2026: Feed has one post a day." in page


def test_form_without_a_place_asks_for_one(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)

    asked = desk.send(f"/calendar/place?campaign={scene.campaign.id}", {"post": scene.post.id, "free": "yes"})

    assert desk.get(asked.headers["Location"]).status_code == 422


def test_placement_finds_its_own_next_slot(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    row = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))

    page = desk_in(Role.STAFF).get(f"/calendar/placements/{row.id}?free=yes").get_data(as_text=True)

    assert 'value="2026-11-23"' in page
    assert 'value="17:45"' in page


def test_a_moment_that_is_over_is_not_offered_again(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    row = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    with session_scope(engine) as session:
        missed = session.get_one(Placement, row.id)
        missed.status, missed.next_at = PlacementStatus.MISSED, None
        missed.due_at, missed.wall = now - timedelta(days=2), datetime(2026, 11, 21, 10, 0)
    desk = desk_in(Role.STAFF)
    page = desk.get(f"/calendar/placements/{row.id}").get_data(as_text=True)
    assert 'value="2026-11-21"' not in page
    assert 'value="2026-11-23"' in page
    with session_scope(engine) as session:
        session.get_one(Account, feed.id).slots = []
    assert desk.get(f"/calendar/placements/{row.id}").status_code == 200


def test_time_on_an_account_is_meant_in_its_own_zone(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        account = session.get_one(Account, feed.id)
        account.zone = "Europe/Helsinki"
        session.add(account)

    answer = desk_in(Role.STAFF).send(
        f"/calendar/place?campaign={scene.campaign.id}",
        {**chosen(scene, feed), "day": "2026-12-01", "at": "17:45"},
    )

    assert answer.status_code == 303
    with read_scope(engine) as session:
        row = session.exec(select(Placement).order_by(col(Placement.id).desc())).one()
        assert (row.wall, row.zone) == (datetime(2026, 12, 1, 17, 45), "Europe/Helsinki")
        assert row.due_at == datetime(2026, 12, 1, 15, 45, tzinfo=UTC)


def test_another_zone_of_an_account_is_asked_about_once_where_posts_wait(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    row = placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    desk, address = desk_in(Role.ADMIN), f"/settings/accounts/{feed.id}/name"
    form = {"name": "Feed", "slots": "17:45", "quiet_from": "", "quiet_to": "", "spacing": "1"}

    question = desk.send(address, {**form, "zone": "Europe/Helsinki"})
    answer = desk.send(address, {**form, "zone": "Europe/Helsinki", "keeps_moments": "yes"})

    assert question.status_code == 422
    assert "They keep their moments, given in Europe/Berlin" in question.get_data(as_text=True)
    assert answer.status_code == 303
    with read_scope(engine) as session:
        assert session.get_one(Account, feed.id).zone == "Europe/Helsinki"
        stood = session.get_one(Placement, row.id)
        assert (stood.zone, stood.due_at) == ("Europe/Berlin", row.due_at)


def test_moments_of_a_series_are_meant_by_the_clock_of_each_account(
    engine: Engine, scene: Scene, feed: Account, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        account = session.get_one(Account, feed.id)
        account.zone = "Europe/Helsinki"
        session.add(account)
    desk, address = desk_in(Role.STAFF), f"/campaigns/{scene.campaign.id}/moments"
    form = {"first": "2026-12-01", "at": "17:45", "pace": "3", "post": scene.post.id, "language": ["de"]}

    told = desk.get(address).get_data(as_text=True)
    answer = desk.send(address, {**form, "account": feed.id})

    assert "On “Feed” they are meant in Europe/Helsinki." in told
    assert answer.status_code == 303
    with read_scope(engine) as session:
        row = session.exec(select(Placement).order_by(col(Placement.id).desc())).one()
        assert (row.wall, row.zone) == (datetime(2026, 12, 1, 17, 45), "Europe/Helsinki")
