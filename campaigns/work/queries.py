"""Reading long work and heartbeats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, func, or_, select

from campaigns.errors import NotFound
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.models import Heartbeat, Work

#: Files that somebody waits for in front of a page: they wait behind no film and no report.
IMPORTS = (WorkKind.IMPORT_NEEDS, WorkKind.IMPORT_INSIGHTS)
OTHERS = tuple(kind for kind in WorkKind if kind not in IMPORTS)
#: A worker beats every few seconds; after this long without a beat people are told that it is silent.
SILENT_AFTER = timedelta(seconds=60)


def get_work(session: Session, work_id: int) -> Work:
    """The piece of work with this id."""
    work = session.get(Work, work_id)
    if work is None:
        raise NotFound("There is no piece of work {work_id}.", work_id=work_id)
    return work


def recent_work(session: Session, *, programme_id: int, limit: int = 20) -> list[Work]:
    """What was asked for in a programme, the newest first."""
    query = select(Work).where(Work.programme_id == programme_id).order_by(col(Work.id).desc()).limit(limit)
    return list(session.exec(query))


def open_work(session: Session, *, kind: WorkKind, subject_id: int | None = None) -> Work | None:
    """A waiting or running piece of this kind about this subject, so that nothing is asked for twice."""
    query = select(Work).where(
        Work.kind == kind,
        Work.subject_id == subject_id,
        col(Work.status).in_([WorkStatus.WAITING, WorkStatus.RUNNING]),
    )
    return session.exec(query.order_by(col(Work.id))).first()


def waiting_work(session: Session, *, kind: WorkKind, subject_id: int | None) -> list[Work]:
    """Pieces of this kind about this subject that no worker has begun: what is done meanwhile, they will find."""
    query = select(Work).where(
        Work.kind == kind, Work.subject_id == subject_id, Work.status == WorkStatus.WAITING
    )
    return list(session.exec(query.order_by(col(Work.id))))


def last_work(session: Session, *, kind: WorkKind, subject_id: int | None) -> Work | None:
    """The piece of this kind about this subject that was asked for last, whatever became of it."""
    query = select(Work).where(Work.kind == kind, Work.subject_id == subject_id)
    return session.exec(query.order_by(col(Work.id).desc()).limit(1)).first()


def work_by_batch(
    session: Session, *, programme_id: int, kind: WorkKind, batch_ids: Collection[int]
) -> dict[int, int]:
    """The id of the work that made each of these batches, by the batch's id, as long as the work is kept.

    Only ids are read: a result may hold thousands of rows.
    """
    made = col(Work.result)["batch"].as_integer()
    query = select(made, col(Work.id)).where(
        Work.programme_id == programme_id, Work.kind == kind, made.in_(batch_ids)
    )
    return {batch: work for batch, work in session.exec(query) if work is not None}


def is_waiting(session: Session, kinds: Collection[WorkKind] = tuple(WorkKind)) -> bool:
    """Whether any work of these kinds waits for a worker."""
    return bool(waiting_ids(session, kinds, limit=1))


def waiting_ids(
    session: Session, kinds: Collection[WorkKind] = tuple(WorkKind), *, limit: int = 100
) -> list[int]:
    """The work of these kinds that waits for a worker, the longest waiting first."""
    query = select(Work.id).where(Work.status == WorkStatus.WAITING, col(Work.kind).in_(kinds))
    return [
        number for number in session.exec(query.order_by(col(Work.id)).limit(limit)) if number is not None
    ]


def work_ahead(session: Session, *, work_id: int) -> int:
    """How many pieces of work are running or were asked for before this one and wait, too."""
    query = select(func.count()).where(
        or_(
            Work.status == WorkStatus.RUNNING,
            and_(Work.status == WorkStatus.WAITING, col(Work.id) < work_id),
        ),
        Work.id != work_id,
    )
    return session.exec(query).one()


def running_work(session: Session) -> Work | None:
    """What a worker is doing, of several the one that was begun first; None when none is at work."""
    query = select(Work).where(Work.status == WorkStatus.RUNNING)
    return session.exec(query.order_by(col(Work.started_at), col(Work.id)).limit(1)).first()


def heartbeats(session: Session) -> list[Heartbeat]:
    """Every worker that ever said that it lives and did not end in good order, the latest beat first."""
    return list(session.exec(select(Heartbeat).order_by(col(Heartbeat.beat_at).desc())))


def silent_since(session: Session, *, now: datetime) -> datetime | None:
    """Since when no sending worker has been heard, or None while one is alive.

    With no worker ever heard the answer is the beginning of time: there is none.
    """
    beats = [row.beat_at for row in heartbeats(session) if row.is_publisher]
    latest = max(beats, default=datetime.min.replace(tzinfo=now.tzinfo))
    return latest if now - latest > SILENT_AFTER else None
