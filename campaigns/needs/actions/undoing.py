"""Taking an import back as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from campaigns.errors import NotFound
from campaigns.needs.models import AdviceNeed, NeedBatch
from campaigns.needs.rollup import COUNTED, WeekTally
from campaigns.needs.rules import check_can_undo_import, check_not_undone
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def undo_import(session: Session, *, batch_id: int, by: Actor | None, now: datetime) -> int:
    """Deletes the questions that came in with this batch and uncounts them; says how many."""
    batch = session.get(NeedBatch, batch_id)
    if batch is None:
        raise NotFound("There is no import {batch}.", batch=batch_id)
    if by is None:
        check_not_undone(batch)
    else:
        check_can_undo_import(by, batch)
    tally = WeekTally()
    counted = [getattr(AdviceNeed, name) for name in COUNTED]
    for row in session.execute(select(*counted).where(col(AdviceNeed.batch_id) == batch_id)):
        tally.take_away(dict(zip(COUNTED, row, strict=True)))
    gone = session.execute(delete(AdviceNeed).where(col(AdviceNeed.batch_id) == batch_id))
    tally.save(session, batch.programme_id)
    batch.undone_at = now
    session.add(batch)
    count = int(gone.rowcount)  # type: ignore[attr-defined]
    record(
        session,
        action="undo_import",
        subject="need_batch",
        subject_id=batch_id,
        by=by,
        programme_id=batch.programme_id,
        now=now,
        deleted=count,
    )
    return count
