"""Everything that is due, once: what `litfass worker --once` does, and what tests drive."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from campaigns.db import session_scope
from campaigns.vocabulary import PlacementStatus
from campaigns.work.actions import recover_abandoned
from scheduler.asking import ask_for_learning
from scheduler.collecting import collect_insights
from scheduler.deps import Deps
from scheduler.facts import look_at_all_facts
from scheduler.forgetting import forget_what_is_old
from scheduler.heads import write_present_head
from scheduler.hubs import tell_hubs
from scheduler.kits import look_at_all_kits
from scheduler.lock import SenderLock
from scheduler.mail import send_waiting_mail
from scheduler.owed import have_owed_reports_made
from scheduler.permits.round import PermitRound
from scheduler.posting.letters import send_newsletter_letters
from scheduler.publisher import Publisher
from scheduler.renewing import renew_due_tokens
from scheduler.reviews import look_at_reviews
from scheduler.timetable import do_waiting_work

log = logging.getLogger("litfass.worker")


@dataclass(frozen=True)
class Round:
    """What one round did. `idle_behind` names the worker that sends instead, if there is one.

    `notices` are sentences about placements that ask for a person: held, missed, failed, unconfirmed.
    """

    published: int = 0
    failed: int = 0
    unconfirmed: int = 0
    missed: int = 0
    held: int = 0
    waiting: int = 0
    work: int = 0
    idle_behind: str | None = None
    notices: tuple[str, ...] = ()


def run_once(deps: Deps) -> Round:
    """Does all that is due by the clock of `deps` and ends. Behind another sender it does nothing and says so."""
    lock = SenderLock(deps.engine, deps.worker)
    if not lock.acquire(deps.clock()):
        other = lock.holder()
        log.warning("another worker (%s) sends for this database; nothing was done", other)
        return Round(idle_behind=other)
    try:
        take_over_work(deps)
        PermitRound.of(deps).go()
        renew_due_tokens(deps)
        look_at_all_facts(deps)
        look_at_reviews(deps)
        look_at_all_kits(deps)
        publisher = Publisher(deps)
        publisher.publish_due()
        if deps.settings.frozen_now is None:
            ask_for_learning(deps)
        work = do_waiting_work(deps, lock)
        have_owed_reports_made(deps)
        send_waiting_mail(deps)
        send_newsletter_letters(deps)
        publisher.publish_due()
        tell_hubs(deps)
        collect_insights(deps)
        if deps.settings.frozen_now is None:
            # A moment given by hand deletes nothing: a wrong year would take every question.
            forget_what_is_old(deps)
            write_present_head(deps)
    finally:
        lock.release()
    tally = publisher.tally
    return Round(
        published=tally[PlacementStatus.PUBLISHED],
        failed=tally[PlacementStatus.FAILED],
        unconfirmed=tally[PlacementStatus.UNCONFIRMED],
        missed=tally[PlacementStatus.MISSED],
        held=tally[PlacementStatus.HELD],
        waiting=tally[PlacementStatus.SCHEDULED],
        work=work,
        notices=publisher.notices,
    )


def take_over_work(deps: Deps) -> None:
    """Frees long work at the start: whoever holds the lock of a SQLite database knows that all others are gone."""
    if deps.is_shared:
        return
    with session_scope(deps.engine) as session:
        recover_abandoned(session, now=deps.clock(), silent_for=timedelta(0), besides=deps.worker)
