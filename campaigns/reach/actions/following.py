"""Writing down how many follow our accounts: one figure an account and day, asked of the channel."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, exists, select

from campaigns.clock import wall_time
from campaigns.placements.models import Account
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import AccountDay
from campaigns.vocabulary import InsightSource


def accounts_to_count(session: Session, *, channels: Collection[str], now: datetime) -> list[int]:
    """Accounts of these channels in good health that have told nothing yet on this day of their own zone."""
    accounts = session.exec(
        select(Account).where(col(Account.channel).in_(list(channels)), Account.health == "")
    ).all()
    return [account.id or 0 for account in accounts if not _is_known(session, account, now)]


def keep_followers(session: Session, *, account_id: int, reading: Reading, now: datetime) -> None:
    """Adds what the channel told today, also that it did not; the first word of a day holds."""
    account = session.get_one(Account, account_id)
    if _is_known(session, account, now):
        return
    session.add(
        AccountDay(
            account_id=account_id,
            metric=Metric.FOLLOWERS,
            day=wall_time(now, account.zone).date(),
            value=reading.value,
            unknown=reading.unknown,
            definition=reading.defined(account.channel),
            source=InsightSource.API,
            at=now,
        )
    )


def _is_known(session: Session, account: Account, now: datetime) -> bool:
    return bool(
        session.scalar(
            select(
                exists().where(
                    col(AccountDay.account_id) == account.id,
                    col(AccountDay.metric) == Metric.FOLLOWERS,
                    col(AccountDay.source) == InsightSource.API,
                    col(AccountDay.day) == wall_time(now, account.zone).date(),
                )
            )
        )
    )
