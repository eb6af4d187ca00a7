"""What time does to reviews and slots: reminders, escalation, proposals that expire, approvals that stop counting; and
news about who may decide."""

from __future__ import annotations

import logging

from campaigns.approvals.letters import write_letters
from campaigns.approvals.reminding import steps_due, take_steps
from campaigns.db import read_scope, session_scope
from campaigns.mail.outbox import Outbox
from campaigns.people.role_news import role_news, tell_role_changes
from campaigns.people.voice_news import tell_new_voices, voice_news
from campaigns.placements.approval_ends.expiring import expire_slots, passed_slots
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.approval_ends.second_lawyer import ask_second, held_and_unasked
from campaigns.placements.handoffs.held import closed_handoffs, hold_closed_handoffs
from campaigns.settings import secret_key
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def look_at_reviews(deps: Deps) -> int:
    """Takes what is due, in a writing transaction only where something is; says how many rows it moved."""
    now, sends_mail = deps.clock(), deps.settings.sends_mail
    with read_scope(deps.engine) as session:
        slots, steps_wait = passed_slots(session, now=now), steps_due(session, now=now)
        lapsed = digests_that_lapsed(session, now=now)
        closed = closed_handoffs(session, now=now)
        unasked = held_and_unasked(session)
        news = role_news(session, now=now) or (sends_mail and voice_news(session, now=now))
        if not (slots or steps_wait or lapsed or closed or unasked or news):
            return 0
    outbox = Outbox(secret_key(deps.settings, "secrets.key") if sends_mail else b"", sends_mail)
    with session_scope(deps.engine) as session:
        expired = expire_slots(session, now=now)
        held = hold_lapsed(session, digests=lapsed, by=None, now=now)
        handoffs = hold_closed_handoffs(session, now=now)
        asked = ask_second(session, now=now)
        steps = take_steps(session, now=now)
        write_letters(
            session,
            steps=steps,
            outbox=outbox,
            address=f"{deps.settings.base_url}/review",
            now=now,
        )
        tell_role_changes(session, outbox=outbox, address=f"{deps.settings.base_url}/settings/audit", now=now)
        if sends_mail:
            tell_new_voices(session, outbox=outbox, base_url=deps.settings.base_url, now=now)
    for request, step in steps:
        log.info("review %s: %s", request.id, step)
    for placement in expired:
        log.warning("placement %s expired: its slot passed without an approval", placement.id)
    for placement in held:
        log.warning("placement %s is held: its approval does not count any more", placement.id)
    for placement in handoffs:
        log.warning("placement %s is held: it waits for a person and may not leave any more", placement.id)
    if asked:
        log.info("%s texts are held and wait for a second lawyer now", asked)
    return len(expired) + len(steps) + len(held) + len(handoffs) + asked
