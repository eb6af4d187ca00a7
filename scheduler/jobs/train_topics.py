"""Learning topics from what people confirmed. The model is kept only when it names them better than the keywords."""

from __future__ import annotations

from typing import Any

from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.needs.learning.actions import save_training, store_model
from campaigns.needs.learning.queries import confirmed_examples
from campaigns.needs.learning.training import train
from campaigns.needs.own_topics.book import book_of
from campaigns.people.models import Programme
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Trains outside any transaction and writes the figures down; refuses too few confirmed questions."""
    if task.programme_id is None:
        raise BadInput("This work names no programme.")
    with read_scope(task.engine) as session:
        examples = confirmed_examples(session, programme_id=task.programme_id)
        book = book_of(session, task.programme_id)
    task.report(0, None)
    trained = train(examples, book=book)
    digest = store_model(task.store, trained)
    with session_scope(task.engine) as session:
        save_training(
            session,
            programme=session.get_one(Programme, task.programme_id),
            trained=trained,
            digest=digest,
            now=task.clock(),
        )
    return {
        "kept": digest is not None,
        "trained_on": trained.trained_on,
        "held_out": trained.held_out,
        "rules_right": trained.rules_right,
        "model_right": trained.model_right,
    }
