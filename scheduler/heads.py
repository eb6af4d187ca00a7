"""Once a day the head of the trail is written down outside the database, and mailed to whoever keeps it elsewhere."""

from __future__ import annotations

import logging
from datetime import UTC

from campaigns.db import read_scope, session_scope
from campaigns.errors import Unusable
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.heads import WrittenHead, is_due, present_head, read_heads, write_head
from campaigns.settings import secret_key
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
    _mail(deps, head)
    # The log is a second place, and is often sent to a third.
    log.info("the trail has %d rows, its head is %s", head.row, head.digest)
    return True


def _mail(deps: Deps, head: WrittenHead) -> None:
    if not deps.settings.audit_mail or not deps.settings.sends_mail:
        return
    outbox = Outbox(secret_key(deps.settings, "secrets.key"), is_open=True)
    with session_scope(deps.engine) as session:
        put_letter(
            session,
            outbox=outbox,
            letter="trail_head",
            to=deps.settings.audit_mail,
            interface="de",
            values={"desk": deps.settings.base_url, "line": head.line()},
            now=head.at,
        )
