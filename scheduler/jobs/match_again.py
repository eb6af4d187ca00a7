"""Matching all questions without a topic again, after a programme made or changed one."""

from __future__ import annotations

from typing import Any

from campaigns.db import session_scope
from campaigns.errors import BadInput
from campaigns.needs.own_topics.matching import match_again
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Goes on where the action that asked for it stopped (`below`); every portion is kept for itself."""
    if task.programme_id is None:
        raise BadInput("This work names no programme.")
    below = task.order.get("below")
    read = matched = 0
    while True:
        with session_scope(task.engine) as session:
            portion = match_again(session, programme_id=task.programme_id, below=below)
        read, matched, below = read + portion.read, matched + portion.matched, portion.below
        task.report(read, None)
        if below is None:
            return {"read": read, "matched": matched}
