"""Each minute in which the trail has grown its head is written down outside the database.

The first head of a day is mailed to whoever keeps it elsewhere. While the trail does not hold what was written down
last, nothing is sent: a word against an approval may be among the rows that are gone.
"""

from __future__ import annotations

import logging

from sqlalchemy import Connection

from campaigns.db import read_scope, session_scope
from campaigns.errors import Unusable
from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.heads import (
    FILE,
    WrittenHead,
    has_grown,
    is_first_of_day,
    last_head,
    missing_head,
    present_head,
    write_head,
)
from campaigns.placements.actions.pauses import pause_sending
from campaigns.settings import secret_key
from scheduler.deps import Deps

PAUSE = (
    "Row {row} of the audit trail is not what was written down in {file}: rows are gone or changed. Run litfass audit "
    "verify, compare with a backup, and when it is understood move the file away before you resume."
)
log = logging.getLogger("litfass.worker")


def pause_if_cut(deps: Deps, connection: Connection) -> None:
    """Where rows are gone that were written down all sending is paused, with the reason for whoever resumes it."""
    try:
        missing = missing_head(connection, deps.settings.home)
    except Unusable as problem:
        log.error("%s", problem)
        return
    if missing is None:
        return
    log.error("row %d of the trail is not what was written down in %s; sending is paused", missing.row, FILE)
    with session_scope(deps.engine) as session:
        reason = PAUSE.format(row=missing.row, file=FILE)
        pause_sending(session, programme_id=None, reason=reason, by=None, now=deps.clock())


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
