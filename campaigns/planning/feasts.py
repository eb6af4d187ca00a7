"""Feasts and days of remembrance of the people we write for, by the languages they read.

Islamic and Iranian dates come from the holidays library (where the moon decides, they are estimates by a
day); both Easters and everything that hangs on them are computed here, because the library lists them only
as holidays of single countries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

import holidays

_ISLAMIC: Final = frozenset({"ar", "fa", "tr"})
_WESTERN: Final = frozenset({"de", "en", "fr", "pl", "it", "es", "hu", "hr", "fi", "sv", "nl"})
_ORTHODOX: Final = frozenset({"uk", "ru", "ro", "bg", "el"})
#: Revised-calendar churches keep Christmas on 25 December; the Russian church on 7 January.
_CHRISTMAS_ON_25: Final = _WESTERN | {"ro", "bg", "el", "uk"}
_ALL_SAINTS: Final = frozenset({"pl", "it", "es", "fr", "hu", "hr"})
_EVERYONE: Final = _ISLAMIC | _WESTERN | _ORTHODOX


class Bearing(StrEnum):
    """What a feast means for a moment: nothing goes out, it goes out with care, or it is an occasion."""

    AVOID = "avoid"
    MIND = "mind"
    OCCASION = "occasion"


@dataclass(frozen=True)
class Feast:
    """Days that readers of `languages` keep, first and last included. `estimated`: the moon decides."""

    name: str
    first: date
    last: date
    languages: frozenset[str]
    bearing: Bearing
    estimated: bool = False

    def touches(self, day: date, language: str) -> bool:
        """Whether readers of this language keep this day."""
        return language in self.languages and self.first <= day <= self.last


def western_easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    century, within = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap, rest = divmod(within, 4)
    weekday = (32 + 2 * century_rest + 2 * leap - epact - rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches (Meeus' Julian rule), as a Gregorian date."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    century = year // 100
    return date(year, month, day + 1) + timedelta(days=century - century // 4 - 2)


def feasts_between(first: date, last: date) -> tuple[Feast, ...]:
    """All feasts that touch these days, the earliest first."""
    found = [feast for year in range(first.year - 1, last.year + 2) for feast in _feasts_of(year)]
    kept = {feast for feast in found if feast.first <= last and feast.last >= first}
    return tuple(sorted(kept, key=lambda feast: (feast.first, feast.name)))


@cache
def _feasts_of(year: int) -> tuple[Feast, ...]:
    return (*_islamic(year), *_iranian(year), *_christian(year), *_international(year))


def _days_named(country: str, year: int, name: str) -> list[date]:
    """Days of a country's list whose English name holds `name`, in order."""
    listed = holidays.country_holidays(country, years=year, language="en_US")
    return sorted(day for day, given in listed.items() if name in given)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Consecutive days as first and last (an Islamic feast can fall twice into one year)."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _islamic(year: int) -> list[Feast]:
    """Ramadan (with care: after sunset), both feasts with a day of tolerance for the moon."""
    found: list[Feast] = []
    for first, last in _runs(_days_named("AF", year, "Eid al-Fitr")):
        fast = (first - timedelta(days=30), first - timedelta(days=1))
        found.append(Feast("Ramadan", *fast, _ISLAMIC, Bearing.MIND, estimated=True))
        found.append(Feast("Eid al-Fitr", first, last, _ISLAMIC, Bearing.AVOID, estimated=True))
    for first, last in _runs(_days_named("AF", year, "Eid al-Adha")):
        longest = last + timedelta(days=1)
        found.append(Feast("Eid al-Adha", first, longest, _ISLAMIC, Bearing.AVOID, estimated=True))
    for first, last in _runs(_days_named("IR", year, "Ashura")):
        mourning = first - timedelta(days=1)
        readers = frozenset({"fa", "ar"})
        found.append(Feast("Ashura", mourning, last, readers, Bearing.AVOID, estimated=True))
    return found


def _iranian(year: int) -> list[Feast]:
    """Nowruz with the first days of visits, and the longest night."""
    readers = frozenset({"fa"})
    nowruz = next(iter(_days_named("IR", year, "Nowruz")), date(year, 3, 21))
    return [
        Feast("Nowruz", nowruz - timedelta(days=1), nowruz + timedelta(days=3), readers, Bearing.AVOID),
        Feast("Yalda Night", date(year, 12, 20), date(year, 12, 21), readers, Bearing.OCCASION),
    ]


def _christian(year: int) -> list[Feast]:
    west, east = western_easter(year), orthodox_easter(year)
    friday, monday = timedelta(days=-2), timedelta(days=1)
    return [
        Feast("Easter", west + friday, west + monday, _WESTERN, Bearing.AVOID),
        Feast("Orthodox Easter", east + friday, east + monday, _ORTHODOX, Bearing.AVOID),
        Feast("Christmas", date(year, 12, 24), date(year, 12, 26), _CHRISTMAS_ON_25, Bearing.AVOID),
        Feast("Orthodox Christmas", date(year, 1, 6), date(year, 1, 7), frozenset({"ru"}), Bearing.AVOID),
        Feast("All Saints’ Day", date(year, 11, 1), date(year, 11, 1), _ALL_SAINTS, Bearing.AVOID),
        Feast("New Year", date(year, 12, 31), date(year + 1, 1, 1), _EVERYONE, Bearing.AVOID),
    ]


def _international(year: int) -> list[Feast]:
    """Days on which a post on rights finds an audience."""
    days = {
        "International Women’s Day": (3, 8),
        "International Day against Racism": (3, 21),
        "Labour Day": (5, 1),
        "World Refugee Day": (6, 20),
        "International Day against Violence against Women": (11, 25),
        "International Migrants Day": (12, 18),
    }
    return [
        Feast(name, date(year, *day), date(year, *day), _EVERYONE, Bearing.OCCASION)
        for name, day in days.items()
    ]
