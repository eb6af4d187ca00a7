"""Taking an import back as a whole, but not what another import held, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from campaigns.errors import NotFound
from campaigns.needs.counts.pool import KNOWN, Pool
from campaigns.needs.held import Undone
from campaigns.needs.models import AdviceNeed, NeedBatch, NeedHeld
from campaigns.needs.rules import check_can_undo_import, check_not_undone
from campaigns.people.actor import Actor
from campaigns.people.audit import record

_CHUNK = 500


def undo_import(session: Session, *, batch_id: int, by: Actor | None, now: datetime) -> Undone:
    """Deletes the questions that came in with this batch alone and uncounts them; says how many.

    A question that another batch held as well stays and belongs to that one from now on.
    """
    batch = session.get(NeedBatch, batch_id)
    if batch is None:
        raise NotFound("There is no import {batch}.", batch=batch_id)
    if by is None:
        check_not_undone(batch)
    else:
        check_can_undo_import(by, batch)
    held_here = _contents_held(session, batch_id)
    session.execute(delete(NeedHeld).where(col(NeedHeld.batch_id) == batch_id))
    kept = _hand_over(session, batch)
    pool = Pool(session, batch.programme_id)
    known = [getattr(AdviceNeed, name) for name in KNOWN]
    for row in session.execute(select(*known).where(col(AdviceNeed.batch_id) == batch_id)):
        pool.take_away(dict(zip(KNOWN, row, strict=True)))
    gone = session.execute(delete(AdviceNeed).where(col(AdviceNeed.batch_id) == batch_id))
    _count_copies_again(session, batch.programme_id, held_here)
    pool.save()
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
        kept=sum(kept.values()),
    )
    return Undone(count, kept)


def _contents_held(session: Session, batch_id: int) -> set[str]:
    return set(session.scalars(select(col(NeedHeld.content_hash)).where(col(NeedHeld.batch_id) == batch_id)))


def _hand_over(session: Session, batch: NeedBatch) -> dict[int, int]:
    """Gives the questions of a batch that other batches held to the first of those; says how many each has now."""
    query = (
        select(col(NeedHeld.batch_id), col(NeedHeld.content_hash))
        .join(AdviceNeed, col(AdviceNeed.content_hash) == col(NeedHeld.content_hash))
        .where(col(AdviceNeed.batch_id) == batch.id, col(NeedHeld.batch_id) != batch.id)
        .order_by(col(NeedHeld.batch_id))
    )
    heirs: dict[str, int] = {}
    for other, content in session.execute(query):
        heirs.setdefault(content, other)
    by_heir: dict[int, list[str]] = defaultdict(list)
    for content, heir in heirs.items():
        by_heir[heir].append(content)
    for heir, contents in by_heir.items():
        for some in _chunks(contents):
            session.execute(
                update(AdviceNeed)
                .where(
                    col(AdviceNeed.programme_id) == batch.programme_id,
                    col(AdviceNeed.content_hash).in_(some),
                )
                .values(batch_id=heir)
            )
    _count_copies_again(session, batch.programme_id, heirs)
    return {heir: len(contents) for heir, contents in by_heir.items()}


def _count_copies_again(session: Session, programme_id: int, contents: Collection[str]) -> None:
    """How often a question is grouped is the most that one of the batches that are left held it."""
    for some in _chunks(sorted(contents)):
        copies = dict.fromkeys(some, 1)
        query = select(col(NeedHeld.content_hash), col(NeedHeld.copies)).where(
            col(NeedHeld.content_hash).in_(some)
        )
        for content, count in session.execute(query):
            copies[content] = max(copies[content], count)
        by_count: dict[int, list[str]] = defaultdict(list)
        for content, count in copies.items():
            by_count[count].append(content)
        for count, alike in by_count.items():
            session.execute(
                update(AdviceNeed)
                .where(col(AdviceNeed.programme_id) == programme_id, col(AdviceNeed.content_hash).in_(alike))
                .values(copies=count)
            )


def _chunks(contents: Sequence[str]) -> Iterator[Sequence[str]]:
    return (contents[start : start + _CHUNK] for start in range(0, len(contents), _CHUNK))
