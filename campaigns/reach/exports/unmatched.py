"""Rows of exports that wait for a person, and those of which a person has said what they are."""

from __future__ import annotations

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from campaigns.errors import NotFound
from campaigns.placements.models import Account
from campaigns.reach.models import InsightBatch, UnmatchedRow


def waiting_exports(session: Session, *, programme_id: int) -> list[tuple[InsightBatch, Account, int]]:
    """Exports of which rows wait for a person, with their accounts and how many rows; the newest first."""
    counted = (
        select_many(col(UnmatchedRow.batch_id), func.count().label("rows"))
        .where(col(UnmatchedRow.programme_id) == programme_id, col(UnmatchedRow.settled_at).is_(None))
        .group_by(col(UnmatchedRow.batch_id))
        .subquery()
    )
    query = (
        select_many(InsightBatch, Account, counted.c.rows)
        .join(counted, counted.c.batch_id == col(InsightBatch.id))
        .join(Account, col(Account.id) == InsightBatch.account_id)
        .order_by(col(InsightBatch.id).desc())
    )
    return [(batch, account, count) for batch, account, count in session.execute(query)]


def open_rows(session: Session, *, programme_id: int, most: int = 100, skip: int = 0) -> list[UnmatchedRow]:
    """Rows that wait for a person, the newest export first."""
    query = (
        select(UnmatchedRow)
        .where(UnmatchedRow.programme_id == programme_id, col(UnmatchedRow.settled_at).is_(None))
        .order_by(col(UnmatchedRow.batch_id).desc(), col(UnmatchedRow.row), col(UnmatchedRow.id))
        .offset(skip)
        .limit(most)
    )
    return list(session.exec(query))


def count_open(session: Session, *, batch: InsightBatch) -> int:
    """How many rows of an export wait for a person."""
    query = select(func.count()).where(
        UnmatchedRow.batch_id == batch.id, col(UnmatchedRow.settled_at).is_(None)
    )
    return session.exec(query).one()


def get_row(session: Session, row_id: int) -> UnmatchedRow:
    """The row with this number; refuses one that does not exist."""
    row = session.get(UnmatchedRow, row_id)
    if row is None:
        raise NotFound("There is no such row any more. Load the page again.")
    return row


def settled_rows(
    session: Session, *, batch: InsightBatch, most: int = 100, skip: int = 0
) -> list[UnmatchedRow]:
    """Rows of an export of which a person has said what they are, those with a post first."""
    query = (
        _settled(batch)
        .order_by(col(UnmatchedRow.publication_id).is_(None), col(UnmatchedRow.row), col(UnmatchedRow.id))
        .offset(skip)
        .limit(most)
    )
    return list(session.exec(query))


def count_settled(session: Session, *, batch: InsightBatch) -> int:
    """How many rows of an export these are."""
    return session.exec(select(func.count()).select_from(_settled(batch).subquery())).one()


def _settled(batch: InsightBatch) -> SelectOfScalar[UnmatchedRow]:
    return select(UnmatchedRow).where(
        UnmatchedRow.batch_id == batch.id, col(UnmatchedRow.settled_at).is_not(None)
    )
