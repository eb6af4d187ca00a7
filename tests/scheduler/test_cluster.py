"""Several workers on one PostgreSQL: everything is done once, whoever does it; on SQLite there is no cluster."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from campaigns.clock import system_clock, wall_time
from campaigns.db import read_scope, session_scope
from campaigns.errors import Unusable
from campaigns.placements.actions import move
from campaigns.vocabulary import PlacementStatus, WorkKind, WorkStatus
from campaigns.work.actions import finish_work, request_work
from campaigns.work.models import Work
from campaigns.work.queries import heartbeats
from scheduler.deps import Deps
from scheduler.engines import jobs
from scheduler.engines.cluster import check_clock, run
from scheduler.lock import SenderLock
from scheduler.timetable import Recurring, timetable
from tests.scheduler.stage import Stage
from tests.scheduler.test_embedded import PATIENCE, wait_until

WORKERS = ("one-1-a", "two-1-b")


@pytest.fixture
def shared(stage: Stage) -> Iterator[Stage | None]:
    """The stage where the database can be shared, without what another test left of the jobs; else None."""
    if stage.engine.dialect.name == "sqlite":
        yield None
        return
    yield stage
    with stage.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {jobs.SCHEMA} CASCADE")


@contextmanager
def running(*workers: Deps) -> Iterator[None]:
    """Workers in threads of their own, told to end afterwards."""
    threads = [threading.Thread(target=run, args=(deps,)) for deps in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for deps in workers:
            deps.stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)


def place_now(stage: Stage) -> int:
    placement = stage.place()
    with session_scope(stage.engine) as session:
        move(
            session,
            placement_id=placement,
            wall=wall_time(system_clock() + timedelta(seconds=1), "Europe/Berlin"),
            by=stage.cast.staff,
            now=system_clock(),
        )
    return placement


def test_there_is_no_cluster_on_sqlite(stage: Stage) -> None:
    if stage.engine.dialect.name == "sqlite":
        with pytest.raises(Unusable, match="LITFASS_DATABASE_URL"):
            run(stage.deps())


def test_two_workers_share_posts_and_long_work_and_do_each_once(shared: Stage | None) -> None:
    if shared is None:
        return
    done: list[tuple[str, int]] = []

    def work_it(deps: Deps, work_id: int) -> None:
        done.append((deps.worker, work_id))
        with session_scope(deps.engine) as session:
            finish_work(session, work_id=work_id, worker=deps.worker, result={}, now=deps.clock())

    placements = [place_now(shared) for _ in range(6)]
    with session_scope(shared.engine) as session:
        asked = [
            request_work(session, kind=WorkKind.REPORT, programme_id=1, by=None, now=shared.now).id
            for _ in range(6)
        ]
    workers = [shared.deps(worker=name, clock=system_clock, run_work=work_it) for name in WORKERS]
    with running(*workers):
        wait_until(lambda: all(shared.status(one) is PlacementStatus.PUBLISHED for one in placements))
        wait_until(lambda: len(done) >= len(asked))
        with read_scope(shared.engine) as session:
            assert {row.worker for row in heartbeats(session)} <= set(WORKERS)
    assert sorted(work for _, work in done) == asked
    assert all(len(shared.publications(one)) == 1 for one in placements)
    with read_scope(shared.engine) as session:
        assert {session.get_one(Work, one).status for one in asked} == {WorkStatus.DONE}
        assert heartbeats(session) == []


def serve_until(engine: Engine, recurring: list[Recurring], over: Callable[[], bool]) -> None:
    """Two machines that do what recurs, until something holds."""

    async def serve() -> None:
        apps = [jobs.app_for_recurring(engine, recurring) for _ in WORKERS]
        async with apps[0].open_async(), apps[1].open_async():
            await jobs.throw_away_lost_jobs(apps[0])
            served = [
                asyncio.create_task(
                    app.run_worker_async(
                        queues=[jobs.RECURRING], install_signal_handlers=False, delete_jobs="always"
                    )
                )
                for app in apps
            ]
            await asyncio.to_thread(wait_until, over)
            for task in served:
                task.cancel()
            await asyncio.gather(*served, return_exceptions=True)

    asyncio.run(serve())


def test_what_recurs_is_done_by_one_machine_at_a_time(shared: Stage | None) -> None:
    if shared is None:
        return
    jobs.prepare_schema(shared.engine)
    at_once: Counter[str] = Counter()
    moments: list[int] = []

    def tick() -> None:
        at_once["now"] += 1
        at_once["most"] = max(at_once["most"], at_once["now"])
        moments.append(int(system_clock().timestamp()))
        at_once["now"] -= 1

    serve_until(shared.engine, [Recurring("tick", timedelta(seconds=1), tick)], lambda: len(set(moments)) > 2)
    assert at_once["most"] == 1


def test_a_dead_machine_keeps_nothing_from_recurring(shared: Stage | None) -> None:
    if shared is None:
        return
    jobs.prepare_schema(shared.engine)
    with shared.engine.begin() as connection:
        # As a machine leaves it that was killed in the middle: running, locked, and its worker forgotten.
        connection.exec_driver_sql(f"SET LOCAL search_path = {jobs.SCHEMA}")
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status) "
                "VALUES (:queue, 'tick', 'tick', 'tick', 'doing')"
            ),
            {"queue": jobs.RECURRING},
        )
    done = threading.Event()
    serve_until(shared.engine, [Recurring("tick", timedelta(seconds=1), done.set)], done.is_set)
    assert done.is_set()


def test_the_schema_of_jobs_is_made_once_and_anew_for_another_version(shared: Stage | None) -> None:
    if shared is None:
        return

    def mark() -> object:
        with shared.engine.connect() as connection:
            return connection.execute(
                text("SELECT oid FROM pg_class WHERE relname = 'procrastinate_jobs'")
            ).scalar_one()

    jobs.prepare_schema(shared.engine)
    first = mark()
    jobs.prepare_schema(shared.engine)
    assert mark() == first
    with shared.engine.begin() as connection:
        connection.exec_driver_sql(f"COMMENT ON SCHEMA {jobs.SCHEMA} IS '0.1'")
    jobs.prepare_schema(shared.engine)
    assert mark() != first


def test_a_machine_with_another_clock_does_not_work(shared: Stage | None) -> None:
    if shared is None:
        return
    check_clock(shared.engine, system_clock)
    with pytest.raises(Unusable, match="clock is 60 seconds away"):
        check_clock(shared.engine, lambda: system_clock() + timedelta(minutes=1))
    placement = place_now(shared)
    with pytest.raises(Unusable):
        run(replace(shared.deps(), clock=lambda: system_clock() + timedelta(days=1)))
    assert shared.status(placement) is PlacementStatus.SCHEDULED


def test_everything_that_recurs_can_be_shared(stage: Stage) -> None:
    deps = stage.deps()
    for item in timetable(deps, SenderLock(stage.engine, deps.worker)):
        assert jobs.cron_of(item.every)


@pytest.mark.any_database
@pytest.mark.parametrize("every", [timedelta(seconds=7), timedelta(minutes=45), timedelta(days=2)])
def test_a_distance_that_cron_cannot_say_is_refused(every: timedelta) -> None:
    with pytest.raises(ValueError, match="does not divide"):
        jobs.cron_of(every)
