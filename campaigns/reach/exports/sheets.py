"""Exports as they are downloaded: CSV, XLSX, the old XLS that LinkedIn still writes, and archives of tables.

Everything is text here, cell by cell; which row holds the headers is found later, because titles and notes stand
above them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter

from campaigns.needs.reading.archive import refuse_bomb
from campaigns.needs.reading.encodings import decode
from campaigns.needs.reading.limits import MOST_BYTES
from campaigns.needs.reading.separated import SEPARATORS, declared_separator, records_of
from campaigns.needs.reading.table import UnreadableTable
from campaigns.reach.exports.sheet import MOST_SHEETS, Sheet, rows_of
from campaigns.reach.exports.workbooks import read_old_workbook, read_workbook

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: How files of spreadsheet programs are called.
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_TABLES = (".csv", ".tsv", ".txt")
_SAMPLE = 1 << 18
_SAMPLE_RECORDS = 80


def read_sheets(data: bytes, *, name: str) -> list[Sheet]:
    """Every filled table of a file. What the bytes are decides, not the name; refuses in one sentence."""
    if len(data) > MOST_BYTES:
        raise UnreadableTable(
            "{name} is larger than {limit} MB. Split it into several files.",
            name=name, limit=MOST_BYTES // (1024 * 1024),
        )  # fmt: skip
    if data.startswith(b"PK"):
        found = _archive(data, name)
    elif data.startswith(_OLD_EXCEL):
        found = read_old_workbook(data, name)
    else:
        found = [_separated(data, name)]
    filled = [sheet for sheet in found if sheet.rows]
    if not filled:
        raise UnreadableTable(
            "{name} is empty. Choose a file with a header row and at least one row.", name=name
        )
    return filled[:MOST_SHEETS]


def is_workbook_by_name_alone(data: bytes, name: str) -> bool:
    """Whether a file is called a workbook and is none."""
    return name.lower().endswith(_WORKBOOKS) and not data.startswith((b"PK", _OLD_EXCEL))


def _archive(data: bytes, name: str) -> list[Sheet]:
    """A workbook, or a ZIP of tables as YouTube Studio packs them."""
    if name.lower().endswith(".zip") and not zipfile.is_zipfile(io.BytesIO(data)):
        raise UnreadableTable(
            "{name} is damaged: it is no whole ZIP file. Download it once more, or unpack it and choose the table that "
            "is in it.",
            name=name,
        )
    refuse_bomb(data, name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.namelist()
        if "[Content_Types].xml" in members:
            return read_workbook(data, name)
        tables = [
            each for each in members if each.lower().endswith(_TABLES) and not each.startswith("__MACOSX")
        ]
        return [_titled(each, _separated(archive.read(each), each)) for each in tables[:MOST_SHEETS]]


def _titled(title: str, sheet: Sheet) -> Sheet:
    return Sheet(title.rpartition("/")[2], sheet.rows)


def _separated(data: bytes, name: str) -> Sheet:
    text, _encoding = decode(data, name=name)
    text, declared = declared_separator(text)
    separator = declared or _separator(text)
    return Sheet(name, rows_of(enumerate(records_of(text, separator, name), start=1), name))


def _separator(text: str) -> str:
    """The separator that cuts most lines into the same number of cells, whatever stands above the table."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=separator):
            if len(record) > 1:
                widths[len(record)] += 1
            if widths.total() >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = max(widths.items(), key=lambda each: each[0] * each[1])
    return float(times * (width - 1) ** 0.5)
