"""The screen that looks at the whole trail says so, too, where posts are not what it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, text

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import published_on_feed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

APART = "One placement is not what the trail tells"


def test_a_publication_that_was_written_by_hand_is_told(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    published_on_feed(engine, scene, scene.arabic, now=now)
    desk = desk_in(Role.LEAD)
    assert APART not in desk.get("/settings/audit/verify").text
    with engine.begin() as connection:
        connection.execute(text("UPDATE publication SET withdrawn_at = published_at"))
    assert APART in desk.get("/settings/audit/verify").text
