"""What came in, as a list to read: each file is a line, and so are the single questions of a day from one hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.needs.models import NeedBatch
from campaigns.needs.queries import recent_batches

#: Sources that bring a question or a few at a time.
SINGLY = ("entry", "api")
#: So many batches are looked through for the lines.
LOOKED_THROUGH = 200
LINES = 20


@dataclass(frozen=True)
class Arrival:
    """One line: a file, or what one person or program brought singly on a day. The newest batch first."""

    batches: Sequence[NeedBatch]

    @property
    def newest(self) -> NeedBatch:
        return self.batches[0]

    def sum_of(self, count: str) -> int:
        """A count of the batches' reports, added up."""
        return sum(batch.report.get(count) or 0 for batch in self.batches)


def arrivals(session: Session, *, programme_id: int, zone: str) -> list[Arrival]:
    """The newest lines first. Days are those of the programme's zone."""
    lines: dict[tuple[object, ...], list[NeedBatch]] = {}
    for batch in recent_batches(session, programme_id=programme_id, limit=LOOKED_THROUGH):
        lines.setdefault(_line(batch, zone), []).append(batch)
    return [Arrival(batches) for batches in lines.values()][:LINES]


def _line(batch: NeedBatch, zone: str) -> tuple[object, ...]:
    if batch.source not in SINGLY:
        return (batch.id,)
    day: date = wall_time(batch.created_at, zone).date()
    return (batch.source, batch.created_by, batch.report.get("sender"), day)
