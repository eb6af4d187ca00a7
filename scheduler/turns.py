"""Who prepares which post where many workers share the table: one at a time, so that nothing is uploaded twice.

All workers wake at the same moment and see the same rows. The claim alone decides who sends; but pictures and films
are handed to a channel before it. A turn is a lock of the database's session: it needs no row and no clock, and is
free the moment its worker dies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, Table, bindparam, func, literal, select, text

from campaigns.db import numbers
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus

#: Any number will do, as long as nobody else in this database locks pairs that begin with it.
TURNS = 1_854_071

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]

_TAKE = select(_PLACEMENT.c.id).where(
    _PLACEMENT.c.id.in_(numbers("wanted")),
    _PLACEMENT.c.status == PlacementStatus.SCHEDULED,
    _PLACEMENT.c.next_at <= bindparam("now"),
    func.pg_try_advisory_lock(literal(TURNS), _PLACEMENT.c.id),
)


@contextmanager
def turns_of(engine: Engine, placement_ids: Collection[int], *, now: datetime) -> Iterator[set[int]]:
    """Those of the scheduled rows that it is this worker's turn to prepare, for as long as the block lasts."""
    if engine.dialect.name != "postgresql":
        yield set(placement_ids)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield set(connection.execute(_TAKE, {"wanted": list(placement_ids), "now": now}).scalars())
        finally:
            connection.execute(text("SELECT pg_advisory_unlock_all()"))
