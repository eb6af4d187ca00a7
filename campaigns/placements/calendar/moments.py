"""From the wall time a person chose to the instant the worker waits for."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from string import ascii_lowercase

from campaigns.clock import floor_to_minute, instant, is_fold, wall_time
from campaigns.errors import BadInput

#: In place of an edition that nobody can tell.
NO_RULES = "unknown"


@dataclass(frozen=True)
class Moment:
    """A wall time with its zone, the instant it means, and by which edition of the zone rules."""

    wall: datetime
    zone: str
    fold: int | None
    due_at: datetime
    rules: str


def moment(wall: datetime, zone: str, fold: int | None = None) -> Moment:
    """The moment of a wall time. An hour that is skipped is refused, one that happens twice needs `fold`."""
    naive = wall.replace(tzinfo=None, fold=0)
    return Moment(naive, zone, fold, instant(naive, zone, fold=fold), zone_rules())


def future_moment(wall: datetime, zone: str, fold: int | None, now: datetime) -> Moment:
    """A moment that is not over: this very minute still counts, so that “now” can be chosen."""
    if fold is None and is_fold(wall, zone) and instant(wall, zone, fold=1) < floor_to_minute(now):
        fold = 1  # both hours are over: nobody is asked which one is meant
    chosen = moment(wall, zone, fold)
    if chosen.due_at < floor_to_minute(now):
        raise BadInput(
            "{wall} ({zone}) is over. Choose a moment from {present} on.",
            field="at",
            wall=chosen.wall.strftime("%Y-%m-%d %H:%M"),
            zone=zone,
            present=wall_time(now, zone).strftime("%Y-%m-%d %H:%M"),
        )
    return chosen


@cache
def zone_rules() -> str:
    """The edition of the time zone rules in use, like 2026b: from the machine, else from the tzdata package, which
    calls it 2026.2. A later edition sorts later."""
    for folder in zoneinfo.TZPATH:
        try:
            first = (Path(folder) / "tzdata.zi").read_text(encoding="ascii").partition("\n")[0]
        except (OSError, UnicodeDecodeError):
            continue
        return first.rpartition(" ")[2][:20]
    try:
        year, _, number = version("tzdata").partition(".")
        return f"{year}{ascii_lowercase[int(number.partition('.')[0]) - 1]}"
    except (PackageNotFoundError, ValueError, IndexError):
        return NO_RULES
