"""A claimed piece of work as a job sees it: what was asked, the surroundings, and a way to say how far it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from assets.store import Store
from campaigns.clock import Clock
from campaigns.db import session_scope
from campaigns.errors import BadInput
from campaigns.settings import Settings, secret_key
from campaigns.work.actions import report_progress
from campaigns.work.sealing import unseal

#: Progress is written at most this often; in between only counted.
REPORT_EVERY = 1.0


class Stopped(Exception):
    """Somebody asked to stop this work; what is done stays done."""


@dataclass
class Task:
    """What a job gets. `order` and `upload` (still sealed) are what was asked for; `asked_by` is a person's id."""

    settings: Settings
    engine: Engine
    clock: Clock
    store: Store
    worker: str
    work_id: int
    programme_id: int | None
    subject_id: int | None
    order: Mapping[str, Any]
    upload: bytes | None
    asked_by: int | None
    _told_at: float = field(default=0.0)

    def opened(self) -> bytes:
        """The file that was uploaded. It is never written anywhere."""
        if self.upload is None:
            raise BadInput("The file is gone. Upload it once more.")
        return unseal(self.upload, secret_key(self.settings, "secrets.key"))

    def report(self, done: int, total: int | None) -> None:
        """Says how far the work is, once a second at most and at the end; raises `Stopped` when asked to stop."""
        present = time.monotonic()
        if present - self._told_at < REPORT_EVERY and done != total:
            return
        self._told_at = present
        with session_scope(self.engine) as session:
            stop = report_progress(
                session,
                work_id=self.work_id,
                worker=self.worker,
                done=done,
                total=total,
                now=self.clock(),
            )
        if stop:
            raise Stopped
