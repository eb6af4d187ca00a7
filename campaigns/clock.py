"""Now, and local wall time that survives the two nights a year when clocks change.

People mean wall time ("Monday 18:00 in Berlin"); the worker needs an instant. Both are stored, and the
step between them refuses an hour that does not exist and asks about one that exists twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from campaigns.errors import BadInput

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def frozen_clock(moment: datetime) -> Clock:
    """A clock that stands still at `moment`, for tests and `--now`."""
    aware = moment.astimezone(UTC)
    return lambda: aware


def parse_instant(text: str) -> datetime:
    """An ISO 8601 moment with offset, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "“{text}” is not a moment. Write it like 2027-01-11T18:00:00+01:00.", text=text[:40]
        ) from None
    if moment.tzinfo is None:
        raise BadInput(
            "The moment “{text}” has no offset. Write it like 2027-01-11T18:00:00+01:00.", text=text[:40]
        )
    return moment.astimezone(UTC)


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of this name, for instance Europe/Berlin."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "There is no time zone “{name}”. Use a name like Europe/Berlin.", name=name[:60]
        ) from None


def is_gap(wall: datetime, zone_name: str) -> bool:
    """Whether the clock jumps over this wall time (spring night)."""
    place = zone(zone_name)
    there_and_back = wall.replace(tzinfo=place).astimezone(UTC).astimezone(place)
    return there_and_back.replace(tzinfo=None) != wall.replace(tzinfo=None)


def is_fold(wall: datetime, zone_name: str) -> bool:
    """Whether this wall time happens twice (autumn night)."""
    place = zone(zone_name)
    first, second = (wall.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_gap(wall, zone_name)


def instant(wall: datetime, zone_name: str, *, fold: int | None = None) -> datetime:
    """The UTC instant of a wall time. A skipped hour is refused; a doubled one needs `fold` (0 first, 1 second)."""
    naive = wall.replace(tzinfo=None, fold=0)
    if is_gap(naive, zone_name):
        raise BadInput(
            "{wall} does not exist in {zone}: the clocks are put forward that night. Choose another time.",
            field="at",
            wall=naive.strftime("%Y-%m-%d %H:%M"),
            zone=zone_name,
        )
    if is_fold(naive, zone_name) and fold is None:
        raise BadInput(
            "{wall} happens twice in {zone}: the clocks are put back that night. "
            "Choose the first or the second, or another time.",
            field="at",
            wall=naive.strftime("%Y-%m-%d %H:%M"),
            zone=zone_name,
        )
    return naive.replace(tzinfo=zone(zone_name), fold=fold or 0).astimezone(UTC)


def wall_time(moment: datetime, zone_name: str) -> datetime:
    """The naive wall time that clocks in `zone_name` show at this instant."""
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None)


def day_span(
    first: date | None, last: date | None, zone_name: str
) -> tuple[datetime | None, datetime | None]:
    """The instants between which these days lie in a zone, both days included; None leaves a side open."""
    place = zone(zone_name)
    begins = datetime.combine(first, time(), place).astimezone(UTC) if first else None
    ends = datetime.combine(last + timedelta(days=1), time(), place).astimezone(UTC) if last else None
    return begins, ends


def floor_to_minute(moment: datetime) -> datetime:
    """The same instant without seconds."""
    return moment - timedelta(seconds=moment.second, microseconds=moment.microsecond)
