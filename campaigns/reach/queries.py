"""Reading what came in and what stands in the series."""

from __future__ import annotations

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.placements.models import Account
from campaigns.reach.models import LIMITS, Insight, InsightBatch, InsightLatest
from campaigns.vocabulary import InsightSource


def recent_exports(
    session: Session, *, programme_id: int, most: int = 30
) -> list[tuple[InsightBatch, Account]]:
    """Exports that were taken in, the newest first, with their accounts."""
    query = (
        select_many(InsightBatch, Account)
        .join(Account, col(Account.id) == InsightBatch.account_id)
        .where(col(InsightBatch.programme_id) == programme_id, col(InsightBatch.source) == InsightSource.FILE)
        .order_by(col(InsightBatch.at).desc(), col(InsightBatch.id).desc())
        .limit(most)
    )
    return [(batch, account) for batch, account in session.execute(query)]


def series_of(session: Session, publication_id: int) -> list[Insight]:
    """Every reading of a publication, the newest first."""
    query = (
        select(Insight)
        .where(Insight.publication_id == publication_id)
        .order_by(col(Insight.at).desc(), col(Insight.metric), col(Insight.id))
    )
    return list(session.exec(query))


def screenshots_of(session: Session, publication_id: int) -> dict[int, str]:
    """The screenshots from which a publication's figures were read off: digests by the batch of their readings."""
    query = (
        select_many(col(InsightBatch.id), col(InsightBatch.evidence))
        .join(Insight, col(Insight.batch_id) == InsightBatch.id)
        .where(col(Insight.publication_id) == publication_id, col(InsightBatch.evidence).is_not(None))
        .distinct()
    )
    return {row[0]: row[1] for row in session.execute(query)}


def limits_of(session: Session, publication_id: int) -> dict[tuple[int, str], tuple[int, int]]:
    """What shortened counts of a publication may stand for, by the batch of their reading and the figure."""
    query = (
        select_many(col(InsightBatch.id), col(InsightBatch.report))
        .join(Insight, col(Insight.batch_id) == InsightBatch.id)
        .where(col(Insight.publication_id) == publication_id, col(InsightBatch.source) == InsightSource.FILE)
        .order_by(col(InsightBatch.id))
    )
    return {
        (batch_id, metric): (low, high)
        for batch_id, report in session.execute(query)
        for metric, (low, high) in (report or {}).get(LIMITS, {}).get(str(publication_id), {}).items()
    }


def latest_of(session: Session, publication_id: int) -> list[InsightLatest]:
    """The newest known value of each counter of a publication."""
    return list(
        session.exec(
            select(InsightLatest)
            .where(InsightLatest.publication_id == publication_id)
            .order_by(col(InsightLatest.metric))
        )
    )
