"""Merged cells of a sheet: what stands in the first one is meant for every row that it spans."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence

from campaigns.needs.reading.limits import MOST_ROWS

#: More than a person merges by hand; each is remembered while the sheet is read.
MOST_RANGES = 20_000
_CHUNK = 1 << 16
_RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
#: A tag cut by the end of a chunk is no longer than this.
_LONGEST_TAG = 256

Record = list[tuple[str, str]]


class Merged:
    """The ranges of one sheet that span several rows; `fill` is asked for the rows in order."""

    def __init__(self, ranges: Iterator[tuple[int, int, int]]) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for column, top, bottom in ranges:
            self._starts[top].append((column, bottom))
        self._open: dict[int, tuple[int, tuple[str, str]]] = {}

    def fill(self, number: int, record: Sequence[tuple[str, str]]) -> Record:
        """The row with what merged cells above it say. A row that holds nothing itself stays empty."""
        filled = list(record)
        for column, (bottom, cell) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif any(text or reason for text, reason in record):
                filled += [("", "")] * (column + 1 - len(filled))
                if not any(filled[column]):
                    filled[column] = cell
        for column, bottom in self._starts.get(number, ()):
            if column < len(record):
                self._open[column] = (bottom, record[column])
        return filled


def merged_in(data: bytes, part: str) -> Merged:
    """The ranges that a sheet names below its rows, where a reader of rows alone does not look."""
    return Merged(_ranges(data, part))


def _ranges(data: bytes, part: str) -> Iterator[tuple[int, int, int]]:
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part.lstrip("/")) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            end = 0
            for one in _RANGE.finditer(text):
                end = one.end()
                top, bottom = int(one[2]), int(one[3])
                if top < bottom and found < MOST_RANGES:
                    found += 1
                    yield _place(one[1]), top, min(bottom, MOST_ROWS + top)
            rest = text[max(end, len(text) - _LONGEST_TAG) :]


def _place(letters: bytes) -> int:
    """The place of a column from 0: A, B, …, Z, AA."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1
