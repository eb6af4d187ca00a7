"""What a report is made of: campaigns of a programme, and the days it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput, NotFound
from campaigns.people.models import Programme
from campaigns.reach.insights.kept import missing_rows, reach_rows
from campaigns.reach.models import ReachRow
from campaigns.reach.report.asked import Period
from campaigns.reach.report.posts import Scope
from campaigns.reach.report.windows import HALF_A_YEAR

#: Years that a report may begin and end in: before and after, a window beside it would leave the calendar.
FIRST_YEAR, LAST_YEAR = 1990, 2999


@dataclass(frozen=True)
class Chosen:
    """What a report is made of: campaigns of a programme and a period. `only` is the campaign of a report on one.

    `usual` is the period that a report has for which nobody chose another.
    """

    programme: Programme
    campaigns: Sequence[Campaign]
    period: Period
    usual: Period
    only: Campaign | None = None

    @property
    def title(self) -> str:
        return self.only.title if self.only else self.programme.name

    @property
    def scope(self) -> Scope:
        ids = tuple(item.id or 0 for item in self.campaigns)
        return Scope(self.programme.id or 0, ids, self.period.start, self.period.end)


def choose_campaign(
    session: Session, *, campaign_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Chosen:
    """One campaign, from its first day (or `start`) until today (or `end`).

    The first day is the planned one, or that of its first publication where somebody was earlier.
    """
    campaign = get_campaign(session, campaign_id)
    programme = _programme(session, campaign.programme_id)
    first = _first_days(session, [campaign])[campaign_id]
    today = wall_time(now, programme.zone).date()
    start = start or first
    period = _period(start, end or max(today, start))
    return Chosen(programme, [campaign], period, Period(first, max(today, first)), campaign)


def choose_programme(
    session: Session, *, programme_id: int, now: datetime, start: date | None = None, end: date | None = None
) -> Chosen:
    """The campaigns that ran in a period; without one, in the last half-year."""
    programme = _programme(session, programme_id)
    today = wall_time(now, programme.zone).date()
    usual = Period(today - HALF_A_YEAR, today)
    period = _period(start or usual.start, end or usual.end)
    campaigns = session.exec(
        select(Campaign)
        .where(Campaign.programme_id == programme_id)
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    ).all()
    first = _first_days(session, campaigns)
    running = [
        item
        for item in campaigns
        if first[item.id or 0] <= period.end and (item.ends_on is None or item.ends_on >= period.start)
    ]
    return Chosen(programme, running, period, usual)


def _period(start: date, end: date) -> Period:
    if start.year < FIRST_YEAR:
        raise BadInput("Nothing is kept of days so long ago. Choose a later start.", field="start")
    if end.year > LAST_YEAR:
        raise BadInput("The report ends too far ahead. Choose an earlier end.", field="end")
    if end < start:
        raise BadInput("The report ends before it starts. Choose a later end.", field="end")
    return Period(start, end)


def _first_days(session: Session, campaigns: Sequence[Campaign]) -> dict[int, date]:
    """The day on which each campaign began: the planned one, or its first publication if that was earlier."""
    ids = [item.id or 0 for item in campaigns]
    query = (
        select_many(col(ReachRow.campaign_id), func.min(ReachRow.day))
        .where(col(ReachRow.campaign_id).in_(ids))
        .group_by(col(ReachRow.campaign_id))
    )
    first = {item.id or 0: item.starts_on for item in campaigns}
    for campaign_id, day in session.execute(query):
        first[campaign_id] = min(day, first[campaign_id])
    for programme_id in {item.programme_id for item in campaigns}:
        ids = missing_rows(session, programme_id=programme_id)
        for row in reach_rows(session, ids, {}) if ids else ():
            if row["campaign_id"] in first:
                first[row["campaign_id"]] = min(row["day"], first[row["campaign_id"]])
    return first


def _programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("There is no programme {id}.", id=programme_id)
    return programme
