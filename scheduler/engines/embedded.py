"""The engine of one machine: a loop that sleeps until the next due row, and APScheduler as a ticker beside it.

APScheduler holds no posts and no state: its memory store knows a few things that recur. What is due when
stands in our own table, so a restart, a late tick or two ticks at once change nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError

from campaigns.db import session_scope
from campaigns.placements.claim import TakenOver
from campaigns.work.heartbeat import forget_worker
from scheduler.deps import Deps
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.rounds import take_over_work
from scheduler.timetable import Recurring, say_alive, timetable
from scheduler.traces import place_of

#: The longest sleep: rows that the desk writes meanwhile are seen after this at the latest.
LONGEST_SLEEP = 1.0
#: How often an idle worker looks whether the sender is gone.
IDLE_SLEEP = 5.0
#: After the database refused to write (full, locked for long): look again after this.
SORE_SLEEP = 2.0

log = logging.getLogger("litfass.worker")


def run(deps: Deps) -> None:
    """Works until `deps.stop` is set; what is being sent is settled before the end."""
    lock = SenderLock(deps.engine, deps.worker)
    ticker = _ticker(timetable(deps, lock))
    ticker.start()
    try:
        _loop(deps, lock)
    finally:
        deps.stop.set()
        ticker.shutdown(wait=True)
        lock.release()
        with session_scope(deps.engine) as session:
            forget_worker(session, worker=deps.worker)
        log.info("the worker %s has ended", deps.worker)


def _loop(deps: Deps, lock: SenderLock) -> None:
    publisher = Publisher(deps)
    told = False
    while not deps.stop.is_set():
        if not lock.is_held:
            if not lock.acquire(deps.clock()):
                if not told:
                    log.warning(
                        "another worker (%s) sends for this database; this one stays idle and looks again every "
                        "%d seconds",
                        lock.holder(),
                        IDLE_SLEEP,
                    )
                    told = True
                deps.stop.wait(IDLE_SLEEP)
                continue
            told = False
            take_over_work(deps)
            say_alive(deps, lock)
            log.info("this worker (%s) sends", deps.worker)
        deps.stop.wait(_one_turn(deps, lock, publisher))


def _one_turn(deps: Deps, lock: SenderLock, publisher: Publisher) -> float:
    """Handles what is due and says how many seconds nothing will be."""
    try:
        publisher.publish_due()
        due = publisher.next_due()
    except TakenOver:
        log.warning("another worker took over sending; this one stops")
        lock.release()
        return IDLE_SLEEP
    except DBAPIError as problem:
        log.error("the database refuses (%s); looking again soon", type(problem.orig).__name__)
        return SORE_SLEEP
    if due is None:
        return LONGEST_SLEEP
    return min(LONGEST_SLEEP, max(0.0, (due - deps.clock()) / timedelta(seconds=1)))


def _ticker(recurring: list[Recurring]) -> BackgroundScheduler:
    # A tick that is still running makes the next one wait: that is meant, not worth a line each second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    ticker = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(recurring))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for item in recurring:
        ticker.add_job(
            _guarded(item),
            "interval",
            seconds=item.every.total_seconds(),
            id=item.name,
            name=item.name,
            next_run_time=datetime.now(UTC) + (item.first or item.every),
        )
    return ticker


def _guarded(item: Recurring) -> Callable[[], None]:
    """A recurring thing that fails is told in the log and comes again."""

    def run_it() -> None:
        try:
            item.run()
        except DBAPIError as problem:
            log.error("%s: the database refuses (%s)", item.name, type(problem.orig).__name__)
        except Exception as problem:
            log.error("%s went wrong: %s", item.name, place_of(problem))

    return run_it
