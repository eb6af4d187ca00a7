"""The engine of one machine: a loop that sleeps until the next due row, and a ticker beside it."""

from __future__ import annotations

import logging

from campaigns.db import session_scope
from campaigns.work.heartbeat import forget_worker
from scheduler.deps import Deps
from scheduler.engines.sending import keep_sending, watching
from scheduler.engines.ticking import make_ticker
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.timetable import long_work, timetable

log = logging.getLogger("litfass.worker")


def run(deps: Deps) -> None:
    """Works until `deps.stop` is set; what is being sent is settled before the end."""
    lock = SenderLock(deps.engine, deps.worker)
    publisher = Publisher(deps)
    ticker = make_ticker([*timetable(deps, lock), *long_work(deps, lock), watching(publisher, lock)])
    ticker.start()
    try:
        keep_sending(publisher, lock)
    finally:
        deps.stop.set()
        ticker.shutdown(wait=True)
        lock.release()
        with session_scope(deps.engine) as session:
            forget_worker(session, worker=deps.worker)
        log.info("the worker %s has ended", deps.worker)
