"""What the worker is made of. Chosen in `scheduler.__main__`, handed to everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Protocol

from sqlalchemy import Engine

# Tables refer to each other by name: a write fails when the module of the other one was never loaded.
import campaigns.tables  # noqa: F401
from campaigns.approvals.validity import valid_approvals
from campaigns.clock import Clock
from campaigns.placements.gate import ApprovalCheck
from campaigns.placements.sending.wire import ReadFile
from campaigns.settings import Settings
from campaigns.vocabulary import WorkKind
from scheduler.contract import Adapter
from scheduler.permits.contract import Issuers


def steady_seconds() -> float:
    """Seconds on a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class RunWork(Protocol):
    """Does one claimed piece of work to its end, here or in another process."""

    def __call__(self, deps: Deps, work_id: int) -> None: ...


@dataclass(frozen=True)
class Deps:
    """The worker's surroundings. `worker` is its name in heartbeats, locks and tokens: unique per process.

    `stop` ends the worker at the next quiet place. `steady` measures how long something took, whatever is done to the
    clock meanwhile.
    """

    settings: Settings
    engine: Engine
    clock: Clock
    worker: str
    started_at: datetime
    adapters: Mapping[str, Adapter]
    read_file: ReadFile
    run_work: RunWork
    kinds: tuple[WorkKind, ...] = tuple(WorkKind)
    issuers: Issuers = field(default_factory=dict)
    stop: Event = field(default_factory=Event)
    steady: Callable[[], float] = steady_seconds
    approved: ApprovalCheck = field(default=valid_approvals)

    @property
    def is_shared(self) -> bool:
        """Whether many workers share the database; on SQLite one sends and the others wait."""
        return self.engine.dialect.name != "sqlite"
