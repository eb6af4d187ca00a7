"""Moments that no plan would choose are asked about once, with the reason; a person decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.placements.actions import propose_placement
from campaigns.placements.models import Account, Placement
from campaigns.placements.plans.outlets import outlets_of
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import approved, feed_account, placed, placement_row
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]

NIGHT = {"day": "2026-12-01", "at": "22:30"}
CHRISTMAS = {"day": "2026-12-25", "at": "18:00"}


@pytest.fixture
def scheduled(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The German post on the feed, tomorrow."""
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    return placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))


@pytest.mark.parametrize(
    ("typed", "why"),
    [(NIGHT, "keeps quiet from 21:00 to 08:00"), (CHRISTMAS, "25 Dec 2026 is avoided: Christmas")],
)
def test_moving_there_asks_once_with_the_reason(
    engine: Engine, scheduled: Placement, desk_in: Log, typed: dict[str, str], why: str
) -> None:
    desk, address = desk_in(Role.STAFF), f"/calendar/placements/{scheduled.id}/move"

    question = desk.send(address, typed)
    stayed = placement_row(engine, scheduled).wall
    answer = desk.send(address, {**typed, "knowing": "yes"})

    assert (question.status_code, stayed) == (422, scheduled.wall)
    assert why in question.get_data(as_text=True)
    assert answer.status_code == 303
    assert placement_row(engine, scheduled).wall == datetime.fromisoformat(f"{typed['day']}T{typed['at']}")


def test_placing_there_asks_once_with_the_reason(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log
) -> None:
    desk, address = desk_in(Role.STAFF), f"/calendar/place?campaign={scene.campaign.id}"
    place = f"account:{scheduled.account_id}"
    form = {"post": scene.post.id, "language": "ar", "account": place, **NIGHT}

    question = desk.send(address, form)
    with read_scope(engine) as session:
        before = len(session.exec(select(Placement)).all())
    answer = desk.send(address, {**form, "knowing": "yes"})

    assert (question.status_code, before) == (422, 1)
    assert "At this moment all the same?" in question.get_data(as_text=True)
    assert answer.status_code == 303


def test_twice_the_same_hour_that_is_over_is_over_and_nobody_is_asked_which(
    scheduled: Placement, desk_in: Log
) -> None:
    told = (
        desk_in(Role.STAFF)
        .send(f"/calendar/placements/{scheduled.id}/move", {"day": "2026-10-25", "at": "02:30"})
        .get_data(as_text=True)
    )

    assert "is over" in told
    assert "Which of the two hours?" not in told


def changed_account(engine: Engine, scene: Scene, **habits: object) -> Account:
    """The feed with other habits."""
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        for name, value in habits.items():
            setattr(account, name, value)
        session.add(account)
        session.flush()
        return account


def another(engine: Engine, scene: Scene, account: Account, wall: datetime, now: datetime) -> Placement:
    """The German post once more on the feed."""
    with session_scope(engine) as session:
        return propose_placement(
            session,
            variant_id=scene.german.id or 0,
            account=session.get_one(Account, account.id),
            wall=wall,
            zone="Europe/Berlin",
            by=scene.cast.staff,
            now=now,
        )


@pytest.mark.parametrize(
    ("spacing", "day", "why"),
    [
        (1, "2026-12-03", "has one post a day, and one stands there on 3 Dec 2026 at 12:30"),
        (3, "2026-12-05", "keeps 3 days between posts, and one stands there on 3 Dec 2026 at 12:30"),
    ],
)
def test_moving_nearer_to_another_post_than_the_account_spaces_them_asks_once(
    engine: Engine,
    scene: Scene,
    now: datetime,
    scheduled: Placement,
    desk_in: Log,
    spacing: int,
    day: str,
    why: str,
) -> None:
    account = changed_account(engine, scene, spacing_days=spacing)
    another(engine, scene, account, datetime(2026, 12, 3, 12, 30), now)
    desk, address = desk_in(Role.STAFF), f"/calendar/placements/{scheduled.id}/move"

    question = desk.send(address, {"day": day, "at": "18:00"})
    answer = desk.send(address, {"day": day, "at": "18:00", "knowing": "yes"})

    assert question.status_code == 422
    assert why in question.get_data(as_text=True)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("habits", "typed"),
    [
        ({"spacing_days": 0}, {"day": "2026-12-03", "at": "18:00"}),
        ({"spacing_days": 3}, {"day": "2026-12-07", "at": "18:00"}),
        ({"quiet": []}, {"day": "2026-12-01", "at": "23:00"}),
    ],
)
def test_moments_within_the_habits_of_the_account_are_not_asked_about(
    engine: Engine,
    scene: Scene,
    now: datetime,
    scheduled: Placement,
    desk_in: Log,
    habits: dict[str, object],
    typed: dict[str, str],
) -> None:
    account = changed_account(engine, scene, **habits)
    another(engine, scene, account, datetime(2026, 12, 3, 12, 30), now)

    answer = desk_in(Role.STAFF).send(f"/calendar/placements/{scheduled.id}/move", typed)

    assert answer.status_code == 303


def test_plans_hold_for_an_account_what_people_are_asked_about(
    engine: Engine, scene: Scene, now: datetime
) -> None:
    changed_account(engine, scene, spacing_days=4, quiet=[])
    with read_scope(engine) as session:
        [outlet] = outlets_of(session, scene.cast.programme, since=now)

    assert (outlet.quiet, outlet.spacing_days) == (None, 4)


def test_moments_of_a_whole_series_are_asked_about_together(
    engine: Engine, scene: Scene, scheduled: Placement, desk_in: Log
) -> None:
    desk, address = desk_in(Role.STAFF), f"/campaigns/{scene.campaign.id}/moments"
    form = {
        "first": "2026-12-01",
        "at": "22:30",
        "pace": "3",
        "account": scheduled.account_id,
        "post": scene.post.id,
        "language": ["ar"],
    }

    question = desk.send(address, form)
    with read_scope(engine) as session:
        before = len(session.exec(select(Placement)).all())
    answer = desk.send(address, {**form, "knowing": "yes"})

    assert (question.status_code, before) == (422, 1)
    assert "No plan would choose 1 of these 1 moments" in question.get_data(as_text=True)
    assert "keeps quiet from 21:00 to 08:00" in question.get_data(as_text=True)
    assert answer.status_code == 303


def test_spacing_of_an_account_is_changed_on_its_page(engine: Engine, scene: Scene, desk_in: Log) -> None:
    account = changed_account(engine, scene)
    desk, address = desk_in(Role.ADMIN), f"/settings/accounts/{account.id}"
    form = {
        "name": account.name,
        "slots": "18:00",
        "quiet_from": "",
        "quiet_to": "",
        "zone": "Europe/Berlin",
    }

    refused = desk.send(f"{address}/name", {**form, "spacing": "61"})
    desk.send(f"{address}/name", {**form, "spacing": "2"})

    assert refused.status_code == 422
    assert 'value="2"' in desk.get(address).get_data(as_text=True)
