"""APScheduler as a ticker: it holds no posts and no state, its memory store knows a few things that recur.

What is due when stands in our own tables, so a restart, a late tick or two ticks at once change nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError

from scheduler.timetable import Recurring
from scheduler.traces import place_of

log = logging.getLogger("litfass.worker")


def make_ticker(recurring: Sequence[Recurring]) -> BackgroundScheduler:
    """A ticker that is not started yet, with a thread for each thing."""
    # A tick that is still running makes the next one wait: that is meant, not worth a line each second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    ticker = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(recurring))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for item in recurring:
        ticker.add_job(
            guarded(item),
            "interval",
            seconds=item.every.total_seconds(),
            id=item.name,
            name=item.name,
            next_run_time=datetime.now(UTC) + (item.every if item.first is None else item.first),
        )
    return ticker


def guarded(item: Recurring) -> Callable[[], None]:
    """A recurring thing that fails is told in the log and comes again."""

    def run_it() -> None:
        try:
            item.run()
        except DBAPIError as problem:
            log.error("%s: the database refuses (%s)", item.name, type(problem.orig).__name__)
        except Exception as problem:
            log.error("%s went wrong: %s", item.name, place_of(problem))

    return run_it
