"""Writes to those who look after groups what the week holds."""

from __future__ import annotations

from campaigns.db import read_scope, session_scope
from campaigns.mail.outbox import Outbox
from campaigns.people.queries import get_programme, list_programmes
from campaigns.reach.rounds.letters import is_letter_day, write_round_letters
from campaigns.settings import secret_key
from scheduler.deps import Deps


def write_about_the_week(deps: Deps) -> int:
    """Puts the letters of this week into the outbox, each programme in a transaction of its own; says how many."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        due = [programme.id or 0 for programme in list_programmes(session) if is_letter_day(programme, now)]
    outbox = Outbox(secret_key(deps.settings, "secrets.key"), deps.settings.sends_mail)
    written = 0
    for programme_id in due if outbox.is_open else ():
        with session_scope(deps.engine) as session:
            written += write_round_letters(
                session,
                programme=get_programme(session, programme_id),
                outbox=outbox,
                base_url=deps.settings.base_url,
                now=now,
            )
    return written
