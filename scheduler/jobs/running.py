"""Doing one claimed piece of work to its end, in this process, whatever becomes of it."""

from __future__ import annotations

import importlib
import logging

from sqlalchemy import Engine

from assets.errors import AssetError
from assets.store import Store
from campaigns.clock import Clock
from campaigns.db import read_scope, session_scope
from campaigns.errors import Conflict, Refusal
from campaigns.settings import Settings
from campaigns.work.actions import finish_work, refuse_work, stop_work
from campaigns.work.models import Work
from campaigns.work.queries import get_work
from scheduler.jobs import JOBS
from scheduler.jobs.task import Stopped, Task
from scheduler.traces import place_of

MISTAKE = (
    "This could not be done because of a mistake in Litfass. Nothing you did was wrong. "
    "The worker's log names the place (work {work_id}); please tell whoever looks after this machine."
)

log = logging.getLogger("litfass.work")


def do_work(settings: Settings, engine: Engine, clock: Clock, *, work_id: int, worker: str) -> None:
    """Runs the job of a piece of work that `worker` has claimed, and writes down how it ended."""
    with read_scope(engine) as session:
        work = get_work(session, work_id)
        session.expunge(work)
    try:
        result = importlib.import_module(JOBS[work.kind]).run(_task(settings, engine, clock, work, worker))
        with session_scope(engine) as session:
            finish_work(session, work_id=work_id, worker=worker, result=result, now=clock())
        log.info("work %s (%s) is done", work_id, work.kind)
    except Stopped:
        with session_scope(engine) as session:
            stop_work(session, work_id=work_id, worker=worker, now=clock())
        log.info("work %s (%s) was stopped", work_id, work.kind)
    except Refusal as problem:
        _refuse(engine, clock, work_id, worker, problem)
    except AssetError as problem:
        _refuse(engine, clock, work_id, worker, Refusal(problem.sentence, **problem.values))
    except Exception as problem:
        log.error("work %s (%s) broke: %s", work_id, work.kind, place_of(problem))
        _refuse(engine, clock, work_id, worker, Refusal(MISTAKE, work_id=work_id))


def _task(settings: Settings, engine: Engine, clock: Clock, work: Work, worker: str) -> Task:
    return Task(
        settings=settings,
        engine=engine,
        clock=clock,
        store=Store(settings.files_url),
        worker=worker,
        work_id=work.id or 0,
        programme_id=work.programme_id,
        subject_id=work.subject_id,
        order=work.order,
        upload=work.upload,
        asked_by=work.asked_by,
    )


def _refuse(engine: Engine, clock: Clock, work_id: int, worker: str, problem: Refusal) -> None:
    try:
        with session_scope(engine) as session:
            refuse_work(session, work_id=work_id, worker=worker, problem=problem, now=clock())
    except Conflict:
        log.warning("work %s went to somebody else meanwhile", work_id)
        return
    log.info("work %s was refused", work_id)
