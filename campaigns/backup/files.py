"""The stored files as a backup or an export carries them: each under its digest, so that none can be another's."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Collection, Iterable

from assets.store import Store
from campaigns.backup.archive import FILES
from campaigns.errors import BadInput

MEDIA_TYPE = "application/octet-stream"


def put_files(archive: zipfile.ZipFile, store: Store, digests: Collection[str]) -> int:
    """Adds these stored files and returns how many."""
    for digest in digests:
        with store.open(digest) as file, archive.open(FILES + digest, "w", force_zip64=True) as place:
            shutil.copyfileobj(file, place)
    return len(digests)


def take_files(archive: zipfile.ZipFile, digests: Iterable[str], store: Store) -> int:
    """Puts the files into the store; bytes that are not what their name says are refused."""
    count = 0
    for digest in digests:
        if store.put(archive.read(FILES + digest), MEDIA_TYPE) != digest:
            raise BadInput(
                "The file {digest} in it is damaged. Nothing was put into the database. Take another copy.",
                digest=digest[:12],
            )
        count += 1
    return count
