"""Today names an account whose token ends before posts that wait, however far away that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.placements.actions import propose_placement
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Role
from tests.web.desk import Desk
from tests.web.desk_stage import ZONE, approved, feed_account, placed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]


def test_posts_behind_the_end_of_a_token_are_counted_long_before(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        account.channel, account.expires_at = "mastodon", now + timedelta(days=60)
        for days in (59, 61, 62):
            row = propose_placement(
                session,
                variant_id=scene.german.id or 0,
                account=account,
                wall=wall_time(now + timedelta(days=days), ZONE),
                zone=ZONE,
                by=scene.cast.staff,
                now=now,
            )
            row.status = PlacementStatus.SCHEDULED
        session.add(account)

        address = f"/settings/accounts/{account.id}"

    desk = desk_in(Role.STAFF)
    assert "2 posts at risk · The token ends on" in desk.get("/today").get_data(as_text=True)
    there = desk.get(address).get_data(as_text=True)
    assert "2 posts at risk" in there
    assert f"{address}/hand-over" in there


def test_what_an_ill_account_missed_lately_can_become_hand_offs_with_the_rest(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    rows = [
        placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=days)) for days in (1, 2, 3)
    ]
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        account.channel, account.health = "mastodon", "The channel refused the token."
        for row, ago in zip(rows[:2], (2, 9), strict=True):
            missed = session.get_one(Placement, row.id)
            missed.status, missed.next_at, missed.due_at = (
                PlacementStatus.MISSED,
                None,
                now - timedelta(days=ago),
            )
        number = account.id
    there = desk_in(Role.STAFF).get(f"/settings/accounts/{number}").get_data(as_text=True)
    assert "2 posts at risk" in there
    assert [f"/calendar/placements/{row.id}" in there for row in rows] == [True, False, True]
