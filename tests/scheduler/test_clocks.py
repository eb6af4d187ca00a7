"""Clocks that are changed by law after a post was put into the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.clock import instant, wall_time
from campaigns.db import session_scope
from campaigns.placements.actions import place
from campaigns.placements.calendar import moments
from campaigns.placements.models import Placement
from campaigns.placements.reasons import HOUR_DOUBLED, HOUR_GONE
from campaigns.vocabulary import PlacementStatus
from scheduler.calendar import follow_zone_rules, look_at_calendar
from scheduler.rounds import run_once
from tests.scheduler.stage import ZONE, Stage

OLD, NEW = "2026a", "2026b"
HOUR = timedelta(hours=1)


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Rules under which clocks there are an hour behind those of today, and are never put forward or back."""

    def an_hour_behind(wall: datetime, zone: str, *, fold: int | None = None) -> datetime:
        return wall.replace(tzinfo=UTC) + HOUR

    monkeypatch.setattr(moments, "instant", an_hour_behind)
    monkeypatch.setattr(moments, "zone_rules", lambda: OLD)
    return monkeypatch


def placed(stage: Stage, older: pytest.MonkeyPatch, wall: datetime) -> int:
    """A post placed under the older rules; then the machine gets the new ones."""
    stage.clock.moment = stage.now
    number = place_at(stage, wall)
    older.undo()
    return number


def place_at(stage: Stage, wall: datetime) -> int:
    with session_scope(stage.engine) as session:
        row = place(
            session, variant_id=stage.variant_id, proof=stage.proofs["folder"], account=stage.accounts["folder"],
            wall=wall, zone=ZONE, fold=None, by=stage.cast.staff, now=stage.now,
        )  # type: ignore[arg-type]  # fmt: skip
        return row.id or 0


def test_a_post_leaves_at_the_time_that_was_chosen_by_whatever_rules(
    stage: Stage, older: pytest.MonkeyPatch
) -> None:
    wall = wall_time(stage.now, ZONE).replace(second=0, microsecond=0) + timedelta(days=1)
    number = placed(stage, older, wall)
    before, due = stage.row(number).due_at, instant(wall, ZONE)
    assert before is not None and before != due
    deps = stage.deps()

    assert follow_zone_rules(deps, NEW) == 1
    row = stage.row(number)
    assert (row.wall, row.due_at, row.next_at, row.tz_version) == (wall, due, due, NEW)
    assert (follow_zone_rules(deps, NEW), look_at_calendar(deps)) == (0, 0)
    stage.clock.moment = due - timedelta(minutes=1)
    run_once(deps)
    assert stage.status(number) is PlacementStatus.SCHEDULED
    stage.clock.moment = due
    run_once(deps)
    assert stage.status(number) is PlacementStatus.PUBLISHED


@pytest.mark.parametrize(
    ("wall", "reason"),
    [(datetime(2027, 3, 28, 2, 30), HOUR_GONE), (datetime(2027, 10, 31, 2, 30), HOUR_DOUBLED)],
)
def test_a_time_that_is_none_any_more_or_two_is_asked_about(
    stage: Stage, older: pytest.MonkeyPatch, wall: datetime, reason: str
) -> None:
    number = placed(stage, older, wall)
    assert follow_zone_rules(stage.deps(), NEW) == 1
    row = stage.row(number)
    assert (row.status, row.reason, row.reason_values["zone"]) == (PlacementStatus.HELD, reason, ZONE)


def test_an_older_edition_never_counts_back(stage: Stage) -> None:
    number = stage.place(at=stage.now + timedelta(days=2))
    with session_scope(stage.engine) as session:
        row = session.get_one(Placement, number)
        row.tz_version = NEW
        session.add(row)
    assert follow_zone_rules(stage.deps(), OLD) == 0
    assert stage.row(number).tz_version == NEW
    assert follow_zone_rules(stage.deps(), moments.NO_RULES) == 0
