"""Kits that may not be used any more are shut, those that may again are opened, and their partners are told."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.kits.actions.holding import kits_to_move, look_at_kits
from campaigns.kits.desk import KitDesk
from campaigns.mail.outbox import Outbox
from campaigns.people.queries import get_programme, list_programmes
from campaigns.settings import secret_key
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def look_at_all_kits(deps: Deps) -> int:
    """Looks at every programme's kits, in a writing transaction only where something is to be done."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        waiting = [
            programme.id or 0
            for programme in list_programmes(session)
            if kits_to_move(session, programme=programme, now=now)
        ]
    if not waiting:
        return 0
    settings = deps.settings
    desk = KitDesk(settings.base_url, Outbox(secret_key(settings, "secrets.key"), settings.sends_mail))
    moved = 0
    for programme_id in waiting:
        with session_scope(deps.engine) as session:
            moved += look_at_kits(session, programme=get_programme(session, programme_id), desk=desk, now=now)
    log.info("kits: %d shut, opened or told of", moved)
    return moved
