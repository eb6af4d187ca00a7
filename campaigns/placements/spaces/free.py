"""Whether a group is free on a day, and when it is next: groups are lost where a tool posts too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.clock import wall_time
from campaigns.errors import NotReady
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.spaces.rhythm import rhythm_of
from campaigns.vocabulary import PlacementStatus

BINDING = (PlacementStatus.SCHEDULED, PlacementStatus.PUBLISHED)
#: A proposal keeps its day from other proposals, but not from what is binding.
PLANNED = (PlacementStatus.PROPOSED, *BINDING)


def days_taken(
    session: Session,
    space_ids: Collection[int],
    *,
    statuses: Collection[PlacementStatus] = BINDING,
    besides: int | None = None,
) -> dict[int, list[date]]:
    """The local days on which something stands or stood in each of these groups, but for the placement `besides`.

    What is out counts on the day it was posted. What was taken down again leaves its day free.
    """
    query = (
        select_many(Placement, Publication)
        .join(Publication, col(Publication.placement_id) == Placement.id, isouter=True)
        .where(col(Placement.space_id).in_(list(space_ids)), col(Placement.status).in_(list(statuses)))
    )
    found: dict[int, list[date]] = defaultdict(list)
    for placement, publication in session.execute(query):
        if placement.id == besides or (publication is not None and publication.withdrawn_at is not None):
            continue
        wall = wall_time(publication.published_at, placement.zone) if publication else placement.wall
        found[placement.space_id].append(wall.date())
    return found


def first_free_day(
    session: Session,
    space: Space,
    day: date,
    *,
    statuses: Collection[PlacementStatus] = BINDING,
    besides: int | None = None,
) -> date:
    """The first day from `day` on that keeps what was agreed with the group."""
    taken = days_taken(session, [space.id or 0], statuses=statuses, besides=besides)
    return rhythm_of(space).first_free(day, taken[space.id or 0])


def check_free(
    session: Session,
    *,
    space_id: int | None,
    day: date,
    statuses: Collection[PlacementStatus] = BINDING,
    besides: int | None = None,
) -> None:
    """Refuses a day that breaks what was agreed with the group, naming the next one that keeps it."""
    space = session.get(Space, space_id) if space_id is not None else None
    if space is None:
        return
    rhythm = rhythm_of(space)
    taken = days_taken(session, [space.id or 0], statuses=statuses, besides=besides)[space.id or 0]
    if rhythm.is_free(day, taken):
        return
    free = rhythm.first_free(day, taken).isoformat()
    if not rhythm.allows(day):
        raise NotReady(
            "“{group}” takes no posts on this weekday. The next free day there is {first}.",
            field="day",
            group=space.name,
            first=free,
        )
    raise NotReady(
        "In “{group}” something stands on {day}, and the agreed distance of two posts is {days} days. The next free "
        "day there is {first}.",
        field="day",
        group=space.name,
        day=(rhythm.nearest(day, taken) or day).isoformat(),
        days=space.interval_days,
        first=free,
    )
