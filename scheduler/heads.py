"""Each minute in which the trail has grown its head is written down outside the database.

The first head of a day is mailed to whoever keeps it elsewhere.
"""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.errors import Unusable
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.heads import (
    WrittenHead,
    has_grown,
    is_first_of_day,
    last_head,
    present_head,
    write_head,
)
from campaigns.settings import secret_key
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def write_present_head(deps: Deps) -> bool:
    """Writes the head down if anything has happened since the last one, or a day has begun; says whether it did."""
    try:
        return _write(deps)
    except Unusable as problem:
        # Posts leave all the same; it is tried again in a minute.
        log.error("%s", problem)
        return False


def _write(deps: Deps) -> bool:
    home = deps.settings.home
    last = last_head(home)
    with read_scope(deps.engine) as session:
        head = present_head(session, now=deps.clock())
    if head is None or not (has_grown(head, last) or is_first_of_day(head, last)):
        return False
    write_head(home, head)
    if is_first_of_day(head, last):
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
