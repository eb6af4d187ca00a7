"""How many follow each account, as its exports tell: on the first and the last day known of a period, never added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.placements.models import Account
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.models import AccountDay
from campaigns.reach.report.asked import Period


@dataclass(frozen=True)
class FollowerRow:
    """An account of which any day of the period is known."""

    account: str
    channel: str
    first: int
    first_on: date
    last: int
    last_on: date
    account_id: int = 0


@dataclass(frozen=True)
class FollowerDay:
    """How many followed an account on one day."""

    account_id: int
    account: str
    channel: str
    day: date
    followers: int


def follower_days(session: Session, *, programme_id: int, period: Period) -> list[FollowerDay]:
    """Each day of the period of which any account of a programme tells it; of two exports the later one holds."""
    query = (
        select(Account, col(AccountDay.day), col(AccountDay.value))
        .join(AccountDay, col(AccountDay.account_id) == Account.id)
        .where(
            col(Account.programme_id) == programme_id,
            col(AccountDay.metric) == Metric.FOLLOWERS,
            col(AccountDay.day).between(period.start, period.end),
            col(AccountDay.value).is_not(None),
        )
        .order_by(
            col(Account.name), col(Account.id), col(AccountDay.day), col(AccountDay.at), col(AccountDay.id)
        )
    )
    found: dict[tuple[int, date], FollowerDay] = {}
    for account, day, value in session.execute(query):
        found[account.id, day] = FollowerDay(account.id, account.name, account.channel, day, value)
    return list(found.values())


def followers_of(session: Session, *, programme_id: int, period: Period) -> list[FollowerRow]:
    """The accounts of a programme that tell their followers."""
    accounts: dict[int, list[FollowerDay]] = {}
    for row in follower_days(session, programme_id=programme_id, period=period):
        accounts.setdefault(row.account_id, []).append(row)
    return [
        FollowerRow(
            first.account,
            first.channel,
            first.followers,
            first.day,
            last.followers,
            last.day,
            first.account_id,
        )
        for first, last in ((days[0], days[-1]) for days in accounts.values())
    ]
