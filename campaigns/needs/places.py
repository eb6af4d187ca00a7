"""Where topics came up: in how many spaces, and in which regions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from campaigns.needs.disclosure import (
    ANCHOR,
    SMALLEST_IN_A_REGION,
    WINDOWS,
    in_steps,
    shown_in_regions,
    told_in_regions,
)
from campaigns.needs.models import NeedRegion, NeedSpace, NeedWeek
from campaigns.needs.series import WEEK, WeekCount, monday, window_start
from campaigns.people.models import Programme

#: The language of counts over all languages (ISO 639-2).
TOGETHER = "mul"
#: From so many questions in eight weeks on, a topic's regions are counted by language.
BY_LANGUAGE = 400


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


def region_counts(
    session: Session, *, programme_id: int, region: str, since: date, until: date
) -> list[WeekCount]:
    """Weekly counts of one region by topic and language."""
    weeks = [since + at * WEEK for at in range((until - since) // WEEK + 1)]
    query = select(
        col(NeedRegion.week),
        col(NeedRegion.topic),
        col(NeedRegion.language),
        col(NeedRegion.asked),
        col(NeedRegion.corrected),
    ).where(
        col(NeedRegion.programme_id) == programme_id,
        col(NeedRegion.week).in_(weeks),
        col(NeedRegion.region) == region,
    )
    return [
        WeekCount(week, topic, language, asked, corrected=corrected)
        for week, topic, language, asked, corrected in session.execute(query)
    ]


def regions_shown(
    session: Session, *, programme: Programme, as_of: date, topic: str | None = None
) -> dict[tuple[str, str], dict[str, int]]:
    """By (topic, language), the regions whose counts in the radar's usual eight weeks may be shown.

    A topic that is asked less than `BY_LANGUAGE` times is counted in all languages together (`TOGETHER`), or hardly a
    region would reach the smallest count; never both, because then one could be subtracted from the other. Only
    through this one window, for the same reason. Totals are those that stand on the radar.
    """
    programme_id = programme.id or 0
    span = (window_start(as_of, ANCHOR), monday(as_of))
    totals = {
        (found, language): int(asked)
        for found, language, asked in session.execute(_sums(NeedWeek, programme_id, span, topic))
        if asked >= programme.smallest_count
    }
    apart = topics_apart(totals)
    by_region: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for found, language, region, asked in session.execute(_sums(NeedRegion, programme_id, span, topic)):
        by_region[found, language if found in apart else TOGETHER][region] += int(asked)
    together: Counter[tuple[str, str]] = Counter()
    for (found, language), asked in totals.items():
        together[found, language if found in apart else TOGETHER] += asked
    smallest = max(programme.smallest_count, SMALLEST_IN_A_REGION)
    found = {}
    for key, counts in by_region.items():
        shown = shown_in_regions(together[key], counts, smallest=smallest, rest=programme.smallest_count)
        if shown:
            found[key] = {region: in_steps(count, smallest=smallest) for region, count in shown.items()}
    return found


def topics_apart(totals: Mapping[tuple[str, str], int]) -> frozenset[str]:
    """The topics whose regions are counted by language, from the totals that stand on the radar."""
    asked: Counter[str] = Counter()
    for (topic, _language), count in totals.items():
        asked[topic] += count
    return frozenset(topic for topic, count in asked.items() if count >= BY_LANGUAGE)


def regions_of_topic(session: Session, *, programme: Programme, topic: str, as_of: date) -> dict[str, int]:
    """How often a topic was asked at least in each region, as far as it may be told: the sum of what is shown."""
    shown = regions_shown(session, programme=programme, as_of=as_of, topic=topic)
    found: Counter[str] = Counter()
    for counts in shown.values():
        found.update(counts)
    return dict(found.most_common())


def regions_asked(session: Session, *, programme_id: int, as_of: date) -> list[str]:
    """The regions that asked anything in the radar's usual eight weeks."""
    query = select(col(NeedRegion.region)).where(
        col(NeedRegion.programme_id) == programme_id,
        col(NeedRegion.week) >= window_start(as_of, ANCHOR),
        col(NeedRegion.week) <= monday(as_of),
    )
    return sorted(session.scalars(query.distinct()))


def languages_asked(session: Session, *, programme: Programme, region: str, as_of: date) -> frozenset[str]:
    """The languages in which a region asks, whatever the topic, in the last half year, as far as it may be told.

    Half a year, because who lives in a region changes slowly, and eight weeks of it are too few in most languages.
    """
    query = (
        select(col(NeedRegion.region), col(NeedRegion.language), func.sum(col(NeedRegion.asked)))
        .where(
            col(NeedRegion.programme_id) == programme.id,
            col(NeedRegion.week) >= window_start(as_of, WINDOWS[-1]),
            col(NeedRegion.week) <= monday(as_of),
        )
        .group_by(col(NeedRegion.region), col(NeedRegion.language))
    )
    counts = {(where, code): int(asked) for where, code, asked in session.execute(query)}
    told = told_in_regions(counts, smallest=max(programme.smallest_count, SMALLEST_IN_A_REGION))
    return frozenset(code for where, code in told if where == region)


def _sums(
    table: type[NeedRegion] | type[NeedWeek], programme_id: int, span: tuple[date, date], topic: str | None
) -> Any:
    """Sums over weeks by topic, language and, where the table has it, region."""
    keys = [col(table.topic), col(table.language)]
    if table is NeedRegion:
        keys.append(col(NeedRegion.region))
    query = (
        select(*keys, func.sum(col(table.asked)))
        .where(
            col(table.programme_id) == programme_id, col(table.week) >= span[0], col(table.week) <= span[1]
        )
        .group_by(*keys)
    )
    return query.where(col(table.topic) == topic) if topic else query
