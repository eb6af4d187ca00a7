"""Which days suit a post: public holidays of the place, feasts of the readers, legal deadlines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from campaigns.planning.feasts import Bearing, Feast, feasts_between
from campaigns.reasons import Reason, reason

#: Countries whose public holidays we know how to keep, by jurisdiction.
COUNTRIES = {"de": "DE", "fi": "FI", "se": "SE", "be": "BE"}


@dataclass(frozen=True)
class LegalDeadline:
    """A day of the law that a topic's posts should know: `topics` by key, `name` an English sentence."""

    key: str
    day: date
    name: str
    topics: frozenset[str]
    laws: tuple[str, ...]
    jurisdiction: str


def public_holidays(jurisdiction: str, land: str, first: date, last: date) -> dict[date, str]:
    """Public holidays by day, with their English names; those of the Land only when it is named."""
    country = COUNTRIES.get(jurisdiction)
    if country is None:
        return {}
    years = range(first.year, last.year + 1)
    listed = _holidays(country, land if country == "DE" else "", tuple(years))
    return {day: name for day, name in listed if first <= day <= last}


@cache
def _holidays(country: str, land: str, years: tuple[int, ...]) -> tuple[tuple[date, str], ...]:
    listed = holidays.country_holidays(country, subdiv=land or None, years=years, language="en_US")
    return tuple(sorted(listed.items()))


def legal_deadlines(topic: str, jurisdiction: str, first: date, last: date) -> list[LegalDeadline]:
    """Deadlines of this topic's law within these days, the earliest first."""
    found = [
        LegalDeadline(
            row["key"], day, row["name"], frozenset(row["topics"]), tuple(row["laws"]), row["jurisdiction"]
        )
        for row in deadline_rows()
        if topic in row["topics"] and row["jurisdiction"] == jurisdiction
        for day in _days_of(row["when"], first, last)
    ]
    return sorted(found, key=lambda deadline: deadline.day)


@cache
def deadline_rows() -> list[dict[str, Any]]:
    """The rows of deadlines.toml."""
    path = Path(__file__).parent / "deadlines.toml"
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["deadline"]
    return rows


def _days_of(when: str, first: date, last: date) -> Iterable[date]:
    """The days meant by "2027-03-04" (once) or "12-31" (every year)."""
    if len(when) == len("2027-03-04"):
        days = [date.fromisoformat(when)]
    else:
        days = [date.fromisoformat(f"{year}-{when}") for year in range(first.year, last.year + 1)]
    return [day for day in days if first <= day <= last]


@dataclass(frozen=True)
class AudienceCalendar:
    """The days of a plan as one language's readers live them."""

    closed: dict[date, str]
    feasts: tuple[Feast, ...]

    def objection(self, day: date, language: str) -> Reason | None:
        """Why nothing should go out on this day, or None."""
        for feast in self.feasts:
            if feast.bearing is Bearing.AVOID and feast.touches(day, language):
                return reason("{day} is avoided: {feast}.", day=day, feast=feast.name)
        if name := self.closed.get(day):
            return reason("{day} is avoided: {feast}, offices are closed.", day=day, feast=name)
        return None

    def notes(self, day: date, language: str) -> list[Reason]:
        """What to mind on this day, and which occasion it offers."""
        found: list[Reason] = []
        for feast in self.feasts:
            if not feast.touches(day, language):
                continue
            if feast.bearing is Bearing.MIND:
                found.append(reason("{feast} is under way: evening slots are preferred.", feast=feast.name))
            if feast.bearing is Bearing.OCCASION:
                found.append(reason("{day} is an occasion: {feast}.", day=day, feast=feast.name))
        return found

    def prefers_evening(self, day: date, language: str) -> bool:
        """Whether readers are reached after sunset rather than during the day."""
        return any(feast.bearing is Bearing.MIND and feast.touches(day, language) for feast in self.feasts)

    def is_working_day(self, day: date) -> bool:
        """Whether translators and lawyers work on this day."""
        return day.weekday() < 5 and day not in self.closed


def calendar_for(jurisdiction: str, land: str, first: date, last: date) -> AudienceCalendar:
    """The calendar of a place and of all audiences over these days."""
    return AudienceCalendar(public_holidays(jurisdiction, land, first, last), feasts_between(first, last))


def add_working_days(calendar: AudienceCalendar, start: date, days: int) -> date:
    """The working day that lies `days` working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= calendar.is_working_day(day)
    return day
