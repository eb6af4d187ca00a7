"""How many questions speak of no topic of ours, in the window, region and language that the radar is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from campaigns.needs.counts.disclosure import SMALLEST_COUNT, SMALLEST_IN_A_REGION, check_window
from campaigns.needs.queries import week_counts
from campaigns.needs.radar.places import region_counts
from campaigns.needs.radar.regional import part_of
from campaigns.needs.radar.series import WeekCount, monday, steps_by_cell
from campaigns.people.models import Programme


def without_topic(
    session: Session,
    *,
    programme: Programme,
    as_of: date,
    weeks: int,
    region: str | None = None,
    language: str | None = None,
) -> int:
    """About so many, in steps as the radar's cells are counted; 0 where too few to show. Refuses other windows."""
    check_window(weeks)
    programme_id, until = programme.id or 0, monday(as_of)
    smallest = max(programme.smallest_count, SMALLEST_COUNT)
    everywhere = _of_no_topic(week_counts(session, programme_id=programme_id, until=until))
    if region:
        here = _of_no_topic(region_counts(session, programme_id=programme_id, region=region, until=until))
        part = part_of(everywhere, here, as_of=as_of, smallest=smallest)
        least = max(smallest, SMALLEST_IN_A_REGION)
        steps = steps_by_cell(part.counts, as_of=as_of, smallest=least, wholes=part.wholes)
    else:
        steps = steps_by_cell(everywhere, as_of=as_of, smallest=smallest)
    return sum(
        own.last(weeks) for (_topic, code), own in steps.items() if language is None or code == language
    )


def _of_no_topic(counts: Iterable[WeekCount]) -> list[WeekCount]:
    return [one for one in counts if not one.topic]
