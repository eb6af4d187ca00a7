"""The days over which a report that is not fixed tells questions: whole weeks, and few windows of them.

Whoever may choose any days finds out by many windows what one of them held, even of counts in steps: four weeks with
one question each are fewer than five, five are not. So there are only windows that lie in one another or beside one
another: a campaign from its beginning until now, the last half-year, and the halves of the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.reach.report.asked import DAY, WEEK, Period

#: So many weeks before a report begins are what it is compared with.
WEEKS_BEFORE = 8
HALF_A_YEAR = timedelta(days=182)
HALVES = (((1, 1), (6, 30)), ((7, 1), (12, 31)))


@dataclass(frozen=True)
class Windows:
    """Whole weeks before a report's period, and those of the period."""

    before: Period
    during: Period


def windows_of(period: Period, *, usual: Period, is_campaign: bool) -> Windows | None:
    """The windows of a report over `period`; None where its days are none of those of which questions are told.

    `usual` are the days of the report that nobody chose other days for.
    """
    same = _week(period.start) == _week(usual.start) and _week(period.end) == _week(usual.end)
    if not same and (is_campaign or period not in half_years(usual.end)):
        return None
    return whole_weeks(period)


def whole_weeks(period: Period) -> Windows:
    """The weeks that hold the days of a period, and those before it.

    A week between two halves of the calendar is of the one that has most of its days: counted in both, it could be told
    by their difference.
    """
    if _is_half(period):
        period = Period(_thursday(period.start), _thursday(period.end + DAY) - WEEK)
    during = Period(_week(period.start), _week(period.end) + WEEK - DAY)
    return Windows(
        Period(during.start - WEEKS_BEFORE * WEEK, during.start - DAY),
        during,
    )


def half_years(today: date) -> list[Period]:
    """The halves of this year and of the two before, the newest first; none that has not begun."""
    found = [
        Period(date(year, *first), date(year, *last))
        for year in range(today.year, today.year - 3, -1)
        for first, last in reversed(HALVES)
    ]
    return [each for each in found if each.start <= today]


def _is_half(period: Period) -> bool:
    days = ((period.start.month, period.start.day), (period.end.month, period.end.day))
    return period.start.year == period.end.year and days in HALVES


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _thursday(day: date) -> date:
    """The first Thursday from this day on: whose week is the first with most of its days from then on."""
    return day + timedelta(days=(3 - day.weekday()) % 7)
