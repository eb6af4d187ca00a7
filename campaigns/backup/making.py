"""Making a backup, and putting one back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlmodel import Session, func, select

from assets.store import Store
from campaigns.backup.archive import (
    DATABASE,
    Manifest,
    new_archive,
    open_archive,
    put_database,
    put_manifest,
    stored_digests,
    take_database,
)
from campaigns.backup.copying import copy_rows, read_only, snapshot
from campaigns.backup.files import put_files, take_files
from campaigns.backup.restored import mark_as_restored
from campaigns.db import make_engine, session_scope
from campaigns.errors import Conflict
from campaigns.migrations import current_version, migrate, place
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.placements.actions.pauses import pause_sending

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
    """What was put back. `doubted` are placements that may have gone out after the backup was made."""

    made_at: str
    version: str
    programmes: int
    files: int
    doubted: int


def make_backup(engine: Engine, store: Store, target: Path, *, beside: Path, now: datetime) -> BackupReport:
    """Writes a backup while the instance runs. Database first: the files it speaks of are there by then.

    `beside` is a folder with room for a copy of the database, as private as the database itself.
    """
    with tempfile.TemporaryDirectory(prefix="litfass-backup-", dir=beside) as folder:
        copy = Path(folder) / DATABASE
        into = make_engine(f"sqlite:///{copy}")
        if engine.dialect.name != "sqlite":
            migrate(into)
        snapshot(engine, copy, into)
        version = current_version(into) or ""
        # Closing the last connection folds the write-ahead log into the file.
        into.dispose()
        with new_archive(target) as archive:
            digest = put_database(archive, copy)
            count = put_files(archive, store, store.digests())
            manifest = Manifest(made_at=now.isoformat(), version=version, sha256=digest, files=count)
            put_manifest(archive, manifest)
    return BackupReport(str(target), manifest.made_at, version, count, target.stat().st_size)


def restore_backup(
    engine: Engine, store: Store, source: Path, *, beside: Path, now: datetime
) -> RestoreReport:
    """Puts a backup into an empty home, brings it to this version, and starts with sending paused."""
    _check_empty(engine)
    with (
        tempfile.TemporaryDirectory(prefix="litfass-restore-", dir=beside) as folder,
        open_archive(source) as (archive, manifest),
    ):
        digests = stored_digests(archive, manifest, source)
        copy = Path(folder) / DATABASE
        take_database(archive, manifest, copy, source)
        origin = make_engine(f"sqlite:///{copy}")
        try:
            migrate(origin)
            with session_scope(origin) as session:
                doubted = _set_apart(session, manifest, now)
            files = take_files(archive, digests, store)
            migrate(engine)
            # One transaction, last: until it commits the home is as empty as it was.
            with read_only(origin).connect() as reading, engine.begin() as writing:
                copy_rows(reading, writing)
        finally:
            origin.dispose()
    with session_scope(engine) as session:
        programmes = session.exec(select(func.count()).select_from(Programme)).one()
    return RestoreReport(manifest.made_at, manifest.version, programmes, files, doubted)


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


def _set_apart(session: Session, manifest: Manifest, now: datetime) -> int:
    doubted = mark_as_restored(session, now=now)
    pause_sending(
        session, programme_id=None, reason=PAUSE.format(made_at=manifest.made_at[:16]), by=None, now=now
    )
    record(
        session,
        action="restore_backup",
        subject="backup",
        by=None,
        now=now,
        made_at=manifest.made_at,
        doubted=doubted,
    )
    return doubted
