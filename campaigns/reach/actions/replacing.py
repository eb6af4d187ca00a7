"""Which figures of a post new readings would replace: a person is shown them, or a wrong post goes unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.placements.models import Publication
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import InsightLatest
from campaigns.reach.report.clicked import MANY


@dataclass(frozen=True)
class Replaced:
    """A figure of a publication, and what it becomes."""

    publication_id: int
    metric: Metric
    old: int
    new: int


def replaced_by(
    session: Session, readings: Sequence[tuple[Publication, Reading]], *, at: datetime
) -> list[Replaced]:
    """Where another value is the newest one now. Readings that are older than that replace nothing."""
    latest = _latest(session, sorted({publication.id or 0 for publication, _reading in readings}))
    found = []
    for publication, reading in readings:
        old = latest.get((publication.id or 0, str(reading.metric)))
        if old is None or old.value is None or reading.value is None or (old.at and old.at > at):
            continue
        if old.value != reading.value:
            found.append(Replaced(publication.id or 0, reading.metric, old.value, reading.value))
    return found


def _latest(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], InsightLatest]:
    found: dict[tuple[int, str], InsightLatest] = {}
    for start in range(0, len(ids), MANY):
        query = select(InsightLatest).where(col(InsightLatest.publication_id).in_(ids[start : start + MANY]))
        found |= {(row.publication_id, row.metric): row for row in session.exec(query)}
    return found
