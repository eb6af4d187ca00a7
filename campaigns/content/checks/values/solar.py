"""The Iranian solar calendar, in which letters in Farsi and Dari may date.

Counted with the 33-year cycle of leap years, which agrees with the astronomical calendar from 1800 to 2120
(years 1178 to 1498).
"""

from __future__ import annotations

from datetime import date, timedelta

_NOWRUZ_1400 = date(2021, 3, 21)


def is_leap(year: int) -> bool:
    """Whether Esfand of this solar year has thirty days."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def from_solar(year: int, month: int, day: int) -> set[date]:
    """The Gregorian day of a solar one; empty for a day that does not exist."""
    length = 31 if month <= 6 else 30 if month <= 11 else 30 if is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= length and 1178 <= year <= 1498):
        return set()
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if is_leap(one) else 365 for one in years) * (1 if year >= 1400 else -1)
    before = (month - 1) * 31 - max(0, month - 7)
    return {_NOWRUZ_1400 + timedelta(days=days + before + day - 1)}
