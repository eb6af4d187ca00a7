"""What has been kept for long enough is deleted: questions, logins, letters, work, subscriptions, screenshots."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.db import read_scope
from campaigns.mail.outbox import forget_old_mail
from campaigns.needs.actions.forgetting import forget_old_needs
from campaigns.newsletter.forgetting import forget_newsletter
from campaigns.people.actions.forgetting import forget_old_logins
from campaigns.people.queries import get_programme, list_programmes
from campaigns.placements.spaces.forgetting import forget_screenshots
from campaigns.work.actions import forget_old_work
from campaigns.write_ahead import empty_write_ahead_log
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")

FORGETTING: Mapping[str, Callable[..., int]] = {
    "logins": forget_old_logins,
    "letters": forget_old_mail,
    "work": forget_old_work,
    "newsletter": forget_newsletter,
    "screenshots": forget_screenshots,
}


def forget_what_is_old(deps: Deps) -> int:
    """Deletes all that is older than its limit, each kind in a transaction of its own; says how many rows."""
    deleted = sum(forget_at(deps.engine, now=deps.clock()).values())
    if deleted:
        log.info("%d rows were old enough and are deleted", deleted)
    return deleted


def forget_at(engine: Engine, *, now: datetime, is_rehearsal: bool = False) -> dict[str, int]:
    """Deletes what is over its limit at this moment, by kind; a rehearsal takes everything back."""
    with read_scope(engine) as session:
        programmes = [programme.id or 0 for programme in list_programmes(session)]
    deleted = {"questions": 0}
    for programme_id in programmes:
        with _transaction(engine, is_rehearsal) as session:
            programme = get_programme(session, programme_id)
            deleted["questions"] += forget_old_needs(session, programme=programme, now=now)
    for kind, forget in FORGETTING.items():
        with _transaction(engine, is_rehearsal) as session:
            deleted[kind] = forget(session, now=now)
    if any(deleted.values()) and not is_rehearsal:
        empty_write_ahead_log(engine)
    return deleted


@contextmanager
def _transaction(engine: Engine, is_rehearsal: bool) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session, session.begin() as running:
        yield session
        if is_rehearsal:
            running.rollback()
