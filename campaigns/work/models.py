"""Tables of long work: what was asked of the worker and how far it is; and the worker's heartbeat."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.sealing import PURPOSE


class Work(SQLModel, table=True):
    """A piece of long work. The row survives a reload of the page and a restart of the worker.

    `done` and `total` count steps of the work's own kind (rows, pictures); `total` is None until known.
    `upload` holds a file only until the work has ended, and sealed (sealing.py); `result` is what the page
    shows at the end.
    `attempt` counts how often a worker began it. `worker` is who runs it: only that one may report on it.
    `refusal` is a sentence, its values are in `refusal_values`.
    """

    __tablename__ = "work"
    __table_args__ = (
        one_of("kind", WorkKind),
        one_of("status", WorkStatus),
        CheckConstraint("status != 'done' OR ended_at IS NOT NULL", name="done_has_an_end"),
        CheckConstraint(
            "status IN ('waiting', 'running') OR upload IS NULL", name="uploads_go_when_work_ends"
        ),
        CheckConstraint(
            "status != 'running' OR (worker IS NOT NULL AND beat_at IS NOT NULL)", name="running_has_a_worker"
        ),
        Index("work_due", "status", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: WorkKind = Field(sa_type=word(WorkKind))
    status: WorkStatus = Field(default=WorkStatus.WAITING, sa_type=word(WorkStatus))
    programme_id: int | None = Field(default=None, index=True)
    subject_id: int | None = None
    order: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    upload: bytes | None = Field(default=None, sa_type=sealed_for(PURPOSE))
    done: int = 0
    total: int | None = None
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    refusal: str | None = None
    refusal_values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    cancel_asked: bool = False
    asked_by: int | None = None
    asked_at: datetime = Field(sa_type=UtcDateTime)
    attempt: int = 0
    worker: str | None = Field(default=None, max_length=80)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    beat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Heartbeat(SQLModel, table=True):
    """When each worker process last said that it is alive."""

    __tablename__ = "heartbeat"

    worker: str = Field(primary_key=True, max_length=80)
    beat_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    is_publisher: bool = False
