"""The calendar: moments and places that nobody chose, and what people took out put back by hand."""

from __future__ import annotations

from datetime import timedelta

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.placements.actions import cancel, hold, move
from tests.rules.tampering.house import BACK, MINUTE, START, House
from tests.scheduler.stage import ZONE

#: As SQLite keeps it: the moment at which the worker of this package looks.
DUE = (START + MINUTE).strftime("%Y-%m-%d %H:%M:%S.%f")


def moment_brought_forward(house: House) -> None:
    """People put it on another day; somebody writes today's moment into the row."""
    _put_off(house)
    house.run("UPDATE placement SET due_at = :t, next_at = :t", t=DUE)


def look_brought_forward(house: House) -> None:
    """The same, but for the moment itself: the worker is only told to look now."""
    _put_off(house)
    house.run("UPDATE placement SET next_at = :t", t=DUE)


def other_account(house: House) -> None:
    house.run("UPDATE placement SET account_id = :a", a=house.stage.accounts["feed"].id)


def cancelled_put_back(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        cancel(session, placement_id=house.placement_id, by=house.stage.cast.staff, now=START)
    house.run(BACK)


def held_put_back(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        hold(
            session, placement_id=house.placement_id, reason="A doubt.", by=house.stage.cast.staff, now=START
        )
    house.run(BACK)


def placed_by_nobody(house: House) -> None:
    """The post stands in the calendar for another day; a second row of it is due now."""
    _put_off(house)
    same = (
        "programme_id, variant_id, account_id, channel, proof_id, digest, status, wall, zone, tz_version, attempt, "
        "staged, reason, reason_values, early, created_at"
    )
    house.run(
        f"INSERT INTO placement ({same}, key, due_at, next_at) "  # noqa: S608
        f"SELECT {same}, :k, :t, :t FROM placement WHERE id = :p",
        k=house.dice.randbytes(8).hex(),
        t=DUE,
        p=house.placement_id,
    )
    house.placement_id += 1


def _put_off(house: House) -> None:
    later = START + timedelta(days=house.dice.randrange(1, 60))
    with session_scope(house.stage.engine) as session:
        move(
            session,
            placement_id=house.placement_id,
            wall=wall_time(later, ZONE),
            by=house.stage.cast.staff,
            now=START,
        )
