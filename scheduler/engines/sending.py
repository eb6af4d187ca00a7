"""The loop of every worker: it sends what is due and sleeps until the next row is."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from campaigns.placements.sending.claim import TakenOver
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.rounds import take_over_work
from scheduler.timetable import Recurring, say_alive

#: The longest sleep: rows that the desk writes meanwhile are seen after this at the latest.
LONGEST_SLEEP = 1.0
#: How often an idle worker looks whether the sender is gone.
IDLE_SLEEP = 5.0
#: How soon a worker looks again at rows that another one is preparing.
TURN_SLEEP = 0.2
#: After the database refused to write (full, locked for long): look again after this.
SORE_SLEEP = 2.0

log = logging.getLogger("litfass.worker")


def watching(publisher: Publisher, lock: SenderLock) -> Recurring:
    """The look at the trail beside sending, of the worker that has this publisher."""
    return Recurring(
        "trail",
        timedelta(seconds=5),
        lambda: publisher.watch.look_ahead() if lock.is_held else None,
        first=timedelta(),
        everywhere=True,
    )


def keep_sending(publisher: Publisher, lock: SenderLock) -> None:
    """Sends until the worker is stopped; behind another sender it stays idle."""
    deps, told = publisher.deps, False
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
        deps.stop.wait(_one_turn(publisher, lock))


def _one_turn(publisher: Publisher, lock: SenderLock) -> float:
    """Handles what is due and says how many seconds nothing will be."""
    try:
        handled = publisher.publish_due()
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
    wait = min(LONGEST_SLEEP, (due - publisher.deps.clock()) / timedelta(seconds=1))
    if wait > 0:
        return wait
    # What is due and was not ours is being prepared by another worker.
    return 0.0 if handled else TURN_SLEEP
