"""How often and on which weekdays a group takes posts, as agreed with its admins. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.placements.models import Space


class Rhythm(NamedTuple):
    """At least `interval_days` lie between two posts; `days` are weekdays (Monday is 0), none means every day."""

    interval_days: int
    days: tuple[int, ...] = ()

    def allows(self, day: date) -> bool:
        """Whether the weekday is one of those agreed."""
        return not self.days or day.weekday() in self.days

    def nearest(self, day: date, taken: Collection[date]) -> date | None:
        """The day of a post that is nearer than the agreed distance; the first of them, or None."""
        return min((other for other in taken if abs((other - day).days) < self.interval_days), default=None)

    def is_free(self, day: date, taken: Collection[date]) -> bool:
        return self.allows(day) and self.nearest(day, taken) is None

    def first_free(self, day: date, taken: Collection[date]) -> date:
        """The first day from `day` on that keeps what was agreed. There is one: behind everything taken all are free
        but the weekdays."""
        while not self.is_free(day, taken):
            day += timedelta(days=1)
        return day


def rhythm_of(space: Space) -> Rhythm:
    """What was agreed with the admins of this group."""
    return Rhythm(space.interval_days, tuple(sorted(space.days)))
