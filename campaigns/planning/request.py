"""What planning is asked: topic, facts, languages, places and times, as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final

from campaigns.content.draft_inputs import Contact, Event, Imprint
from campaigns.content.fact_view import FactView
from campaigns.errors import BadInput
from campaigns.needs.counts.disclosure import SMALLEST_COUNT

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SLOT = re.compile(r"(?:(?P<day>[a-z]{3}) )?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")


@dataclass(frozen=True)
class Slot:
    """A preferred moment of an account: a wall time on one weekday (Monday is 0) or on every day."""

    at: time
    weekday: int | None = None


def parse_slot(text: str) -> Slot:
    """A slot from "18:00" (every day) or "Tue 18:00"."""
    match = _SLOT.fullmatch(text.strip().lower())
    day = match and match.group("day")
    if match is None or (day and day not in _WEEKDAYS):
        raise BadInput(
            "“{slot}” is not a slot. Write it like 18:00 or Tue 18:00.", field="slots", slot=text[:20]
        )
    at = time(int(match.group("hour")), int(match.group("minute")))
    return Slot(at, _WEEKDAYS.index(day) if day else None)


@dataclass(frozen=True)
class Outlet:
    """A place where posts go: an account of ours or a space of others, with its habits.

    `language` is None where every language goes to the same place; then each language keeps the spacing for
    itself. `quiet` is wall time from–to in which nothing goes out (it may run over midnight), None for no such hours.
    `spacing_days` of 1 is one post a day, 0 as many as there are slots.
    `taken` are wall times at which something is already placed, by its language. `name` is for
    sentences, `key` for finding it.
    """

    key: str
    channel: str
    language: str | None = None
    zone: str = "Europe/Berlin"
    slots: tuple[Slot, ...] = ()
    quiet: tuple[time, time] | None = (time(21), time(8))
    spacing_days: int = 2
    is_space: bool = False
    taken: Mapping[str, tuple[datetime, ...]] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.key

    def taken_in(self, language: str) -> list[datetime]:
        """What keeps a post in this language away: where every language goes, only those in its own."""
        if self.language is None:
            return list(self.taken.get(language, ()))
        return [wall for walls in self.taken.values() for wall in walls]


@dataclass(frozen=True)
class Topic:
    """What the campaign is about, with its name and hashtags by language."""

    key: str
    name: Mapping[str, str]
    hashtags: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class LeadTimes:
    """Working days people need before a post may leave."""

    source: int = 1
    translation: int = 4
    review: int = 2

    def days(self, languages: int) -> int:
        """Working days until a post in so many languages may leave: one language needs no translation."""
        return self.source + self.review + (self.translation if languages > 1 else 0)


@dataclass(frozen=True)
class NeedView:
    """What the radar counted, already suppressed where it is small: None is fewer than `below`, or none.

    A count of `below` is a single step: fewer than twice as many.
    """

    count: int | None = None
    weeks: int = 8
    languages: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    wrong_share: float | None = None
    spaces: int | None = None
    below: int = SMALLEST_COUNT


@dataclass(frozen=True)
class PlanRequest:
    """Everything a plan is made from; the same request gives the same plan.

    `languages`: the source language first. `today` is the day on which the plan is made. `land` is a German
    Land (ISO 3166-2 without "DE-"), empty for holidays that hold everywhere. `pace_days` lie between two
    posts of the series. `to_women`: drafts use the voice that speaks to women.
    """

    topic: Topic
    jurisdiction: str
    languages: tuple[str, ...]
    start: date
    today: date
    facts: Sequence[FactView]
    imprint: Imprint
    contact: Contact = field(default_factory=Contact)
    outlets: Sequence[Outlet] = ()
    need: NeedView | None = None
    event: Event | None = None
    land: str = ""
    end: date | None = None
    pace_days: int = 3
    lead: LeadTimes = field(default_factory=LeadTimes)
    kinds: tuple[str, ...] = ()
    to_women: bool = False
