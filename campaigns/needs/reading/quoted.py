"""Records of a CSV text in which a quotation mark may never be closed.

Such a mark makes every reader take the rows below it for one long text. Here its row is told apart and those rows are
read as what they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from campaigns.needs.reading.limits import MOST_BYTES
from campaigns.needs.reading.table import UnreadableTable

UNCLOSED = (
    "A quotation mark in this row is not closed, or stands where none belongs. Close it, or take it out; the rows "
    "below were read."
)
#: A line as it stands in the file, with its end: a quoted text keeps the ends of its own lines.
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_DIGITS = re.compile(r"\d+")
#: Letters after which a record of several lines is taken for an open mark, so that looking ahead stays short.
_LONGEST_RECORD = 128 * 1024
#: With more open marks than this the file is written by other rules than those of CSV.
_MOST_UNCLOSED = 500


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row; `is_open` when a quotation mark in its last cell is never closed."""

    cells: list[str]
    is_open: bool = False


def sound_records(text: str, separator: str, name: str) -> Iterator[Record]:
    """The rows of a text; one with an open quotation mark ends with its line."""
    csv.field_size_limit(MOST_BYTES)
    start = found = 0
    while start < len(text):
        lines = _Lines(text, start)
        try:
            for cells in csv.reader(lines, delimiter=separator, doublequote=True, strict=True):
                if lines.count > 1 and _holds_a_row(cells, separator):
                    break
                yield Record(cells)
                lines.next_record()
            else:
                return
        except csv.Error:
            pass
        line = lines.first()
        is_open = lines.count > 1 or _is_open(line, separator)
        found += is_open
        if found > _MOST_UNCLOSED:
            raise UnreadableTable(
                "More than {limit} rows of {name} have quotation marks that do not match. Save the table as XLSX.",
                name=name, limit=_MOST_UNCLOSED,
            )  # fmt: skip
        yield Record(_leniently(line, separator), is_open)
        start = lines.begun + len(line)


class _Lines:
    """The lines of a text from a place on, and which of them the record at hand is made of."""

    def __init__(self, text: str, start: int) -> None:
        self._found = LINE.finditer(text, start)
        self._text = text
        self.begun = self._end = start
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        found = next(self._found)
        self.count += 1
        self._end = found.end()
        if self.count > 1 and self._end - self.begun > _LONGEST_RECORD:
            raise csv.Error
        return found.group()

    def next_record(self) -> None:
        self.begun, self.count = self._end, 0

    def first(self) -> str:
        """The first line of the record at hand."""
        found = LINE.match(self._text, self.begun)
        return found.group() if found else ""


def _leniently(line: str, separator: str) -> list[str]:
    """The cells of one line, whatever its quotation marks are worth."""
    return next(csv.reader([line], delimiter=separator, doublequote=True), [])


def _is_open(line: str, separator: str) -> bool:
    """Whether a text that begins in this line would go on in the next one."""
    records = csv.reader([line, "\n"], delimiter=separator, doublequote=True)
    return len(list(islice(records, 2))) < 2


def _holds_a_row(cells: list[str], separator: str) -> bool:
    """Whether a text of several lines holds what looks like the next row: as many cells, the first alike in its digits.

    "2026-10-02;Rent" inside a text that began in the row of 2026-10-01 is no text.
    """
    first = _shape(cells[0].partition("\n")[0])
    if not first:
        return False
    return any(
        len(inner) >= len(cells) > 1 and _shape(inner[0]) == first
        for cell in cells
        for line in cell.splitlines()[1:]
        if (inner := line.split(separator))
    )


def _shape(cell: str) -> str:
    """A cell with its digits made alike; empty when it has none."""
    bare = cell.strip().strip('"')
    return _DIGITS.sub("9", bare) if _DIGITS.search(bare) else ""
