"""Long work in a process of its own: the worker stays small, and a film cannot make a post late.

One process per piece of work, started afresh and gone afterwards, so an idle worker holds no renderer and no
language model. If it dies (no memory, killed), the work is freed as if its worker had died.
"""

from __future__ import annotations

import logging
import os
import threading
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from assets.memory import keep_one_heap
from campaigns.db import open_engine, read_scope, session_scope
from campaigns.settings import Settings
from campaigns.vocabulary import WorkStatus
from campaigns.work.actions import lose_work, release_work
from campaigns.work.queries import get_work
from scheduler.deps import Deps

#: How often the parent looks whether it has to end.
LOOK_EVERY = 0.5
#: Heavy work steps back when something else wants the processor.
NICENESS = 10

log = logging.getLogger("litfass.work")


def run_in_child(deps: Deps, work_id: int) -> None:
    """Does a claimed piece of work in a new process and waits; a stop ends the process and frees the work."""
    child = get_context("spawn").Process(
        target=_child, args=(deps.settings, work_id, deps.worker, os.getpid()), name=f"work-{work_id}"
    )
    child.start()
    while child.is_alive() and not deps.stop.is_set():
        child.join(LOOK_EVERY)
    asked_to_end = child.is_alive()
    _end(child)
    with read_scope(deps.engine) as session:
        left_open = get_work(session, work_id).status is WorkStatus.RUNNING
    if left_open:
        log.warning("the process of work %s ended with status %s", work_id, child.exitcode)
        free = release_work if asked_to_end else lose_work
        with session_scope(deps.engine) as session:
            free(session, work_id=work_id, worker=deps.worker, now=deps.clock())


def _end(child: BaseProcess) -> None:
    if child.is_alive():
        child.terminate()
        child.join(5)
    if child.is_alive():
        child.kill()
        child.join()


def _child(settings: Settings, work_id: int, worker: str, parent: int) -> None:
    from scheduler.jobs.running import do_work
    from scheduler.logs import start_log

    keep_one_heap()
    start_log(settings)
    os.nice(NICENESS)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    engine = open_engine(settings)
    try:
        do_work(settings, engine, settings.clock, work_id=work_id, worker=worker)
    finally:
        engine.dispose()


def _end_with(parent: int) -> None:
    """A worker that was killed cannot end its child; the child ends itself."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1)
    os._exit(1)
