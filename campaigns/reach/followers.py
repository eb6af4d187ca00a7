"""How many follow each account, as its exports tell: on the first and the last day known of a period, never added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.placements.models import Account
from campaigns.reach.asked import Period
from campaigns.reach.metrics import Metric
from campaigns.reach.models import AccountDay


@dataclass(frozen=True)
class FollowerRow:
    """An account of which any day of the period is known."""

    account: str
    channel: str
    first: int
    first_on: date
    last: int
    last_on: date


def followers_of(session: Session, *, programme_id: int, period: Period) -> list[FollowerRow]:
    """The accounts of a programme that tell their followers; of two exports the later one holds for a day."""
    query = (
        select(Account, col(AccountDay.day), col(AccountDay.value))
        .join(AccountDay, col(AccountDay.account_id) == Account.id)
        .where(
            col(Account.programme_id) == programme_id,
            col(AccountDay.metric) == Metric.FOLLOWERS,
            col(AccountDay.day).between(period.start, period.end),
            col(AccountDay.value).is_not(None),
        )
        .order_by(col(Account.name), col(AccountDay.day), col(AccountDay.at), col(AccountDay.id))
    )
    found: dict[int, tuple[Account, dict[date, int]]] = {}
    for account, day, value in session.execute(query):
        found.setdefault(account.id, (account, {}))[1][day] = value
    return [
        FollowerRow(account.name, account.channel, days[min(days)], min(days), days[max(days)], max(days))
        for account, days in found.values()
    ]
