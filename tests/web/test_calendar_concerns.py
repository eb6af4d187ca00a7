"""What stands against an account is said at a proposal, whose words nobody has approved yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.placements.actions import pause_account, propose_placement
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import ZONE, feed_account
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]


def test_a_proposal_on_a_paused_account_says_so(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        row = propose_placement(
            session,
            variant_id=scene.german.id or 0,
            account=account,
            wall=wall_time(now + timedelta(days=1), ZONE),
            zone=ZONE,
            by=scene.cast.staff,
            now=now,
        )
        pause_account(session, account_id=account.id or 0, by=scene.cast.staff, now=now)
        number = row.id

    told = desk_in(Role.STAFF).get(f"/calendar/placements/{number}").get_data(as_text=True)

    assert "The account is paused." in told
