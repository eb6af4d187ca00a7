"""Taking an export of figures back as a whole: what it brought is gone, and what was known before holds again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.clock import parse_instant
from campaigns.errors import Conflict, NotFound
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.reach.insights.kept import keep_again
from campaigns.reach.models import AccountDay, Insight, InsightBatch, UnmatchedRow
from campaigns.reach.rules import check_can_import_figures
from campaigns.vocabulary import InsightSource


def undo_figures(session: Session, *, batch_id: int, by: Actor | None, now: datetime) -> int:
    """Deletes the readings, days and unmatched rows that came in with this export; says how many readings and days.

    The batch itself stays and says that it was undone; the same export can then be taken in again. Reports that were
    fixed meanwhile stay as they are.
    """
    if by is not None:
        check_can_import_figures(by)
    batch = get_export(session, batch_id)
    if undone_at(batch) is not None:
        raise Conflict("This import was already undone. Nothing was changed.")
    touched = set(session.exec(select(Insight.publication_id).where(Insight.batch_id == batch_id)))
    gone = 0
    for table in (Insight, AccountDay, UnmatchedRow):
        done = session.execute(delete(table).where(col(table.batch_id) == batch_id))
        gone += done.rowcount if table is not UnmatchedRow else 0  # type: ignore[attr-defined]
    keep_again(session, touched)
    batch.content_digest = None
    batch.report = {**batch.report, "undone": now.isoformat()}
    session.add(batch)
    session.flush()
    record(
        session,
        action="undo_figures",
        subject="insight_batch",
        subject_id=batch_id,
        by=by,
        programme_id=batch.programme_id,
        now=now,
        deleted=gone,
    )
    return gone


def get_export(session: Session, batch_id: int) -> InsightBatch:
    """The export with this number; refuses one that does not exist."""
    batch = session.get(InsightBatch, batch_id)
    if batch is None or batch.source is not InsightSource.FILE:
        raise NotFound("There is no such import.")
    return batch


def undone_at(batch: InsightBatch) -> datetime | None:
    """When the export was taken back; None while it holds."""
    said = batch.report.get("undone")
    return parse_instant(said) if said else None
