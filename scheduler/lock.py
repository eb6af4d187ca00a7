"""One sender per SQLite database: a lock of the operating system beside the file, and a row as a fence.

The operating system frees its lock when the holder dies, however it dies, so nobody waits for a clock. The
row is what the claim asks for inside its transaction: a process that believes it holds the lock but whose
row was overwritten (a copied home, two containers on one volume) can no longer claim anything.
"""

from __future__ import annotations

import fcntl
import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from campaigns.db import read_scope, session_scope
from campaigns.placements.models import PublisherLock
from campaigns.placements.sending.settle import end_leases

#: Shown to people as "until"; nothing waits for it.
SHOWN_FOR = timedelta(seconds=60)


class SenderLock:
    """The right of one worker to send. On a shared database everybody has it: the rows are the locks."""

    def __init__(self, engine: Engine, worker: str) -> None:
        self._engine, self._worker = engine, worker
        self._file: int | None = None
        self._is_shared = engine.dialect.name != "sqlite"
        path = engine.url.database
        self._path = Path(f"{path}.sender") if path and path != ":memory:" else None
        self.is_held = False

    def acquire(self, now: datetime) -> bool:
        """Takes the lock if it is free. Whatever another sender left half-done is due at once afterwards."""
        if self.is_held:
            return True
        if not self._is_shared:
            if not self._lock_file():
                return False
            with session_scope(self._engine) as session:
                self._write(session, now)
                end_leases(session.connection(), now=now, besides=self._worker)
        self.is_held = True
        return True

    def refresh(self, now: datetime) -> bool:
        """Shows that the sender lives; False when the row went to somebody else."""
        if self._is_shared or not self.is_held:
            return self.is_held
        with session_scope(self._engine) as session:
            row = session.get(PublisherLock, 1)
            if row is None or row.worker != self._worker:
                return False
            row.until = now + SHOWN_FOR
            session.add(row)
        return True

    def holder(self) -> str:
        """The name of the worker that sends, as far as the database knows."""
        with read_scope(self._engine) as session:
            row = session.get(PublisherLock, 1)
            return row.worker if row else "unknown"

    def release(self) -> None:
        """Lets the next worker send."""
        if self.is_held and not self._is_shared:
            with session_scope(self._engine) as session:
                row = session.get(PublisherLock, 1)
                if row is not None and row.worker == self._worker:
                    session.delete(row)
        self.is_held = False
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, session: Session, now: datetime) -> None:
        row = session.get(PublisherLock, 1) or PublisherLock(id=1, worker=self._worker, until=now)
        row.worker, row.until = self._worker, now + SHOWN_FOR
        session.add(row)
        session.flush()

    def _lock_file(self) -> bool:
        if self._path is None:
            return True
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            self._file = None
            return False
        return True
