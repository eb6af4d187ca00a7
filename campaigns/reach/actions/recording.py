"""Writing readings down: added to the series, never over another one; the same reading twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from campaigns.placements.models import Publication
from campaigns.reach.insights.kept import keep_figures
from campaigns.reach.insights.readings import LONGEST_REASON, Reading
from campaigns.reach.insights.upserts import add_missing
from campaigns.reach.models import Insight
from campaigns.vocabulary import InsightSource


def record_readings(
    session: Session,
    *,
    readings: Iterable[tuple[Publication, Reading]],
    source: InsightSource,
    at: datetime,
    batch_id: int | None = None,
) -> int:
    """Adds readings that hold for the moment `at`; says how many were new."""
    rows, touched = [], set()
    for publication, reading in readings:
        touched.add(publication.id or 0)
        rows.append(
            {
                "publication_id": publication.id,
                "metric": str(reading.metric),
                "value": reading.value,
                "unknown": reading.unknown[:LONGEST_REASON],
                "definition": reading.defined(publication.channel),
                "source": source,
                "batch_id": batch_id,
                "at": at,
            }
        )
    added = add_missing(session, Insight, rows)
    if added:
        keep_figures(session, touched)
    return added
