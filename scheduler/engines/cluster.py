"""The engine of several machines on one PostgreSQL: every worker sends, and Procrastinate shares out the rest.

Posts are claimed straight from our table, row by row: that is quicker than a job each, and the claim is the same as
on one machine. What recurs is done by one machine at a time, long work by whichever is free.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from sqlalchemy import Engine, text

from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.errors import Unusable
from campaigns.work.heartbeat import forget_worker
from campaigns.work.queries import IMPORTS, OTHERS, waiting_ids
from scheduler.deps import Deps
from scheduler.engines import jobs
from scheduler.engines.sending import SORE_SLEEP, keep_sending, watching
from scheduler.engines.ticking import make_ticker
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.timetable import Recurring, do_one_piece, timetable
from scheduler.traces import place_of

#: How many things that recur one machine does side by side, and how many pieces of long work from each queue.
SIDE_BY_SIDE, PIECES = 4, 1
#: Leases are moments on the clocks of all machines: one that is further off than this does not work.
MOST_CLOCK_DRIFT = timedelta(seconds=20)
LOOK_S, OFFER_AGAIN_S, CLEAR_S = 0.5, 60.0, 15.0

log = logging.getLogger("litfass.worker")


def run(deps: Deps) -> None:
    """Works until `deps.stop` is set. Raises `Unusable` where this machine cannot be part of a cluster."""
    if deps.engine.dialect.name != "postgresql":
        raise Unusable(
            "Several machines cannot share a SQLite database. Set LITFASS_DATABASE_URL to a PostgreSQL database, or "
            "leave LITFASS_ENGINE out."
        )
    check_clock(deps.engine, deps.clock)
    jobs.prepare_schema(deps.engine)
    lock = SenderLock(deps.engine, deps.worker)
    lock.acquire(deps.clock())
    publisher = Publisher(deps)
    recurring = [*timetable(deps, lock), watching(publisher, lock)]
    clock = Recurring("clock", timedelta(seconds=30), lambda: _end_with_a_wrong_clock(deps))
    ticker = make_ticker([*(item for item in recurring if item.everywhere), clock])
    shared = [item for item in recurring if not item.everywhere]
    others = threading.Thread(target=_share, args=(deps, shared), name="jobs")
    ticker.start()
    others.start()
    try:
        keep_sending(publisher, lock)
    finally:
        deps.stop.set()
        ticker.shutdown(wait=True)
        others.join()
        lock.release()
        with session_scope(deps.engine) as session:
            forget_worker(session, worker=deps.worker)
        log.info("the worker %s has ended", deps.worker)


def check_clock(engine: Engine, clock: Clock) -> None:
    """Refuses a machine whose clock is not the database's: it would believe the claims of others to be over."""
    with engine.connect() as connection:
        theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    drift = clock() - theirs.astimezone(UTC)
    if abs(drift) > MOST_CLOCK_DRIFT:
        raise Unusable(
            "This machine's clock is {seconds} seconds away from the database's, so its worker does not work. Set "
            "both by the network (timedatectl set-ntp true), then start it again.",
            seconds=round(abs(drift.total_seconds())),
        )


def _end_with_a_wrong_clock(deps: Deps) -> None:
    try:
        check_clock(deps.engine, deps.clock)
    except Unusable as problem:
        log.error("%s", problem)
        deps.stop.set()


def _share(deps: Deps, recurring: list[Recurring]) -> None:
    """Procrastinate's part, begun again whenever the database was away."""
    # Its own lines would tell of every tick.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    while not deps.stop.is_set():
        try:
            asyncio.run(_serve(deps, recurring))
        except ConnectorException as problem:
            log.error("the database refuses jobs (%s); asking again soon", type(problem).__name__)
        except Exception as problem:
            log.error("sharing the work went wrong: %s", place_of(problem))
        deps.stop.wait(SORE_SLEEP)


async def _serve(deps: Deps, recurring: list[Recurring]) -> None:
    threads = ThreadPoolExecutor(SIDE_BY_SIDE + 2 * PIECES + 2, thread_name_prefix="job")
    asyncio.get_running_loop().set_default_executor(threads)
    ticks = jobs.app_for_recurring(deps.engine, recurring)
    work = jobs.app_for_work(deps.engine, lambda work_id: do_one_piece(deps, work_id))
    async with ticks.open_async(), work.open_async():
        await _until_one_ends(
            _serve_queue(ticks, jobs.RECURRING, SIDE_BY_SIDE, deps.worker),
            _serve_queue(work, jobs.WORK, PIECES, deps.worker),
            _serve_queue(work, jobs.IMPORTS, PIECES, deps.worker),
            _offer(work, deps),
            _clear(work),
            _stopped(deps),
        )


async def _serve_queue(app: App, queue: str, concurrency: int, worker: str) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=f"{worker} {queue}",
        concurrency=concurrency,
        install_signal_handlers=False,
        delete_jobs="always",
        stalled_worker_timeout=jobs.SILENT_S,
    )


async def _until_one_ends(*parts: Coroutine[Any, Any, None]) -> None:
    """All parts side by side; when one ends, by itself or by a fault, the others do what they are at and end too."""
    tasks = [asyncio.create_task(part) for part in parts]
    done, open_ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in open_:
        task.cancel()
    await asyncio.gather(*open_, return_exceptions=True)
    for task in done:
        task.result()


async def _stopped(deps: Deps) -> None:
    while not deps.stop.is_set():
        await asyncio.sleep(LOOK_S)


async def _offer(app: App, deps: Deps) -> None:
    """Makes a job of each piece of work that waits; again after a while, in case the job was lost."""
    loop = asyncio.get_running_loop()
    offered: dict[int, float] = {}
    while True:
        waiting = await asyncio.to_thread(_waiting, deps.engine)
        offered = {number: at for number, at in offered.items() if number in waiting}
        for number, queue in waiting.items():
            if number not in offered or loop.time() - offered[number] > OFFER_AGAIN_S:
                await jobs.offer_work(app, number, queue=queue)
                offered[number] = loop.time()
        await asyncio.sleep(LOOK_S)


def _waiting(engine: Engine) -> dict[int, str]:
    """The work that waits and its queue: imports have their own, or a file would wait behind a film."""
    with read_scope(engine) as session:
        imports = dict.fromkeys(waiting_ids(session, IMPORTS), jobs.IMPORTS)
        return imports | dict.fromkeys(waiting_ids(session, OTHERS), jobs.WORK)


async def _clear(app: App) -> None:
    while True:
        await jobs.throw_away_lost_jobs(app)
        await asyncio.sleep(CLEAR_S)
