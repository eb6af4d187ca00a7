"""Taking in a table of questions that was uploaded."""

from __future__ import annotations

from typing import Any

from campaigns.clock import wall_time
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, Refusal
from campaigns.needs.actions import import_needs
from campaigns.needs.actions.understanding import (
    Understood,
    intake_of,
    remembered_mapping,
    understand_table,
)
from campaigns.needs.intake.questions import OpenQuestion
from campaigns.needs.learning.queries import model_of
from campaigns.needs.reading import Wishes, read_table
from campaigns.needs.redaction import redact
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.settings import secret_key
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """`order` holds the kind of the file (`name`, never its own) and may correct columns (`choices`: column=field).

    `wishes` say how the file is to be read: header_row, sheet (its place), encoding.
    """
    try:
        return _take_in(task)
    except Refusal as refused:
        problem = refused.for_screen() if isinstance(refused, OpenQuestion) else refused
        # The sentence is kept with the work and may quote column names: in a file without any, they are data.
        values = {
            name: redact(value).text if isinstance(value, str) else value
            for name, value in problem.values.items()
        }
        raise type(problem)(problem.message, field=problem.field, **values) from None


def _take_in(task: Task) -> dict[str, Any]:
    if task.programme_id is None:
        raise BadInput("This work names no programme.")
    upload = task.opened()
    by, key = _asker(task), secret_key(task.settings, "pseudonym.key")
    understood = _understand(task, upload, key)
    with session_scope(task.engine) as session:
        result = import_needs(
            session,
            programme=session.get_one(Programme, task.programme_id),
            data=upload,
            name=_name(task),
            key=key,
            by=by,
            now=task.clock(),
            understood=understood,
        )
    task.report(result.read, result.read)
    return result.for_screen()


def _understand(task: Task, upload: bytes, key: bytes) -> Understood:
    """Everything slow, while no transaction is open."""
    task.report(0, None)
    table = read_table(upload, name=_name(task), wishes=Wishes(**(task.order.get("wishes") or {})))
    with read_scope(task.engine) as session:
        programme = session.get_one(Programme, task.programme_id)
        today = wall_time(task.clock(), programme.zone).date()
        model = model_of(session, task.store, programme_id=task.programme_id or 0)
        intake = intake_of(session, programme, key=key, today=today, model=model)
        remembered = remembered_mapping(session, programme, table)

    def progress(done: int, total: int) -> bool:
        task.report(done, total)
        return False

    choices = task.order.get("choices") or ()
    return understand_table(table, intake, choices=choices, remembered=remembered, progress=progress)


def _name(task: Task) -> str:
    return str(task.order.get("name") or "upload")


def _asker(task: Task) -> Actor | None:
    """Who asked, with the roles held now: a right that was taken away meanwhile no longer counts."""
    if task.asked_by is None:
        return None
    with read_scope(task.engine) as session:
        return load_actor(session, session.get_one(Person, task.asked_by), task.programme_id)
