"""Long work that nobody has to ask for: looking for new phrases every day, learning topics every week."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.db import read_scope, session_scope
from campaigns.needs.learning.queries import count_examples
from campaigns.needs.learning.training import FEWEST_EXAMPLES
from campaigns.people.models import Programme
from campaigns.people.queries import list_programmes
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work
from campaigns.work.queries import last_work
from scheduler.deps import Deps

#: An hour less than the day and the week: the look of one day must not drift into the next.
EVERY = {
    WorkKind.FIND_PHRASES: timedelta(hours=23),
    WorkKind.TRAIN_TOPICS: timedelta(days=7) - timedelta(hours=1),
}

log = logging.getLogger("litfass.worker")


def ask_for_learning(deps: Deps) -> int:
    """Puts in the queue what is due for each programme that keeps words; says how much that was."""
    now = deps.clock()
    with read_scope(deps.engine) as session:
        due = [
            (programme.id or 0, kind)
            for programme in list_programmes(session)
            if programme.keeps_free_text
            for kind in EVERY
            if _is_due(session, programme, kind, now)
        ]
    for programme_id, kind in due:
        with session_scope(deps.engine) as session:
            request_work(
                session, kind=kind, programme_id=programme_id, subject_id=programme_id, by=None, now=now
            )
        log.info("%s is due in programme %s", kind, programme_id)
    return len(due)


def _is_due(session: Session, programme: Programme, kind: WorkKind, now: datetime) -> bool:
    programme_id = programme.id or 0
    last = last_work(session, kind=kind, subject_id=programme_id)
    if last is not None and (last.ended_at is None or now - last.asked_at < EVERY[kind]):
        return False
    if kind is WorkKind.TRAIN_TOPICS:
        return count_examples(session, programme_id=programme_id) >= FEWEST_EXAMPLES
    return True
