"""The radar of one region: the same judgement on that region's own past, in steps of its own.

A region is a part of all of them: its steps are told only in weeks in which the topic takes one in all regions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from campaigns.needs.counts.disclosure import ANCHOR, SMALLEST_COUNT, SMALLEST_IN_A_REGION, WINDOWS
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.queries import week_counts
from campaigns.needs.radar.covered import Coverage
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.places import BY_LANGUAGE, TOGETHER, region_counts
from campaigns.needs.radar.ranking import RadarInput, RadarRow, WeekCount, law_changes_ahead, monday, radar
from campaigns.needs.radar.series import Wholes, steps_by_cell
from campaigns.people.models import Programme


def radar_of_region(
    session: Session,
    *,
    programme: Programme,
    region: str,
    as_of: date,
    weeks: int = ANCHOR,
    covered: Mapping[tuple[str, str], Coverage] | None = None,
    law_changes: Mapping[str, LawChange] | None = None,
) -> list[RadarRow]:
    """Topics × languages of a region, the most urgent first. What may not be shown has no row: few and none are the
    same to the reader.
    """
    programme_id, until = programme.id or 0, monday(as_of)
    part = part_of(
        week_counts(session, programme_id=programme_id, until=until),
        region_counts(session, programme_id=programme_id, region=region, until=until),
        as_of=as_of,
        smallest=programme.smallest_count,
    )
    rows = radar(
        RadarInput(
            as_of=as_of,
            weeks=weeks,
            smallest_count=max(programme.smallest_count, SMALLEST_IN_A_REGION),
            counts=part.counts,
            wholes=part.wholes,
            covered=_as_covered(covered or {}),
            law_changes=law_changes_ahead(as_of) if law_changes is None else law_changes,
        ),
        book=book_of(session, programme_id),
    )
    return [row for row in rows if row.count is not None]


def languages_asked(session: Session, *, programme: Programme, region: str, as_of: date) -> frozenset[str]:
    """The languages in which a region asks, whatever the topic, in half a year, as far as it may be told.

    Half a year, because who lives in a region changes slowly, and eight weeks of it are too few in most languages.
    """
    programme_id, until = programme.id or 0, monday(as_of)
    everywhere = week_counts(session, programme_id=programme_id, until=until)
    here = region_counts(session, programme_id=programme_id, region=region, until=until)
    return languages_of(everywhere, here, as_of=as_of, smallest=programme.smallest_count)


def languages_of(
    everywhere: Sequence[WeekCount], here: Sequence[WeekCount], *, as_of: date, smallest: int
) -> frozenset[str]:
    """The languages in which a region took a step in the longest window, over all topics."""
    all_topics, all_here = ([one._replace(topic="") for one in counts] for counts in (everywhere, here))
    wholes = steps_by_cell(all_topics, as_of=as_of, smallest=max(smallest, SMALLEST_COUNT))
    steps = steps_by_cell(all_here, as_of=as_of, smallest=max(smallest, SMALLEST_IN_A_REGION), wholes=wholes)
    return frozenset(
        language for (_topic, language), own in steps.items() if language and own.last(WINDOWS[-1])
    )


class Part(NamedTuple):
    """The counts of a region as they may be looked at, and the steps of all regions."""

    counts: Sequence[WeekCount]
    wholes: Wholes


def part_of(
    everywhere: Sequence[WeekCount], here: Sequence[WeekCount], *, as_of: date, smallest: int
) -> Part:
    """A region's counts, with the languages of a topic together where it is asked less than `BY_LANGUAGE` times.

    Or hardly a region would reach the smallest count.
    """
    smallest = max(smallest, SMALLEST_COUNT)
    steps = steps_by_cell(everywhere, as_of=as_of, smallest=smallest)
    asked: Counter[str] = Counter()
    for (topic, _language), own in steps.items():
        asked[topic] += own.last(ANCHOR)
    apart = frozenset(topic for topic, count in asked.items() if count >= BY_LANGUAGE)
    wholes = steps_by_cell(_together(everywhere, apart), as_of=as_of, smallest=smallest)
    return Part(_together(here, apart), wholes)


def _together(counts: Sequence[WeekCount], apart: Collection[str]) -> list[WeekCount]:
    """The counts with the languages of a topic together but for those that stand `apart`."""
    return [one if one.topic in apart else one._replace(language=TOGETHER) for one in counts]


def _as_covered(covered: Mapping[tuple[str, str], Coverage]) -> dict[tuple[str, str], Coverage]:
    """The campaigns by topic and language, and for all languages together the one that began last."""
    newest: dict[tuple[str, str], Coverage] = {}
    for (topic, _language), one in sorted(covered.items(), key=lambda item: (item[1].answers, item[1].day)):
        newest[topic, TOGETHER] = one
    return {**covered, **newest}
