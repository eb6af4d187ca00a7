"""What was asked after the last post of a campaign, beside before: whole weeks, in steps (docs/decisions, 72)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from campaigns.people.models import Programme
from campaigns.reach.disclosure.suppression import Count, with_small
from campaigns.reach.report.asked import DAY, WEEK, Period, asked
from campaigns.reach.report.comparing import Interval, Ratio, widest_ratio
from campaigns.reach.report.observed import LEAST_DAYS, Observed, days_of


@dataclass(frozen=True)
class After:
    """The days from the Monday after the last post so far until now. `asked` is None before a whole week of them is
    over: then it is told from `told_from` on.

    `ratio`: how many times as often was asked a week as before the campaign; None where one of both is not told.
    """

    period: Period
    told_from: date
    asked: Count | None = None
    ratio: Ratio | None = None


def after_last_post(
    session: Session,
    programme: Programme,
    topic: str,
    *,
    last_post: date,
    observed: Observed,
    before: Count,
    languages: Collection[str],
) -> After | None:
    """What is told of the weeks after the last post; None where the report ends before they begin.

    `languages` are those of the report's table, small ones count with all that they may be.
    """
    if observed.during is None:
        return None
    start = last_post - timedelta(days=last_post.weekday()) + WEEK
    told_from = start + (LEAST_DAYS - 1) * DAY
    if observed.during.end < told_from:
        return After(Period(start, told_from), told_from)
    period = Period(start, observed.during.end)
    found = asked(session, programme, topic, period)
    total = with_small(found.languages.total, [found.of(code) for code in languages])
    return After(period, told_from, total, _ratio(before, total, observed, period))


def _ratio(before: Count, after: Count, observed: Observed, period: Period) -> Ratio | None:
    if observed.before is None or days_of(observed.before) < LEAST_DAYS:
        return None
    if before.shown is None or after.shown is None:
        return None
    earlier, later = (Interval(count.shown or 0, *count.limits) for count in (before, after))
    return widest_ratio(earlier, observed.before.weeks, later, period.weeks)
