"""Taking a published post down on its channel because a person asks."""

from __future__ import annotations

from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, NotReady
from campaigns.placements.actions.taking_down import note_taken_down, published_at
from scheduler.contract import Absent
from scheduler.examining import sender_of
from scheduler.jobs.task import Task
from scheduler.means import make_means
from scheduler.registry import make_adapters


def run(task: Task) -> dict[str, Any]:
    """The placement is the subject. A post that is not there any more counts as taken down."""
    if task.subject_id is None:
        raise BadInput("This work names no placement.")
    task.report(0, 1)
    with read_scope(task.engine) as session:
        account_id, remote_id = published_at(session, placement_id=task.subject_id)
    channel, sender = sender_of(task.engine, account_id)
    adapter = make_adapters(task.settings, make_means(task.settings, task.engine)).get(channel)
    if adapter is None:
        raise NotReady("There is no way to reach this kind of channel from here.")
    found = adapter.take_down(sender, remote_id)
    if not isinstance(found, Absent):
        reason = getattr(found, "reason", "")
        raise NotReady("It could not be taken down: {reason} Look at the account.", reason=reason)
    with session_scope(task.engine) as session:
        note_taken_down(session, placement_id=task.subject_id, now=task.clock())
    task.report(1, 1)
    return {}
