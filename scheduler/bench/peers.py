"""What others do on the same machine at equal durability: one post a job."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import Engine

from campaigns.db import make_engine
from scheduler.engines import jobs

#: How many jobs Procrastinate does side by side.
SIDE_BY_SIDE = 10


def job_store_rate(folder: Path, count: int) -> float:
    """Jobs per second of APScheduler with its own table on SQLite, WAL and FULL: one post a job."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    engine = make_engine(f"sqlite:///{folder}/jobs.sqlite", trail_key=token_bytes(32))
    ticker = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        job_defaults={"misfire_grace_time": None},
        timezone="UTC",
    )
    ticker.start(paused=True)
    for number in range(count):
        ticker.add_job(_nothing, "date", run_date=datetime.now(UTC), id=str(number))
    begun = time.perf_counter()
    ticker.resume()
    while ticker.get_jobs():
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    ticker.shutdown()
    engine.dispose()
    return count / seconds


def _nothing() -> None:
    """What a stored job does here."""


def job_queue_rate(engine: Engine, count: int) -> float:
    """Jobs per second of Procrastinate on the same server, ten side by side: one post a job."""
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    jobs.prepare_schema(engine)
    return count / asyncio.run(_work_off(engine, count))


async def _work_off(engine: Engine, count: int) -> float:
    app = jobs.app_for_work(engine, lambda work_id: None)
    async with app.open_async():
        for number in range(count):
            await jobs.offer_work(app, number)
        begun = time.perf_counter()
        await app.run_worker_async(
            queues=[jobs.WORK],
            concurrency=SIDE_BY_SIDE,
            wait=False,
            install_signal_handlers=False,
            delete_jobs="always",
        )
        return time.perf_counter() - begun
