"""How a worker says that it lives."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.work.models import Heartbeat


def beat(session: Session, *, worker: str, started_at: datetime, is_publisher: bool, now: datetime) -> None:
    """Says that a worker process lives, and whether it is the one that sends."""
    row = session.get(Heartbeat, worker)
    if row is None:
        row = Heartbeat(worker=worker, beat_at=now, started_at=started_at)
    row.beat_at, row.is_publisher = now, is_publisher
    session.add(row)
    session.flush()


def forget_worker(session: Session, *, worker: str) -> None:
    """Takes away the heartbeat of a worker that ended in good order."""
    row = session.get(Heartbeat, worker)
    if row is not None:
        session.delete(row)
        session.flush()
