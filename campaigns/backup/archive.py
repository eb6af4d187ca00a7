"""The file of a backup or of an export: a ZIP of `manifest.json`, `litfass.sqlite` and `files/DIGEST`.

The database inside is always SQLite, so that what comes from a PostgreSQL server can go to one small machine and
the other way round.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from campaigns.errors import BadInput, Unusable

#: Everything of an instance.
BACKUP = "litfass-backup"
#: Everything of one programme.
EXPORT = "litfass-programme"
FORMAT = 1
DATABASE = "litfass.sqlite"
MANIFEST = "manifest.json"
FILES = "files/"
CHUNK = 1 << 20
#: Stored files bear the SHA-256 of their bytes as their name.
DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_MANIFEST = 100_000


@dataclass(frozen=True)
class Manifest:
    """What the file says about itself. `made_at` is ISO 8601, `version` the database's, `sha256` of the database;
    `programme` is the key of the one that an export holds."""

    made_at: str
    version: str
    sha256: str
    files: int
    kind: str = BACKUP
    format: int = FORMAT
    programme: str = ""


@contextmanager
def new_archive(target: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP that appears under its name only when it is complete and on the disk."""
    if target.exists():
        raise BadInput(
            "{target} already exists. Choose another name; nothing was written.", target=str(target)
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                yield archive
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as problem:
        raise Unusable(
            "{target} cannot be written ({problem}). Choose a folder with room that may be written.",
            target=str(target),
            problem=problem.strerror or "unknown problem",
        ) from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_archive(source: Path, kind: str = BACKUP) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup, or an export, that was made by this version or an older one."""
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive, _read_manifest(archive, source, kind)
    except OSError as problem:
        raise BadInput(
            "{source} cannot be read ({problem}). Check the path.",
            source=str(source),
            problem=problem.strerror or "unknown problem",
        ) from None
    except (zipfile.BadZipFile, EOFError) as problem:
        raise _damaged(source, "it is not a complete ZIP file") from problem


def _read_manifest(archive: zipfile.ZipFile, source: Path, kind: str) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise _damaged(source, "its manifest is far too long")
        content = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**content)
    except (KeyError, ValueError, TypeError):
        raise _damaged(source, "it has no readable manifest") from None
    if (manifest.kind, kind) == (EXPORT, BACKUP):
        raise BadInput(
            "{source} is the export of one programme. Take it in with: litfass import {source}",
            source=str(source),
        )
    if (manifest.kind, kind) == (BACKUP, EXPORT):
        raise BadInput(
            "{source} is the backup of a whole instance. Put it back with: litfass restore {source}",
            source=str(source),
        )
    if manifest.kind != kind:
        raise _damaged(source, "it is a ZIP of something else")
    if manifest.format != FORMAT:
        raise BadInput(
            "{source} was made by a newer Litfass. Take that version.",
            source=str(source),
        )
    return manifest


def put_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))


def put_database(archive: zipfile.ZipFile, path: Path) -> str:
    """Adds the database, packed, and returns its SHA-256."""
    digest = hashlib.sha256()
    info = zipfile.ZipInfo.from_file(path, DATABASE)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file, archive.open(info, "w", force_zip64=True) as place:
        for chunk in _chunks(file):
            digest.update(chunk)
            place.write(chunk)
    return digest.hexdigest()


def take_database(archive: zipfile.ZipFile, manifest: Manifest, target: Path, source: Path) -> None:
    """Unpacks the database and compares it with the manifest."""
    digest = hashlib.sha256()
    try:
        with archive.open(DATABASE) as file, target.open("xb") as place:
            for chunk in _chunks(file):
                digest.update(chunk)
                place.write(chunk)
    except (KeyError, zipfile.BadZipFile):
        raise _damaged(source, "the database in it is missing or broken") from None
    if digest.hexdigest() != manifest.sha256:
        raise _damaged(source, "the database in it is not the one that was put in")


def stored_digests(archive: zipfile.ZipFile, manifest: Manifest, source: Path) -> list[str]:
    """The stored files in it, by digest."""
    names = [
        info.filename[len(FILES) :]
        for info in archive.infolist()
        if info.filename.startswith(FILES) and not info.is_dir()
    ]
    if any(not DIGEST.fullmatch(name) for name in names):
        raise _damaged(source, "it holds a file under a name that Litfass does not give")
    if len(names) != manifest.files or len(set(names)) != len(names):
        raise _damaged(source, "files are missing from it")
    return names


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _damaged(source: Path, what: str) -> BadInput:
    return BadInput(
        "{source} cannot be used: {what}. Nothing was changed. Take another file.",
        source=str(source),
        what=what,
    )
