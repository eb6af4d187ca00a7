"""Facts that ended or moved are recalled, reminders of what is over stop: looked at with nobody asking."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.people.queries import get_programme, list_programmes
from campaigns.placements.recall.daily import Looked, look_at_facts, something_to_look_at
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def look_at_all_facts(deps: Deps) -> Looked:
    """Looks at every programme, each in a transaction of its own, and only where something is to be done."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        waiting = [
            programme.id or 0
            for programme in list_programmes(session)
            if something_to_look_at(session, programme=programme, now=now)
        ]
    found = Looked()
    for programme_id in waiting:
        with session_scope(deps.engine) as session:
            done = look_at_facts(session, programme=get_programme(session, programme_id), now=now)
        found = Looked(*(before + more for before, more in zip(found, done, strict=True)))
    if any(found):
        log.info(
            "facts: %d recalled, %d placements held, %d reminders stopped",
            found.recalled,
            found.held,
            found.stopped,
        )
    return found
