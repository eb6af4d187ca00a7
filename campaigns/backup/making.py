"""Making a backup, and putting one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlmodel import Session, func, select

from assets.store import Store
from campaigns.backup.archive import Manifest
from campaigns.backup.copying import copy_rows, read_only, snapshot
from campaigns.backup.packing import copy_beside, pack, unpacked
from campaigns.backup.restored import PAUSED, mark_as_restored
from campaigns.backup.trail import all_but_the_trail, check_signed, put_trail
from campaigns.db import session_scope
from campaigns.errors import Conflict
from campaigns.migrations import migrate, place
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.placements.actions.pauses import pause_sending
from campaigns.reasons import Reason

PAUSE = (
    "Restored from a backup of {made_at}. Look through what is unconfirmed and what is due, make sure that no "
    "other machine still sends from this database, then resume."
)


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds. `size` is in bytes."""

    path: str
    made_at: str
    version: str
    files: int
    size: int


@dataclass(frozen=True)
class RestoreReport:
    """What was put back. `doubted` are placements that may have gone out after the backup was made; `trail` says
    whether a key of this home had signed it, or it was adopted; `sending` that nothing goes out until a person
    resumes it.
    """

    made_at: str
    version: str
    programmes: int
    files: int
    doubted: int
    trail: str
    sending: str


def make_backup(engine: Engine, store: Store, target: Path, *, beside: Path, now: datetime) -> BackupReport:
    """Writes a backup while the instance runs. Database first: the files it speaks of are there by then.

    `beside` is a folder with room for a copy of the database, as private as the database itself.
    """
    with copy_beside(beside, engine) as copy:
        if engine.dialect.name != "sqlite":
            migrate(copy.engine)
        snapshot(engine, copy.path, copy.engine)
        manifest = pack(copy, target, store=store, digests=store.digests(), now=now)
    return BackupReport(
        str(target), manifest.made_at, manifest.version, manifest.files, target.stat().st_size
    )


def restore_backup(
    engine: Engine, store: Store, source: Path, *, beside: Path, adopts: bool = False, now: datetime
) -> RestoreReport:
    """Puts a backup into an empty home, brings it to this version, and starts with sending paused.

    `adopts`: a trail that no key of this home signed is taken at the file's word, and signed anew.
    """
    _check_empty(engine)
    with unpacked(source, beside=beside, like=engine) as taken:
        with read_only(taken.engine).connect() as reading:
            trail = check_signed(reading, adopts=adopts)
        with session_scope(taken.engine) as session:
            doubted = _set_apart(session, taken.manifest, trail, now)
        files = taken.put_files_into(store)
        migrate(engine)
        # One transaction, last: until it commits the home is as empty as it was.
        with read_only(taken.engine).connect() as reading, engine.begin() as writing:
            copy_rows(reading, writing, all_but_the_trail)
            put_trail(reading, writing, trail)
    with session_scope(engine) as session:
        programmes = session.exec(select(func.count()).select_from(Programme)).one()
    made = taken.manifest
    return RestoreReport(made.made_at, made.version, programmes, files, doubted, trail=trail, sending=PAUSED)


def _check_empty(engine: Engine) -> None:
    """Nothing is overwritten: a database that holds a programme, or tables of somebody else, is refused."""
    with read_only(engine).connect() as connection:
        tables = inspect(connection).get_table_names()
        is_free = not tables
        if Programme.__tablename__ in tables:
            is_free = connection.execute(select(func.count()).select_from(Programme)).scalar_one() == 0
    if not is_free:
        raise Conflict(
            "The database {where} is not empty; a backup is only restored into an empty home. Nothing was changed. "
            "Set LITFASS_HOME (or LITFASS_DATABASE_URL) to a new place, or move the old one away.",
            where=place(engine),
        )


def _set_apart(session: Session, manifest: Manifest, trail: str, now: datetime) -> int:
    doubted = mark_as_restored(session, made_at=manifest.made_at, now=now)
    pause_sending(
        session,
        programme_id=None,
        reason=Reason(PAUSE, {"made_at": manifest.made_at[:16]}),
        by=None,
        now=now,
        # Paused already when the backup was made: that reason says nothing of the old machine, which may send again.
        replaces=True,
    )
    record(
        session,
        action="restore_backup",
        subject="backup",
        by=None,
        now=now,
        made_at=manifest.made_at,
        sha256=manifest.sha256,
        doubted=doubted,
        trail=trail,
    )
    return doubted
