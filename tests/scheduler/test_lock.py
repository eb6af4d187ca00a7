"""One sender per SQLite database; on a shared database the rows are the locks."""

from __future__ import annotations

import os
import signal
from datetime import timedelta

import pytest
from sqlmodel import Session

from campaigns.db import session_scope
from campaigns.placements.models import PublisherLock
from campaigns.placements.sending.claim import TakenOver
from campaigns.vocabulary import PlacementStatus
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from scheduler.rounds import run_once
from tests.scheduler.stage import Stage


def is_sqlite(stage: Stage) -> bool:
    return stage.engine.dialect.name == "sqlite"


def test_threat_06_a_second_worker_does_nothing_and_names_the_first(stage: Stage) -> None:
    placement = stage.place()
    first = SenderLock(stage.engine, "first")
    assert first.acquire(stage.clock())
    stage.clock.moment = stage.now + timedelta(minutes=2)
    second = run_once(stage.deps(worker="second"))
    if is_sqlite(stage):
        assert second.idle_behind == "first"
        assert stage.status(placement) is PlacementStatus.SCHEDULED
    else:
        assert second.idle_behind is None
        assert stage.status(placement) is PlacementStatus.PUBLISHED
    first.release()


def test_the_second_worker_sends_once_the_first_has_ended(stage: Stage) -> None:
    placement = stage.place()
    first = SenderLock(stage.engine, "first")
    first.acquire(stage.clock())
    first.release()
    stage.clock.moment = stage.now + timedelta(minutes=2)
    assert run_once(stage.deps(worker="second")).published == 1
    assert stage.status(placement) is PlacementStatus.PUBLISHED


def test_a_killed_sender_leaves_the_lock_free(stage: Stage) -> None:
    stage.engine.dispose()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        SenderLock(stage.engine, "doomed").acquire(stage.clock())
        os.write(writer, b"held")
        signal.pause()
    assert os.read(reader, 4) == b"held"
    second = SenderLock(stage.engine, "second")
    assert second.acquire(stage.clock()) is not is_sqlite(stage)
    second.release()
    stage.engine.dispose()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert second.acquire(stage.clock())
    second.release()


def test_threat_06_a_sender_whose_row_was_taken_claims_nothing_more(stage: Stage) -> None:
    placement = stage.place()
    lock = SenderLock(stage.engine, "first")
    lock.acquire(stage.clock())
    with session_scope(stage.engine) as session:
        row = session.get(PublisherLock, 1) or PublisherLock(id=1, worker="", until=stage.now)
        row.worker = "somebody else"
        session.add(row)
    stage.clock.moment = stage.now + timedelta(minutes=2)
    publisher = Publisher(stage.deps(worker="first"))
    if is_sqlite(stage):
        with pytest.raises(TakenOver):
            publisher.publish_due()
        assert stage.status(placement) is PlacementStatus.SCHEDULED
        assert lock.refresh(stage.clock()) is False
    else:
        publisher.publish_due()
        assert stage.status(placement) is PlacementStatus.PUBLISHED
    lock.release()


def test_a_released_lock_leaves_no_row(stage: Stage) -> None:
    lock = SenderLock(stage.engine, "first")
    lock.acquire(stage.clock())
    lock.release()
    with Session(stage.engine) as session:
        assert session.get(PublisherLock, 1) is None
