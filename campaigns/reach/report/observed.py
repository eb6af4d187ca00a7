"""The days that a comparison may speak of: those on which questions were recorded. No other day is a nought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from campaigns.needs.models import AdviceNeed, NeedWeek
from campaigns.people.models import Programme
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.asked import DAY, WEEK, Period

#: Every day of the week once: fewer would compare a Sunday with a Monday.
LEAST_DAYS = 7
NOT_BEGUN = "The period has not begun."
TOO_SHORT = "The period has fewer than seven days, so that not a week of it can be compared."
NONE_RECORDED = "No question was recorded until the end of the period."
NONE_BEFORE = (
    "No question was recorded before the period began, so that nothing is known of the weeks before."
)
TOO_FEW = "Before or in the period, questions were recorded on fewer than seven days."
HIDDEN_COUNTS = "One of the two numbers of questions is held back to protect people."
NOBODY_BEFORE = "Nothing was asked before, and no number is so many times nought."
REASONS = (NOT_BEGUN, TOO_SHORT, NONE_RECORDED, NONE_BEFORE, TOO_FEW, HIDDEN_COUNTS, NOBODY_BEFORE)


@dataclass(frozen=True)
class Observed:
    """Both windows cut to the days from the first recorded question to the report's day; None where none is left."""

    day: date
    before: Period | None
    during: Period | None

    def reason(self, period: Period, before: Count, during: Count) -> str:
        """Why before and after cannot be compared, as an English sentence; '' where they can be."""
        if self.during is None:
            return NOT_BEGUN if period.start > self.day else NONE_RECORDED
        if self.before is None:
            return NONE_BEFORE
        if min(days_of(self.before), days_of(self.during)) < LEAST_DAYS:
            return TOO_FEW
        # A count that stands as an earlier report told it is held back as it is today.
        if any(count.shown is None or count.is_as_told for count in (before, during)):
            return HIDDEN_COUNTS
        return "" if before.shown else NOBODY_BEFORE


def observe(session: Session, programme: Programme, *, before: Period, period: Period, day: date) -> Observed:
    """What was observed of both windows until `day`."""
    first = first_recorded(session, programme.id or 0)
    return Observed(day, _cut(before, first, day), _cut(period, first, day))


def first_recorded(session: Session, programme_id: int) -> date | None:
    """The day of the first question that is counted; the Monday of its week where not all of that week are kept."""
    week = session.exec(
        select(func.min(NeedWeek.week)).where(NeedWeek.programme_id == programme_id, NeedWeek.asked > 0)
    ).one()
    if week is None:
        return None
    counted = session.exec(
        select(func.sum(NeedWeek.asked)).where(NeedWeek.programme_id == programme_id, NeedWeek.week == week)
    ).one()
    kept, day = session.exec(
        select(func.count(col(AdviceNeed.day)), func.min(AdviceNeed.day)).where(
            AdviceNeed.programme_id == programme_id, AdviceNeed.day >= week, AdviceNeed.day < week + WEEK
        )
    ).one()
    return day if day is not None and kept >= (counted or 0) else week


def days_of(period: Period) -> int:
    return (period.end - period.start) // DAY + 1


def _cut(window: Period, first: date | None, last: date) -> Period | None:
    if first is None:
        return None
    start, end = max(window.start, first), min(window.end, last)
    return Period(start, end) if start <= end else None
