"""What stands in the calendar as nobody put it there: held before its moment comes; and moments whose clocks were
changed by law."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.placements.calendar.clocks import counted_by_older_rules, follow_clocks
from campaigns.placements.calendar.moments import zone_rules
from campaigns.placements.calendar.moved import hold_moved, scheduled_elsewhere
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def follow_zone_rules(deps: Deps, rules: str = "") -> int:
    """Counts moments anew that come from older zone rules than this machine's; how many moved or are held now."""
    rules = rules or zone_rules()
    with read_scope(deps.engine) as session:
        older = counted_by_older_rules(session, rules=rules, now=deps.clock())
    if not older:
        return 0
    with session_scope(deps.engine) as session:
        moved = follow_clocks(session, placement_ids=older, rules=rules, by=None, now=deps.clock())
        numbers = [row.id for row in moved]
    log.info("%d moments were counted anew by the zone rules %s", len(older), rules)
    for number in numbers:
        log.warning("placement %s has another moment, or none, since clocks were changed", number)
    return len(numbers)


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
