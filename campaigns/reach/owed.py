"""Reports that are owed on a day: which ones are due, and when the next one is."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.people.models import Programme
from campaigns.reach.models import ReportDue

#: The hour of the programme's place at which an owed report is made: before anybody opens their mail.
HOUR = 6


@dataclass(frozen=True)
class Term:
    """A period that funders ask about, and the day on which its report is usually owed."""

    starts_on: date
    ends_on: date
    due_on: date


def half_years(today: date) -> list[Term]:
    """The half-year that is over, the one that runs, and the next one; each owed at the end of the month after it."""
    first = date(today.year, 1 if today.month <= 6 else 7, 1)
    return [_half_year(_shift(first, months)) for months in (-6, 0, 6)]


def owed(session: Session, *, programme_id: int) -> list[ReportDue]:
    """What a programme owes, the nearest first."""
    query = select(ReportDue).where(ReportDue.programme_id == programme_id, col(ReportDue.sent_at).is_(None))
    return list(session.exec(query.order_by(col(ReportDue.due_on), col(ReportDue.id))))


def owed_now(session: Session, *, now: datetime) -> Sequence[ReportDue]:
    """What is to be made now, by the clocks of the programmes."""
    query = (
        select(ReportDue, Programme)
        .join(Programme, col(Programme.id) == ReportDue.programme_id)
        .where(col(ReportDue.sent_at).is_(None), col(ReportDue.due_on) <= (now + timedelta(days=1)).date())
        .order_by(col(ReportDue.due_on), col(ReportDue.id))
    )
    return [due for due, programme in session.exec(query) if _is_time(due, wall_time(now, programme.zone))]


def next_term(due: ReportDue) -> Term | None:
    """The period after this one, of the same length in months; None for a report that is owed once."""
    if not due.every_months:
        return None
    return Term(
        starts_on=_shift(due.starts_on, due.every_months),
        ends_on=_shift_end(due.ends_on, due.every_months),
        due_on=_shift_end(due.due_on, due.every_months),
    )


def _is_time(due: ReportDue, local: datetime) -> bool:
    return due.due_on < local.date() or (due.due_on == local.date() and local.hour >= HOUR)


def _half_year(first: date) -> Term:
    return Term(first, _shift(first, 6) - timedelta(days=1), _shift(first, 7) - timedelta(days=1))


def _shift(day: date, months: int) -> date:
    """The same day of another month, or its last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _shift_end(day: date, months: int) -> date:
    """As `_shift`, and the last day of a month stays the last day."""
    shifted = _shift(day, months)
    if day.day < calendar.monthrange(day.year, day.month)[1]:
        return shifted
    return shifted.replace(day=calendar.monthrange(shifted.year, shifted.month)[1])
