"""The folder: exactly the bytes a network would get, written where another program or a person takes them.

A post is one folder named by its date and the placement's key. It appears whole or not at all: it is
written beside, brought to the disk, and renamed. A repeat finds it and compares the bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from campaigns.placements.sending.channel_answers import NOT_PLACED, NOT_WRITTEN
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import Absent, Adapter, Finding, NotYet, Outcome, Prepared, Published, Unknown

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
}
UNFINISHED = ".writing-"


@dataclass(frozen=True, slots=True)
class Post:
    """Where a post goes and what its files hold."""

    folder: Path
    files: Mapping[str, bytes]


class Folder(Adapter):
    """Writes below `outbox`: `<programme>/<account>/<date>_<key>/`."""

    channel: ClassVar[str] = "folder"
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID
    wave: ClassVar[int] = 25

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox

    def prepare(self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED) -> Prepared:
        return Prepared(wire, sender, self._post(wire, sender))

    def send(self, prepared: Prepared) -> Outcome:
        post: Post = prepared.payload
        present = _present(post)
        if present is not None:
            return present
        try:
            beside = _write_beside(post)
        except OSError as problem:
            # Nothing carries the post's name yet, so nothing was published.
            return NotYet(NOT_WRITTEN.format(fault=problem.strerror))
        try:
            beside.rename(post.folder)
            _to_disk(post.folder.parent)
        except OSError as problem:
            return Unknown(NOT_PLACED.format(fault=problem.strerror))
        return _published(post)

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        return _present(self._post(prepared.wire, prepared.sender)) or Absent()

    def _post(self, wire: Wire, sender: Sender) -> Post:
        parent = self._outbox / _safe(sender.programme) / f"{_safe(sender.name)}-{sender.account_id}"
        folder = parent / f"{wire.wall:%Y-%m-%d}_{_safe(wire.key)}"
        return Post(folder, _files(wire))


def _present(post: Post) -> Published | Unknown | None:
    """The post that stands there already, if it is the same to the byte."""
    if not post.folder.is_dir():
        return None
    found = {path.name: path.read_bytes() for path in post.folder.iterdir() if path.is_file()}
    if found == dict(post.files):
        _to_disk(post.folder.parent)
        return _published(post)
    return Unknown("A folder with this name holds other files. Compare them, then decide by hand.")


def _published(post: Post) -> Published:
    return Published(remote_id=post.folder.name, url=post.folder.as_uri())


def _files(wire: Wire) -> dict[str, bytes]:
    """The post's files by name: the words, each picture with its very bytes, and what belongs to them."""
    files = {"text.txt": wire.text.encode()}
    media = []
    for number, file in enumerate(wire.files, start=1):
        suffix = SUFFIXES.get(file.media_type, ".bin")
        name = f"{number:02d}_{_safe(file.format)}{suffix}"
        files[name] = file.content
        said = dict(wire.manifest["media"][number - 1])
        media.append({"file": name, **said})
        for beside in file.beside:
            other = (
                f"{number:02d}_{_safe(file.format)}_{beside.kind}{SUFFIXES.get(beside.media_type, '.bin')}"
            )
            files[other] = beside.content
    card = {
        **{name: value for name, value in wire.manifest.items() if name != "media"},
        "media": media,
        "key": wire.key,
        "digest": wire.digest,
        "wall": wire.wall.isoformat(timespec="minutes"),
        "zone": wire.zone,
    }
    text = json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return files | {"post.json": text.encode()}


def _write_beside(post: Post) -> Path:
    parent = post.folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    beside = parent / f"{UNFINISHED}{post.folder.name}"
    if beside.exists():
        shutil.rmtree(beside)
    beside.mkdir()
    for name, content in post.files.items():
        with (beside / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _to_disk(beside)
    return beside


def _to_disk(folder: Path) -> None:
    """Brings the names in a folder to the disk: without it a rename can be forgotten by a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _safe(name: str) -> str:
    """A name that is a plain part of a path on every system: no separators, no leading dots."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "x"
