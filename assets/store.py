"""Files by their digest: what is put in comes out unchanged or not at all.

The address is any that fsspec understands: a folder (`file:///srv/litfass/store` or a plain path), memory for tests,
an S3-compatible bucket. A file's name is the SHA-256 of its bytes, so a name can never show other bytes, and putting
the same bytes twice stores them once.
"""

import os
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast
from uuid import uuid4

import fsspec
from fsspec.implementations.local import LocalFileSystem

from assets.errors import StoreFault

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = ".part"
#: A remote file put less than this ago is not sent again.
_YOUNG = timedelta(hours=1)


class Store:
    """A content-addressed store at an fsspec address."""

    def __init__(self, url: str) -> None:
        # Several machines write: what this one listed a while ago says nothing.
        self._files, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)
        self._is_local = isinstance(self._files, LocalFileSystem)

    def put(self, data: bytes, media_type: str) -> str:
        """Stores the bytes and returns their digest. On a local folder the file becomes visible only when it is whole
        and on the disk. `media_type` goes to stores that serve files themselves."""
        digest = sha256(data).hexdigest()
        path = self._path(digest)
        if self._is_here(path, len(data)):
            return digest
        if self._is_local:
            self._write_locally(Path(path), data)
        else:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data, **self._labels(media_type))
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of this digest, checked against it."""
        try:
            data = cast(bytes, self._files.cat_file(self._path(digest)))
        except FileNotFoundError:
            raise StoreFault("The stored file {digest} is missing.", digest=digest[:12]) from None
        if sha256(data).hexdigest() != digest:
            raise StoreFault(
                "The stored file {digest} has been changed or damaged; restore it from a backup or render again.",
                digest=digest[:12],
            )
        return data

    def exists(self, digest: str) -> bool:
        return bool(self._files.exists(self._path(digest)))

    def open(self, digest: str) -> IO[bytes]:
        """The file for reading in pieces, unchecked; for serving what `put` has written."""
        try:
            return cast(IO[bytes], self._files.open(self._path(digest), "rb"))
        except FileNotFoundError:
            raise StoreFault("The stored file {digest} is missing.", digest=digest[:12]) from None

    def url(self, digest: str) -> str:
        """The address of the file for programs that read from the same store."""
        return str(self._files.unstrip_protocol(self._path(digest)))

    def digests(self) -> list[str]:
        """Digests of all whole files, in order."""
        found = self._files.find(self._root) if self._files.exists(self._root) else []
        names = (str(path).rpartition("/")[2] for path in found)
        return sorted(name for name in names if _DIGEST.fullmatch(name))

    def remove(self, digest: str) -> None:
        """Forgets a file; no error when it is gone already."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(digest))

    def unused_since(self, moment: datetime) -> list[str]:
        """Digests of whole files that were last put before this moment, in order."""
        return [digest for digest in self.digests() if self._put_at(self._path(digest)) < moment]

    def discard(self, digest: str, *, put_before: datetime) -> bool:
        """Forgets a file unless somebody put it again since this moment; says whether it is gone.

        On a local folder it is taken aside first: whoever puts the same bytes meanwhile either made it young before,
        and it goes back, or finds no file and writes one.
        """
        path = self._path(digest)
        if not self._is_local:
            if self._put_at(path) >= put_before:
                return False
            self.remove(digest)
            return True
        aside = Path(path).with_name(f".{uuid4().hex}{_TEMPORARY}")
        try:
            Path(path).rename(aside)
        except FileNotFoundError:
            return False
        if self._put_at(str(aside)) >= put_before and not Path(path).exists():
            aside.rename(path)
            return False
        aside.unlink(missing_ok=True)
        return not Path(path).exists()

    def sweep(self, *, put_before: datetime | None = None) -> int:
        """Removes what crashed writers left behind before this moment; returns how many. Without a moment everything
        unfinished, only while nobody writes."""
        found = self._files.find(self._root) if self._files.exists(self._root) else []
        left = [path for path in found if str(path).endswith(_TEMPORARY)]
        if put_before is not None:
            left = [path for path in left if self._put_at(path) < put_before]
        for path in left:
            self._files.rm_file(path)
        return len(left)

    def _is_here(self, path: str, size: int) -> bool:
        """Whether the file is stored already; then it counts as put now, so that nobody clears it away before the row
        that needs it is written."""
        if not self._files.exists(path) or self._files.size(path) != size:
            return False
        if not self._is_local:
            return datetime.now(UTC) - self._put_at(path) < _YOUNG
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        return True

    def _put_at(self, path: str) -> datetime:
        try:
            put_at = cast(datetime, self._files.modified(path))
        except FileNotFoundError:
            return datetime.max.replace(tzinfo=UTC)
        return put_at if put_at.tzinfo else put_at.replace(tzinfo=UTC)

    def _path(self, digest: str) -> str:
        if not _DIGEST.fullmatch(digest):
            raise StoreFault("“{digest}” is not a digest of a stored file.", digest=digest[:80])
        return f"{self._root.rstrip('/')}/{digest[:2]}/{digest}"

    def _labels(self, media_type: str) -> dict[str, Any]:
        protocols = self._files.protocol
        names = (protocols,) if isinstance(protocols, str) else protocols
        return {"ContentType": media_type} if "s3" in names else {}

    @staticmethod
    def _write_locally(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{uuid4().hex}{_TEMPORARY}")
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too, must survive a power cut
        finally:
            os.close(folder)
