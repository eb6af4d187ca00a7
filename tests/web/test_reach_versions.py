"""Fixed reports: small counts stay hidden beside every earlier version, and outsiders get the very same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from campaigns.placements.models import Placement
from campaigns.reach.models import ReportVersion
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import published_on_feed
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_reach import ask

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.fixture
def out(engine: Engine, scene: Scene, now: datetime) -> Placement:
    return published_on_feed(engine, scene, scene.german, now=now)


def test_a_later_version_tells_nothing_of_the_days_between(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 12, before=0)
    desk = desk_in(Role.LEAD)
    first = {
        "campaign": str(scene.campaign.id),
        "start": now.date().isoformat(),
        "end": now.date().isoformat(),
    }
    desk.send("/reach/versions", first)
    ask(engine, scene, now, "ar", 2, before=-1)
    desk.send("/reach/versions", first | {"end": (now.date() + timedelta(days=1)).isoformat()})

    with Session(engine) as session:
        one, two = session.exec(select(ReportVersion).order_by(ReportVersion.id)).all()  # type: ignore[arg-type]
        assert one.document["asked_after"] == "12"
        assert two.document["asked_after"] != "14"
        assert "2" not in [row["asked_after"] for row in two.document["rows"]]


def test_the_public_gets_the_bytes_that_were_fixed_and_nothing_else(
    scene: Scene, out: Placement, desk_in: Log, stranger: Desk, now: datetime
) -> None:
    desk = desk_in(Role.LEAD)
    day = now.date().isoformat()
    desk.send("/reach/versions", {"start": day, "end": day, "public": "yes"})
    page = desk.get("/reach/versions").get_data(as_text=True)
    found = re.search(r"/r/([\w-]{20,})", page)

    assert found is not None
    inside = desk.get("/reach/versions/1.pdf").data
    assert inside.startswith(b"%PDF")
    assert stranger.get(f"/r/{found[1]}").data == inside
    assert stranger.get(f"/r/{found[1][:-1]}x").status_code == 404
