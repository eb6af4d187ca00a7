"""What recurs while the worker lives, and how often."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from assets.store import Store
from campaigns.db import read_scope, session_scope
from campaigns.keeping.collecting import collect_files
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import claim_work, recover_abandoned
from campaigns.work.heartbeat import beat
from campaigns.work.queries import IMPORTS, is_waiting
from campaigns.write_ahead import empty_write_ahead_log
from scheduler.alerts import tell_alerts
from scheduler.asking import ask_for_learning
from scheduler.calendar import follow_zone_rules, look_at_calendar
from scheduler.collecting import collect_insights, count_followers
from scheduler.deps import Deps
from scheduler.examining import examine_due_accounts
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
from scheduler.renewing import renew_due_tokens
from scheduler.reviews import look_at_reviews
from scheduler.weekly import write_about_the_week

log = logging.getLogger("litfass.worker")


@dataclass(frozen=True)
class Recurring:
    """Something done again and again; a run that is late or still going is not done twice.

    The first time is `first` after the start, by default one distance. `everywhere`: every machine does it for
    itself; all else is done by one of them.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    first: timedelta | None = None
    everywhere: bool = False


def timetable(deps: Deps, lock: SenderLock) -> list[Recurring]:
    """Everything that recurs, the same for every engine. How long work is begun is the engine's own."""
    return [
        Recurring("heartbeat", timedelta(seconds=5), lambda: say_alive(deps, lock), everywhere=True),
        # Somebody waits in front of the page, and one channel's code counts for half a minute.
        Recurring("permits", timedelta(seconds=2), lambda: ask_for_leave(deps, lock)),
        Recurring("recover", timedelta(seconds=30), lambda: free_abandoned_work(deps, lock)),
        Recurring("hubs", timedelta(seconds=10), lambda: announce(deps, lock)),
        Recurring("mail", timedelta(seconds=5), lambda: send_mail(deps, lock)),
        # A fact ends at midnight of its programme's place; a post of the early morning must not wait for an hour.
        Recurring("facts", timedelta(minutes=10), lambda: look(deps, lock), first=timedelta(seconds=20)),
        # What was moved in the database has to be seen while people can still do something about it.
        Recurring(
            "calendar",
            timedelta(minutes=10),
            lambda: look_at_moments(deps, lock),
            first=timedelta(seconds=45),
        ),
        # A decision counts until five minutes before the slot, so a look a minute is near enough.
        Recurring(
            "reviews", timedelta(minutes=1), lambda: look_at_time(deps, lock), first=timedelta(seconds=15)
        ),
        Recurring("alerts", timedelta(minutes=1), lambda: tell(deps, lock), first=timedelta(seconds=30)),
        # A partner may hold a stale card in its hands: its page is shut at once, a letter follows within a minute.
        Recurring(
            "kits", timedelta(minutes=1), lambda: look_after_kits(deps, lock), first=timedelta(seconds=25)
        ),
        Recurring(
            "head",
            timedelta(minutes=1),
            lambda: write_head(deps, lock),
            first=timedelta(seconds=40),
            everywhere=True,
        ),
        # Limits are days. Hourly and soon after the start, so that a worker restarted every day deletes as well.
        Recurring("forget", timedelta(hours=1), lambda: forget_old(deps, lock), first=timedelta(minutes=1)),
        # Whatever somebody deleted, an import undone or a person gone, leaves the write-ahead log within a minute.
        Recurring("traces", timedelta(minutes=1), lambda: empty_log(deps, lock), first=timedelta(seconds=35)),
        Recurring("reports", timedelta(minutes=10), lambda: report(deps, lock), first=timedelta(minutes=3)),
        Recurring("week", timedelta(minutes=30), lambda: tell_week(deps, lock), first=timedelta(minutes=4)),
        Recurring("files", timedelta(days=1), lambda: clear_files(deps, lock), first=timedelta(minutes=10)),
        Recurring("learn", timedelta(hours=1), lambda: ask_to_learn(deps, lock), first=timedelta(minutes=2)),
        Recurring(
            "accounts", timedelta(minutes=30), lambda: examine(deps, lock), first=timedelta(seconds=50)
        ),
        # The shortest token lives two hours.
        Recurring("tokens", timedelta(minutes=5), lambda: renew(deps, lock), first=timedelta(seconds=55)),
        Recurring("insights", timedelta(minutes=5), lambda: collect(deps, lock), first=timedelta(seconds=40)),
        # Once a day each; the other looks are for accounts that gave no answer.
        Recurring("followers", timedelta(hours=6), lambda: count(deps, lock), first=timedelta(minutes=5)),
    ]


def say_alive(deps: Deps, lock: SenderLock) -> None:
    """Writes the heartbeat that the desk's lamp shows."""
    now = deps.clock()
    with session_scope(deps.engine) as session:
        beat(
            session,
            worker=deps.worker,
            started_at=deps.started_at,
            is_publisher=lock.is_held,
            now=now,
        )
    if lock.is_held and not lock.refresh(now):
        log.warning("another worker took over sending; this one stops")
        lock.release()


def free_abandoned_work(deps: Deps, lock: SenderLock) -> None:
    """Long work whose worker died waits again, or is refused with a sentence."""
    if not lock.is_held:
        return
    with session_scope(deps.engine) as session:
        for work_id in recover_abandoned(session, now=deps.clock(), besides=deps.worker):
            log.warning("work %s lost its worker and was freed", work_id)


def forget_old(deps: Deps, lock: SenderLock) -> None:
    """Deletes what was kept long enough."""
    if lock.is_held:
        forget_what_is_old(deps)


def empty_log(deps: Deps, lock: SenderLock) -> None:
    """Takes what was deleted out of the write-ahead log."""
    if lock.is_held:
        empty_write_ahead_log(deps.engine)


def clear_files(deps: Deps, lock: SenderLock) -> None:
    """Removes stored files that nothing refers to any more."""
    # A moment given by hand deletes nothing: to a wrong year every file would look old.
    if not lock.is_held or deps.settings.frozen_now is not None:
        return
    gone = collect_files(deps.engine, Store(deps.settings.files_url), now=deps.clock())
    if gone:
        log.info("%d files that nothing refers to were removed", len(gone))


def ask_to_learn(deps: Deps, lock: SenderLock) -> None:
    """Asks for the daily look for new phrases and the weekly training, where they are due."""
    if lock.is_held:
        ask_for_learning(deps)


def send_mail(deps: Deps, lock: SenderLock) -> None:
    """Hands the letters of the outbox over."""
    if lock.is_held:
        send_waiting_mail(deps)
        send_newsletter_letters(deps)


def announce(deps: Deps, lock: SenderLock) -> None:
    """Tells hubs that feeds changed."""
    if lock.is_held:
        tell_hubs(deps)


def look(deps: Deps, lock: SenderLock) -> None:
    """Recalls facts that ended, holds what relies on them."""
    if lock.is_held:
        look_at_all_facts(deps)


def look_at_moments(deps: Deps, lock: SenderLock) -> None:
    """Follows clocks that were changed by law, and holds what stands in the calendar as nobody put it there."""
    if lock.is_held:
        follow_zone_rules(deps)
        look_at_calendar(deps)


def examine(deps: Deps, lock: SenderLock) -> None:
    """Asks channels whether our accounts are in order, twice a day each."""
    if lock.is_held:
        examine_due_accounts(deps)


def ask_for_leave(deps: Deps, lock: SenderLock) -> None:
    """Exchanges what browsers brought back from channels."""
    if lock.is_held:
        PermitRound.of(deps).go()


def renew(deps: Deps, lock: SenderLock) -> None:
    """Renews tokens before they end."""
    if lock.is_held:
        renew_due_tokens(deps)


def collect(deps: Deps, lock: SenderLock) -> None:
    """Asks channels for the counters that are due."""
    if lock.is_held:
        collect_insights(deps)


def count(deps: Deps, lock: SenderLock) -> None:
    """Asks channels how many follow our accounts."""
    if lock.is_held:
        count_followers(deps)


def look_at_time(deps: Deps, lock: SenderLock) -> None:
    """Reminds and escalates, and lets slots expire that nobody approved in time."""
    if lock.is_held:
        look_at_reviews(deps)


def report(deps: Deps, lock: SenderLock) -> None:
    """Makes the reports that are owed today."""
    if lock.is_held:
        have_owed_reports_made(deps)


def tell_week(deps: Deps, lock: SenderLock) -> None:
    """Writes to those who look after groups, on Monday morning."""
    if lock.is_held:
        write_about_the_week(deps)


def tell(deps: Deps, lock: SenderLock) -> None:
    """Says that posts are late, and that a worker is heard again."""
    if lock.is_held:
        tell_alerts(deps)


def look_after_kits(deps: Deps, lock: SenderLock) -> None:
    """Shuts and opens kits, tells partners."""
    if lock.is_held:
        look_at_all_kits(deps)


def write_head(deps: Deps, lock: SenderLock) -> None:
    """Writes the head of the trail down when it has grown."""
    if lock.is_held:
        write_present_head(deps)


def long_work(deps: Deps, lock: SenderLock) -> list[Recurring]:
    """The looks for long work of an engine that does it itself: one for all of it, and one for imports alone.

    So a file of two rows waits behind no film, and of two files the second waits only where other work is done, too.
    """
    return [
        Recurring("work", timedelta(seconds=1), lambda: do_waiting_work(deps, lock)),
        Recurring("imports", timedelta(seconds=1), lambda: do_waiting_work(deps, lock, IMPORTS)),
    ]


def do_waiting_work(deps: Deps, lock: SenderLock, kinds: Collection[WorkKind] = tuple(WorkKind)) -> int:
    """Does the long work of these kinds that waits, one piece after the other; how many pieces that were."""
    done = 0
    while lock.is_held and not deps.stop.is_set():
        with read_scope(deps.engine) as session:
            # Looking first: an idle worker must not take the write lock every second.
            if not is_waiting(session, kinds):
                return done
        if not do_one_piece(deps, kinds=kinds):
            return done
        done += 1
    return done


def do_one_piece(
    deps: Deps, work_id: int | None = None, *, kinds: Collection[WorkKind] = tuple(WorkKind)
) -> bool:
    """Does the piece `work_id`, or the one of these kinds that waits longest; False when none waits (any more)."""
    mine = [kind for kind in deps.kinds if kind in kinds]
    with session_scope(deps.engine) as session:
        work = claim_work(session, worker=deps.worker, now=deps.clock(), kinds=mine, work_id=work_id)
    if work is None:
        return False
    log.info("work %s (%s) begins", work.id, work.kind)
    deps.run_work(deps, work.id or 0)
    return True
