"""Exports as they are downloaded: CSV, XLSX, the old XLS that LinkedIn still writes, and archives of tables.

Everything is text here, cell by cell; which row holds the headers is found later, because titles and notes stand
above them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from campaigns.needs.reading.archive import damaged, refuse_bomb
from campaigns.needs.reading.encodings import decode
from campaigns.needs.reading.limits import MOST_BYTES, MOST_CELL_BYTES, MOST_COLUMNS, MOST_ROWS
from campaigns.needs.reading.separated import SEPARATORS, declared_separator, records_of
from campaigns.needs.reading.table import UnreadableTable
from campaigns.needs.reading.workbook import records_of as sheet_records
from campaigns.needs.reading.workbook import told_in

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: How files of spreadsheet programs are called.
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_TABLES = (".csv", ".tsv", ".txt")
_SAMPLE = 1 << 18
_SAMPLE_RECORDS = 80
MOST_SHEETS = 20
#: Words in the format of a number, which do not make it a percentage.
_QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its rows of text with the numbers that a spreadsheet shows."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


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
        found = _old_workbook(data, name)
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
            return _workbook(data, name)
        tables = [
            each for each in members if each.lower().endswith(_TABLES) and not each.startswith("__MACOSX")
        ]
        return [_titled(each, _separated(archive.read(each), each)) for each in tables[:MOST_SHEETS]]


def _titled(title: str, sheet: Sheet) -> Sheet:
    return Sheet(title.rpartition("/")[2], sheet.rows)


def _workbook(data: bytes, name: str) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()
            rows = (
                (number, [text for text, _ in record])
                for number, record in sheet_records(sheet, name, told=_as_shown)
            )
            sheets.append(Sheet(str(sheet.title), _rows(rows, name)))
        book.close()
    except UnreadableTable:
        raise
    except Exception as problem:  # openpyxl raises whatever its parts raise
        raise damaged(name) from problem
    return sheets


def _as_shown(cell: Any) -> tuple[str, str]:
    """A number that its sheet shows as a percentage bears the sign: it is no count, whatever its value."""
    text, reason = told_in(cell)
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if is_number and "%" in _QUOTED.sub("", str(getattr(cell, "number_format", ""))):
        return f"{Decimal(str(cell.value)) * 100:f}%", reason
    return text, reason


def _old_workbook(data: bytes, name: str) -> list[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True, formatting_info=False)
        sheets = []
        for place in range(min(book.nsheets, MOST_SHEETS)):
            sheet = book.sheet_by_index(place)
            rows = (
                (at + 1, [_old_cell(cell, book.datemode) for cell in sheet.row(at)])
                for at in range(min(sheet.nrows, MOST_ROWS + 1))
            )
            sheets.append(Sheet(sheet.name, _rows(rows, name)))
    except UnreadableTable:
        raise
    except Exception as problem:  # xlrd raises whatever the bytes make of it
        raise UnreadableTable(
            "{name} is an old or a locked Excel file that cannot be read. Save it as XLSX without a password, or as "
            "“CSV UTF-8”.",
            name=name,
        ) from problem
    return sheets


def _old_cell(cell: Any, datemode: int) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ")
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value)


def _separated(data: bytes, name: str) -> Sheet:
    text, _encoding = decode(data, name=name)
    text, declared = declared_separator(text)
    separator = declared or _separator(text)
    return Sheet(name, _rows(enumerate(records_of(text, separator, name), start=1), name))


def _rows(records: Iterator[tuple[int, list[str]]], name: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, record in records:
        cells = tuple(_clean(cell) for cell in record[: MOST_COLUMNS * 2])
        if not any(cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise UnreadableTable(
                "{name} has more than {limit} rows. Delete empty rows, or split it into several files.",
                name=name, limit=MOST_ROWS,
            )  # fmt: skip
        rows.append((number, cells))
    return tuple(rows)


def _clean(cell: str) -> str:
    """A cell without what cannot be seen: marks of byte order and direction, soft hyphens, spaces around."""
    text = cell.translate(_INVISIBLE).strip()
    return text if len(text) <= MOST_CELL_BYTES // 4 else text[: MOST_CELL_BYTES // 4]


_INVISIBLE = dict.fromkeys(
    [0xFEFF, 0x00AD, 0x200B, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2069]
)


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
