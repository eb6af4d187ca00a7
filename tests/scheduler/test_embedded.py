"""The worker as a process: it sends on time, ends in good order, and does long work beside."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from campaigns.clock import system_clock, wall_time
from campaigns.db import read_scope, session_scope
from campaigns.placements.actions import move
from campaigns.vocabulary import PlacementStatus, WorkKind, WorkStatus
from campaigns.work.actions import finish_work, request_work
from campaigns.work.models import Work
from campaigns.work.queries import heartbeats
from scheduler.deps import Deps
from scheduler.engines.embedded import run
from scheduler.lock import SenderLock
from tests.scheduler.stage import Stage

PATIENCE = 60.0


@contextmanager
def running(deps: Deps) -> Iterator[None]:
    """A worker in a thread of its own, told to end afterwards."""
    thread = threading.Thread(target=run, args=(deps,))
    thread.start()
    try:
        yield
    finally:
        deps.stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_until(condition: Callable[[], bool]) -> None:
    """Looks until it holds; the test fails when it never does."""
    end = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it never happened"
        pause.wait(0.02)


def test_a_post_goes_out_at_its_moment_and_not_before(stage: Stage) -> None:
    placement = stage.place()
    deps = stage.deps(clock=system_clock)
    due = system_clock() + timedelta(seconds=1.5)
    with session_scope(stage.engine) as session:
        moved = move(
            session,
            placement_id=placement,
            wall=wall_time(due, "Europe/Berlin"),
            by=stage.cast.staff,
            now=system_clock(),
        )
        assert moved.next_at == due
    with running(deps):
        wait_until(lambda: stage.status(placement) is PlacementStatus.PUBLISHED)
    [publication] = stage.publications(placement)
    assert publication.published_at >= due  # how late it may be is what the bench measures


def test_a_running_worker_beats_and_one_that_ended_is_forgotten(stage: Stage) -> None:
    def beats() -> list[tuple[str, bool]]:
        with read_scope(stage.engine) as session:
            return [(row.worker, row.is_publisher) for row in heartbeats(session)]

    with running(stage.deps()):
        wait_until(lambda: beats() == [("first", True)])
    assert beats() == []


def test_long_work_is_done_beside(stage: Stage) -> None:
    done: list[int] = []

    def work_it(deps: Deps, work_id: int) -> None:
        with session_scope(deps.engine) as session:
            finish_work(session, work_id=work_id, worker=deps.worker, result={}, now=deps.clock())
        done.append(work_id)

    with session_scope(stage.engine) as session:
        work = request_work(session, kind=WorkKind.REPORT, programme_id=1, by=None, now=stage.now)
    with running(stage.deps(run_work=work_it)):
        wait_until(lambda: done == [work.id])
    with read_scope(stage.engine) as session:
        assert session.get_one(Work, work.id).status is WorkStatus.DONE


def test_a_file_waits_behind_no_other_long_work(stage: Stage) -> None:
    begun, imported = threading.Event(), threading.Event()

    def work_it(deps: Deps, work_id: int) -> None:
        with read_scope(stage.engine) as session:
            kind = session.get_one(Work, work_id).kind
        begun.set()
        if kind is WorkKind.IMPORT_NEEDS:
            imported.set()
        else:
            imported.wait(PATIENCE)

    with running(stage.deps(run_work=work_it)):
        with session_scope(stage.engine) as session:
            request_work(session, kind=WorkKind.REPORT, programme_id=1, by=None, now=stage.now)
        assert begun.wait(PATIENCE)
        with session_scope(stage.engine) as session:
            request_work(session, kind=WorkKind.IMPORT_NEEDS, programme_id=1, by=None, now=stage.now)
        assert imported.wait(PATIENCE)


def test_a_second_worker_says_once_that_it_stays_idle(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    if stage.engine.dialect.name != "sqlite":
        # On a shared database nobody is idle; test_lock says so.
        return
    lock = SenderLock(stage.engine, "the other one")
    lock.acquire(stage.clock())
    placement = stage.place()
    stage.clock.moment = stage.now + timedelta(minutes=2)
    with caplog.at_level(logging.WARNING, "litfass.worker"), running(stage.deps()):
        wait_until(lambda: bool(caplog.messages))
    assert [message for message in caplog.messages if "stays idle" in message] == [
        "another worker (the other one) sends for this database; this one stays idle and looks again every 5 seconds"
    ]
    assert stage.status(placement) is PlacementStatus.SCHEDULED
    lock.release()


def test_a_thing_that_goes_wrong_again_and_again_does_not_end_the_worker(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def break_it(deps: Deps, work_id: int) -> None:
        raise RuntimeError("what somebody wrote")

    with session_scope(stage.engine) as session:
        request_work(session, kind=WorkKind.REPORT, programme_id=1, by=None, now=stage.now)
    placement = stage.place()
    stage.clock.moment = stage.now + timedelta(minutes=2)
    with caplog.at_level(logging.ERROR), running(stage.deps(run_work=break_it)):
        wait_until(lambda: any("went wrong" in message for message in caplog.messages))
        wait_until(lambda: stage.status(placement) is PlacementStatus.PUBLISHED)
    assert "what somebody wrote" not in caplog.text
