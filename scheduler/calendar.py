"""What stands in the calendar as nobody put it there: held before its moment comes."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.placements.moved import hold_moved, scheduled_elsewhere
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def look_at_calendar(deps: Deps) -> int:
    """Holds posts that were moved in the database; says how many."""
    with read_scope(deps.engine) as session:
        moved = scheduled_elsewhere(session)
    if not moved:
        return 0
    with session_scope(deps.engine) as session:
        held = hold_moved(session, placement_ids=moved, by=None, now=deps.clock())
        numbers = [row.id for row in held]
    for number in numbers:
        log.warning("placement %s is held: the trail does not tell that it was put where it stands", number)
    return len(numbers)
