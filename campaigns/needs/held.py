"""What undoing an import takes out, and what stays because other imports held it, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from campaigns.needs.models import AdviceNeed, NeedBatch, NeedHeld


@dataclass(frozen=True)
class Undone:
    """How many questions go, and how many stay in each other batch that held them (by its id)."""

    deleted: int
    kept: Mapping[int, int] = field(default_factory=dict)


def what_undoing_does(
    session: Session, *, programme_id: int, batch_ids: Collection[int]
) -> dict[int, Undone]:
    """For each batch, what would become of its questions if it alone was undone now."""
    counts = select(col(AdviceNeed.batch_id), func.count()).where(col(AdviceNeed.batch_id).in_(batch_ids))
    owned = {row[0]: row[1] for row in session.execute(counts.group_by(col(AdviceNeed.batch_id)))}
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    for owner, heir, count in session.execute(_heirs(programme_id, batch_ids)):
        kept[owner][heir] = count
    return {
        batch: Undone(owned.get(batch, 0) - sum(kept[batch].values()), dict(kept[batch]))
        for batch in batch_ids
    }


def batches_of(session: Session, ids: Collection[int]) -> dict[int, NeedBatch]:
    """Batches by id."""
    found = session.scalars(select(NeedBatch).where(col(NeedBatch.id).in_(ids)))
    return {row.id or 0: row for row in found}


def _heirs(programme_id: int, batch_ids: Collection[int]) -> Select[tuple[int, int, int]]:
    """Owner, the first other batch that held a question, and of how many that is so."""
    # Both know the programme, so that a database begins with what is held twice: that is little.
    first = (
        select(col(AdviceNeed.batch_id).label("owner"), func.min(col(NeedHeld.batch_id)).label("heir"))
        .join(NeedHeld, col(NeedHeld.content_hash) == col(AdviceNeed.content_hash))
        .where(
            col(NeedHeld.programme_id) == programme_id,
            col(AdviceNeed.programme_id) == programme_id,
            col(AdviceNeed.batch_id).in_(batch_ids),
            col(NeedHeld.batch_id) != col(AdviceNeed.batch_id),
        )
        .group_by(col(AdviceNeed.batch_id), col(AdviceNeed.content_hash))
        .subquery()
    )
    return select(first.c.owner, first.c.heir, func.count()).group_by(first.c.owner, first.c.heir)
