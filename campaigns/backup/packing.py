"""A database of its own beside the home, and how it goes into an archive with its files and comes out again."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import Engine

from assets.store import Store
from campaigns.backup.archive import (
    BACKUP,
    DATABASE,
    Manifest,
    new_archive,
    open_archive,
    put_database,
    put_manifest,
    stored_digests,
    take_database,
)
from campaigns.backup.files import put_files, take_files
from campaigns.db import make_engine, trail_keys
from campaigns.migrations import current_version, migrate


@dataclass(frozen=True)
class Copy:
    """A SQLite database that exists while an archive is made."""

    path: Path
    engine: Engine


@dataclass(frozen=True)
class Unpacked:
    """What an archive holds, its database brought to this version."""

    manifest: Manifest
    engine: Engine
    archive: ZipFile
    digests: tuple[str, ...]

    def put_files_into(self, store: Store) -> int:
        """Puts the files into the store and returns how many; bytes that are not what their name says are refused."""
        return take_files(self.archive, self.digests, store)


@contextmanager
def copy_beside(folder: Path, like: Engine) -> Iterator[Copy]:
    """A place for a copy of what `like` holds, with the same keys.

    `folder` has room for it and is as private as the database itself.
    """
    with tempfile.TemporaryDirectory(prefix="litfass-copy-", dir=folder) as own:
        path = Path(own) / DATABASE
        engine = make_engine(f"sqlite:///{path}", trail_key=b"".join(trail_keys(like)))
        try:
            yield Copy(path, engine)
        finally:
            engine.dispose()


def pack(
    copy: Copy,
    target: Path,
    *,
    store: Store,
    digests: Collection[str],
    now: datetime,
    kind: str = BACKUP,
    programme: str = "",
) -> Manifest:
    """Writes the copy and these stored files into a new archive; the copy is closed by then."""
    version = current_version(copy.engine) or ""
    # Closing the last connection folds the write-ahead log into the file.
    copy.engine.dispose()
    with new_archive(target) as archive:
        sha256 = put_database(archive, copy.path)
        count = put_files(archive, store, digests)
        manifest = Manifest(now.isoformat(), version, sha256, count, kind=kind, programme=programme)
        put_manifest(archive, manifest)
    return manifest


@contextmanager
def unpacked(source: Path, *, kind: str = BACKUP, beside: Path, like: Engine) -> Iterator[Unpacked]:
    """The archive opened, its database in a copy beside the home and brought to this version."""
    with copy_beside(beside, like) as copy, open_archive(source, kind) as (archive, manifest):
        digests = stored_digests(archive, manifest, source)
        take_database(archive, manifest, copy.path, source)
        migrate(copy.engine)
        yield Unpacked(manifest, copy.engine, archive, tuple(digests))
