"""Where topics came up: in how many spaces, and in which regions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from campaigns.needs.models import NeedRegion, NeedSpace
from campaigns.needs.radar.series import PAST_WEEKS, QUARTER, WEEK, WeekCount, quarter_before, window_start

#: The language of counts over all languages (ISO 639-2).
TOGETHER = "mul"
#: From so many questions in eight weeks on, a topic's regions are counted by language.
BY_LANGUAGE = 400


def space_counts(session: Session, *, programme_id: int, as_of: date) -> dict[tuple[str, str], int]:
    """In how many spaces a topic came up in a language in the last quarter that was over.

    Of a window that moves on week by week each change would tell that a week held a question from a new space.
    """
    until = quarter_before(as_of)
    query = (
        select(col(NeedSpace.topic), col(NeedSpace.language), func.count(func.distinct(col(NeedSpace.space))))
        .where(
            col(NeedSpace.programme_id) == programme_id,
            col(NeedSpace.week) >= until - QUARTER,
            col(NeedSpace.week) < until,
        )
        .group_by(col(NeedSpace.topic), col(NeedSpace.language))
    )
    return {(topic, language): count for topic, language, count in session.execute(query)}


def region_counts(session: Session, *, programme_id: int, region: str, until: date) -> list[WeekCount]:
    """Weekly counts of one region by topic and language, since the first question, as `week_counts` gives them."""
    since = window_start(until, PAST_WEEKS)
    weeks = [since + at * WEEK for at in range(PAST_WEEKS)]
    keys = (col(NeedRegion.topic), col(NeedRegion.language))
    numbers = (col(NeedRegion.asked), col(NeedRegion.corrected))
    there = (col(NeedRegion.programme_id) == programme_id, col(NeedRegion.region) == region)
    recent = select(col(NeedRegion.week), *keys, *numbers).where(col(NeedRegion.week).in_(weeks), *there)
    older = select(*keys, *map(func.sum, numbers)).where(col(NeedRegion.week) < since, *there).group_by(*keys)
    found = [(week, *row) for week, *row in session.execute(recent)]
    found += [(since - WEEK, *row) for row in session.execute(older)]
    return [
        WeekCount(week, topic, language, asked, corrected=corrected)
        for week, topic, language, asked, corrected in found
    ]


def knows_regions(session: Session, *, programme_id: int) -> bool:
    """Whether any question's region was counted. Which regions asked at all would tell of single questions."""
    query = select(col(NeedRegion.region)).where(col(NeedRegion.programme_id) == programme_id)
    return session.execute(query.limit(1)).first() is not None
