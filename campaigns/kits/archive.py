"""A kit as a ZIP: the same bytes for the same version, whoever asks, wherever and whenever.

Nothing is compressed, because another release of a compressor makes other bytes of the same words; pictures and films
are small already. Names are readable and plain ASCII (names.py), dates are the version's, rights the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import IO, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from campaigns.kits.names import named
from campaigns.kits.opening import OpenKit, OpenPost, OpenText
from campaigns.kits.saying import Saying
from campaigns.kits.versions import stamp_of

#: Hands over the bytes of a digest, checked against it.
ReadFile = Callable[[str], bytes]
#: A file that anybody may read, made under Unix.
RIGHTS, UNIX = 0o100644, 3


class Entry(NamedTuple):
    """One file of the archive."""

    name: str
    content: bytes


def write_archive(kits: Sequence[OpenKit], *, read_file: ReadFile, out: IO[bytes]) -> None:
    """Writes the kits of one or more languages, each in a folder of its own. One file at a time is in memory."""
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for kit in kits:
            moment = date.fromisoformat(kit.said["made_on"])
            for entry in entries(kit, read_file=read_file):
                info = ZipInfo(
                    f"{folder_of(kit)}/{entry.name}", (moment.year, moment.month, moment.day, 0, 0, 0)
                )
                info.external_attr, info.create_system, info.compress_type = RIGHTS << 16, UNIX, ZIP_STORED
                archive.writestr(info, entry.content)


def folder_of(kit: OpenKit) -> str:
    """The folder of a kit: its language and version, as in “ar-v2”; of one that is nobody's its language alone."""
    language, number = kit.said["language"], kit.said["number"]
    return f"{language}-v{number}" if number else str(language)


def entries(kit: OpenKit, *, read_file: ReadFile) -> Iterator[Entry]:
    """Everything in a kit: what it is, its texts byte for byte, its files, its sources."""
    said, language = Saying(kit.said), kit.said["language"]
    yield Entry(f"{named('README', language)}.txt", _text(said.readme(kit)))
    yield Entry("kit.json", _json(_stamped(kit)))
    if kit.said["contact"]:
        yield Entry(f"{named('contact', language)}.txt", _text(kit.said["contact"]["text"]))
    for post in kit.posts:
        yield from _of_post(post, said, read_file)


def _of_post(post: OpenPost, said: Saying, read_file: ReadFile) -> Iterator[Entry]:
    language = said.manifest["language"]
    for text in post.texts:
        yield Entry(f"{post.folder}/{_text_file(text, language)}", text.text.encode())
    for file in post.files:
        yield Entry(f"{post.folder}/{file.name}", read_file(file.digest))
        if file.alt:
            stem = file.name.rpartition(".")[0]
            yield Entry(f"{post.folder}/{stem}-{named('alt', language)}.txt", file.alt.encode())
        for beside in file.beside:
            yield Entry(f"{post.folder}/{beside.name}", read_file(beside.digest))
    if notes := said.notes(post):
        yield Entry(f"{post.folder}/{named('sources-and-dates', language)}.txt", _text(notes))


def _stamped(kit: OpenKit) -> dict[str, object]:
    """The version for programs: what it is, and each file with the digest under which it was approved."""
    outer = {name: value for name, value in kit.said.items() if name != "posts"}
    posts = [
        {
            "folder": post.folder,
            "title": post.title,
            "last_day": post.said["last_day"],
            "dates": post.said["dates"],
            "sources": post.said["sources"],
            "texts": [
                {"file": _text_file(t, kit.said["language"]), "channel": t.channel, "approved": t.digest}
                for t in post.texts
            ],
            "files": [
                {"file": file.name, "sha256": file.digest, "alt": file.alt, "seconds": file.seconds}
                for file in post.files
            ],
        }
        for post in kit.posts
    ]
    return {**outer, "stamp": stamp_of(kit.said), "posts": posts}


def _text_file(text: OpenText, language: str) -> str:
    return f"text-{named(text.channel, language)}.txt"


def _text(text: str) -> bytes:
    return f"{text.strip()}\n".encode()


def _json(document: object) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()
