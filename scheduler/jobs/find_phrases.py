"""Looking for phrases that are suddenly frequent and belong to no topic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.needs.emerging.actions import save_phrases
from campaigns.needs.emerging.phrases import emerging_phrases
from campaigns.needs.emerging.queries import RECENT_WEEKS, kept_texts
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.queries import last_day_asked
from campaigns.people.models import Programme
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Replaces what was open by what came up in the last weeks; says how many questions were read."""
    if task.programme_id is None:
        raise BadInput("This work names no programme.")
    with read_scope(task.engine) as session:
        programme = session.get_one(Programme, task.programme_id)
        as_of = _as_of(session, programme, wall_time(task.clock(), programme.zone).date())
        asked = kept_texts(session, programme_id=task.programme_id, as_of=as_of)
        book, smallest = book_of(session, task.programme_id), programme.smallest_count
    task.report(0, None)
    phrases = emerging_phrases(asked, book=book, smallest=smallest)
    with session_scope(task.engine) as session:
        found = save_phrases(
            session,
            programme=session.get_one(Programme, task.programme_id),
            phrases=phrases,
            as_of=as_of,
            now=task.clock(),
        )
    return {"found": found, "read": len(asked), "as_of": as_of.isoformat()}


def _as_of(session: Session, programme: Programme, today: date) -> date:
    """Today, or the last question's day where an office hands its list in less than once in the recent weeks."""
    last = last_day_asked(session, programme_id=programme.id or 0)
    return min(last, today) if last and last < today - timedelta(weeks=RECENT_WEEKS) else today
