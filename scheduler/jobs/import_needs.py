"""Taking in a table of questions that was uploaded."""

from __future__ import annotations

from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.needs.actions import import_needs
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.settings import secret_key
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """`order` names the file (`name`) and may correct columns (`choices`: column=field)."""
    if task.upload is None or task.programme_id is None:
        raise BadInput("The file is gone. Upload it once more.")
    by = _asker(task)
    task.report(0, None)
    with session_scope(task.engine) as session:
        result = import_needs(
            session,
            programme=session.get_one(Programme, task.programme_id),
            data=task.upload,
            name=str(task.order.get("name") or "upload"),
            key=secret_key(task.settings, "pseudonym.key"),
            choices=task.order.get("choices") or (),
            by=by,
            now=task.clock(),
        )
    task.report(result.read, result.read)
    return result.as_json()


def _asker(task: Task) -> Actor | None:
    """Who asked, with the roles held now: a right that was taken away meanwhile no longer counts."""
    if task.asked_by is None:
        return None
    with read_scope(task.engine) as session:
        return load_actor(session, session.get_one(Person, task.asked_by), task.programme_id)
