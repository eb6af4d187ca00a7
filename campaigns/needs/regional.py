"""The radar of one region: the same judgement on that region's own past, and only where its counts may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.needs.covered import Coverage
from campaigns.needs.disclosure import ANCHOR, SMALLEST_IN_A_REGION
from campaigns.needs.law_changes import LawChange
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.places import TOGETHER, region_counts, regions_shown
from campaigns.needs.queries import PAST_WEEKS
from campaigns.needs.radar import (
    RadarInput,
    RadarRow,
    WeekCount,
    law_changes_ahead,
    monday,
    radar,
    window_start,
)
from campaigns.people.models import Programme


def check_region_window(weeks: int) -> None:
    """Refuses regions through another window than the usual one: two of them could be subtracted."""
    if weeks != ANCHOR:
        raise BadInput(
            "Regions are counted over {weeks} weeks only: with a second window small counts could be worked out by "
            "subtraction. Choose {weeks} weeks or all regions.",
            field="weeks",
            weeks=ANCHOR,
        )


def radar_of_region(
    session: Session,
    *,
    programme: Programme,
    region: str,
    as_of: date,
    covered: Mapping[tuple[str, str], Coverage] | None = None,
    law_changes: Mapping[str, LawChange] | None = None,
) -> list[RadarRow]:
    """Topics × languages of a region, the most urgent first. What may not be shown has no row: small, none and
    hidden for the sake of another are the same to the reader.
    """
    programme_id = programme.id or 0
    shown = regions_shown(session, programme=programme, as_of=as_of)
    showable = frozenset(key for key, regions in shown.items() if region in regions)
    counts = region_counts(
        session,
        programme_id=programme_id,
        region=region,
        since=window_start(as_of, PAST_WEEKS),
        until=monday(as_of),
    )
    rows = radar(
        RadarInput(
            as_of=as_of,
            weeks=ANCHOR,
            smallest_count=max(programme.smallest_count, SMALLEST_IN_A_REGION),
            counts=_as_shown(counts, showable),
            covered=_as_covered(covered or {}),
            law_changes=law_changes_ahead(as_of) if law_changes is None else law_changes,
            showable=showable,
        ),
        book=book_of(session, programme_id),
    )
    return [row for row in rows if row.count is not None]


def _as_shown(counts: Iterable[WeekCount], showable: Collection[tuple[str, str]]) -> list[WeekCount]:
    """The counts with the languages of a topic together where the topic is shown so."""
    together: Counter[tuple[date, str]] = Counter()
    corrected: Counter[tuple[date, str]] = Counter()
    apart: list[WeekCount] = []
    for one in counts:
        if (one.topic, TOGETHER) in showable:
            together[one.week, one.topic] += one.asked
            corrected[one.week, one.topic] += one.corrected
        else:
            apart.append(one)
    return apart + [
        WeekCount(week, topic, TOGETHER, asked, corrected=corrected[week, topic])
        for (week, topic), asked in together.items()
    ]


def _as_covered(covered: Mapping[tuple[str, str], Coverage]) -> dict[tuple[str, str], Coverage]:
    """The campaigns by topic and language, and for all languages together the one that began last."""
    newest: dict[tuple[str, str], Coverage] = {}
    for (topic, _language), one in sorted(covered.items(), key=lambda item: (item[1].answers, item[1].day)):
        newest[topic, TOGETHER] = one
    return {**covered, **newest}
