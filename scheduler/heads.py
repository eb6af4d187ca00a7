"""Once a day the head of the trail is written down outside the database."""

from __future__ import annotations

import logging
from datetime import UTC

from campaigns.db import read_scope
from campaigns.errors import Unusable
from campaigns.people.heads import is_due, present_head, read_heads, write_head
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def write_daily_head(deps: Deps) -> bool:
    """Writes today's head, if it is not written yet and anything has happened; says whether it did."""
    try:
        return _write(deps)
    except Unusable as problem:
        # Posts leave all the same; it is tried again in an hour.
        log.error("%s", problem)
        return False


def _write(deps: Deps) -> bool:
    now, home = deps.clock(), deps.settings.home
    if not is_due(read_heads(home), today=now.astimezone(UTC).date()):
        return False
    with read_scope(deps.engine) as session:
        head = present_head(session, now=now)
    if head is None:
        return False
    write_head(home, head)
    # The log is a second place, and is often sent to a third.
    log.info("the trail has %d rows, its head is %s", head.row, head.digest)
    return True
