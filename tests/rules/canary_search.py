"""Looks for planted identifiers in everything an instance leaves on a disk, byte by byte and cell by cell."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pysqlite3

from tests.campaigns.needs.identifiers import SENTENCES, Planted, core
from tests.campaigns.needs.thief import betrays, compact, readings

#: Needles are told apart by their first bytes; shorter ones would be found by accident.
HEAD = 8
#: So many digits of an identifier in a row single somebody out; fewer are found in any date.
TELLING = 7
#: So much of a text is shown with what was found in it, so that somebody can judge it.
SHOWN = 200
#: Hashes, sealed uploads and moments: their digits are nobody's.
_OURS = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9_-]{60,}=*|\d{4}-\d\d-\d\d(?:[ T][\d:.+]+)?")

#: When and by which process a line of a log was written, and moments that it speaks of: digits that are nobody's. No
#: identifier that is planted has a time of day.
_LOG_START = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ \S+ \d+: ")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?: ?[+-]\d\d:?\d\d|Z)?")


class Needles:
    """Every way in which planted identifiers could lie in a file."""

    def __init__(self, planted: Iterable[tuple[str, Planted]]) -> None:
        self._by_head: defaultdict[int, set[tuple[bytes, str]]] = defaultdict(set)
        for plain, case in planted:
            label = f"{case.kind}, {case.disguise}, {case.language}"
            for needle in _needles(plain, case):
                if len(needle) >= HEAD:
                    self._by_head[int.from_bytes(needle[:HEAD], "little")].add((needle, label))
        self._heads = np.array(sorted(self._by_head), dtype="<u8")

    def __len__(self) -> int:
        return sum(len(each) for each in self._by_head.values())

    def found_in(self, data: bytes) -> set[str]:
        """What of it stands in these bytes: the labels of the identifiers."""
        found = set()
        for shift in range(min(HEAD, len(data) - HEAD + 1)):
            words = np.frombuffer(data, dtype="<u8", offset=shift, count=(len(data) - shift) // HEAD)
            for word in np.flatnonzero(np.isin(words, self._heads)):
                at = shift + int(word) * HEAD
                for needle, label in self._by_head[int(words[word])]:
                    if data.startswith(needle, at):
                        found.add(label)
        return found


def _needles(plain: str, case: Planted) -> Iterator[bytes]:
    """The identifier as it is, without its gaps, and as it was disguised, in every encoding."""
    bare = core(case.kind, plain)
    before, after = SENTENCES[case.language].split("{}")
    disguised = case.text[len(before) : len(case.text) - len(after)]
    for text in {bare, bare.replace(" ", ""), disguised.strip()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield text.encode(encoding)
        raw = text.encode()
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield json.dumps(text)[1:-1].encode()
        for shift in range(3):
            # Where a text begins inside base64 decides how it looks; its edges belong to its neighbours.
            yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def found_on_disk(folder: Path, needles: Needles) -> dict[str, set[str]]:
    """By file (and by member of what is packed) what was found in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for name, data in _opened(path.relative_to(folder).as_posix(), path.read_bytes()):
            hits = needles.found_in(data)
            if hits:
                found[name] = hits
    return found


def _opened(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves and, of what is packed, what is inside."""
    yield name, data
    if depth > 3:
        return
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _opened(f"{name}:{member}", archive.read(member), depth + 1)
    elif data.startswith(b"\x1f\x8b"):
        yield from _opened(f"{name}:unpacked", gzip.decompress(data), depth + 1)
    elif data.startswith((b"\x78\x01", b"\x78\x9c", b"\x78\xda")):
        yield f"{name}:unpacked", zlib.decompressobj().decompress(data)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                file = archive.extractfile(member)
                yield from _opened(f"{name}:{member.name}", file.read() if file else b"", depth + 1)


def cells(database: Path) -> Iterator[tuple[str, str]]:
    """Every text the database gives out, by table and column; JSON is taken apart."""
    connection = pysqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(columns, row, strict=True):
                    for text in _texts(value):
                        yield f"{table}.{column}", text
    finally:
        connection.close()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="ignore")
    if isinstance(value, str) and value[:1] in "[{":
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _texts(key)
            yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)
    elif isinstance(value, str) and not _OURS.fullmatch(value):
        yield value


def without_times(line: str) -> str:
    """A line of a log without when and where it was written: beside one another such digits look like a number."""
    return _MOMENT.sub(" moment ", _LOG_START.sub("", line))


def betrayed_in(texts: Iterable[tuple[str, str]], planted: Iterable[tuple[str, Planted]]) -> set[str]:
    """Which texts let an identifier be read, however it is written: by place, kind, disguise and words."""
    by_trace = defaultdict(set)
    for _, case in planted:
        for trace in _telling(case.secret):
            by_trace[trace].add(case)
    lengths = sorted({len(trace) for trace in by_trace})
    found = set()
    for place, text in set(texts):
        for reading in {compact(one) for one in readings(text)}:
            for length in lengths:
                for at in range(len(reading) - length + 1):
                    for case in by_trace.get(reading[at : at + length], ()):
                        if betrays(text, case.secret):
                            found.add(
                                f"{place}: {case.kind}, {case.disguise}, {case.language}: {text[:SHOWN]!r}"
                            )
    return found


def _telling(secret: str) -> set[str]:
    windows = {secret[at : at + TELLING] for at in range(len(secret) - TELLING + 1)}
    return {secret, *(window for window in windows if window.isdigit())}
