"""Where topics came up: in how many spaces, and in which regions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from campaigns.needs.disclosure import ANCHOR, SMALLEST_IN_A_REGION, suppressed
from campaigns.needs.models import NeedRegion, NeedSpace
from campaigns.needs.series import monday, window_start
from campaigns.people.models import Programme


def space_counts(
    session: Session, *, programme_id: int, since: date, until: date
) -> dict[tuple[str, str], int]:
    """In how many spaces a topic came up in a language."""
    query = (
        select(col(NeedSpace.topic), col(NeedSpace.language), func.count(func.distinct(col(NeedSpace.space))))
        .where(
            col(NeedSpace.programme_id) == programme_id,
            col(NeedSpace.week) >= since,
            col(NeedSpace.week) <= until,
        )
        .group_by(col(NeedSpace.topic), col(NeedSpace.language))
    )
    return {(topic, language): count for topic, language, count in session.execute(query)}


def regions_of_topic(
    session: Session, *, programme: Programme, topic: str, as_of: date
) -> dict[str, int | None]:
    """How often a topic was asked in each region in the radar's usual eight weeks; None where it may not be shown.

    Only through this one window, so that there is nothing to subtract.
    """
    query = (
        select(col(NeedRegion.region), func.sum(col(NeedRegion.asked)))
        .where(
            col(NeedRegion.programme_id) == programme.id,
            col(NeedRegion.topic) == topic,
            col(NeedRegion.week) >= window_start(as_of, ANCHOR),
            col(NeedRegion.week) <= monday(as_of),
        )
        .group_by(col(NeedRegion.region))
    )
    counts = {region: int(asked) for region, asked in session.execute(query)}
    return suppressed(counts, smallest=max(programme.smallest_count, SMALLEST_IN_A_REGION))
