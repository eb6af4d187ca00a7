"""CSV with whatever separator, quotation and line end an office program chose."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from campaigns.needs.reading.encodings import decode
from campaigns.needs.reading.limits import MOST_BYTES, MOST_COLUMNS
from campaigns.needs.reading.table import (
    CellProblem,
    Row,
    Table,
    UnreadableTable,
    checked_cell,
    checked_headers,
    refuse_data_as_headers,
    refuse_too_many_rows,
)

SEPARATORS = (";", "\t", ",", "|")
TOO_MANY_CELLS = (
    "The row has more cells than there are column names. "
    "A text that holds the separator needs quotation marks around it."
)
_SAMPLE_RECORDS = 30
#: A line as it stands in the file, with its end: a quoted text keeps the ends of its own lines.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
#: Most short cells say what another one said, and need no place of their own.
_SHORT = 40


def read_separated(data: bytes, *, name: str) -> Table:
    """The table in a CSV file, each cell as it stands in the file."""
    text, encoding = decode(data, name=name)
    text, declared = declared_separator(text)
    if not text.strip():
        raise UnreadableTable(
            "{name} is empty. Choose a file with a header row and at least one row.", name=name
        )
    separator = declared or _separator(text)
    records = enumerate(records_of(text, separator, name), start=1)
    top, raw_headers = next(
        ((number, record) for number, record in records if len(record) > 1 or any(record)), (1, [])
    )
    headers, notes = checked_headers(raw_headers, name=name)
    refuse_data_as_headers(headers, name=name)
    rows: list[Row] = []
    said: dict[str, str] = {}
    fewer = False
    for number, record in records:
        if not any(record):
            continue
        refuse_too_many_rows(len(rows) + 1, name=name)
        if len(record) > MOST_COLUMNS:
            checked_headers(record, name=name)
        fewer = fewer or len(record) < len(headers)
        once = [said.setdefault(cell, cell) if len(cell) <= _SHORT else cell for cell in record]
        rows.append(_row(number, once, headers, name))
    if not rows:
        raise UnreadableTable("{name} has column names but no rows below them.", name=name)
    if top > 1:
        notes.append("Empty rows above the column names were left out.")
    if fewer:
        notes.append("Some rows have fewer cells than the header; missing cells count as empty.")
    return Table(headers, rows, "csv", separator, encoding, tuple(notes))


def _row(number: int, record: list[str], headers: tuple[str, ...], name: str) -> Row:
    cells = (*record[: len(headers)], *[""] * (len(headers) - len(record)))
    # A separator inside a text that is not quoted moves everything behind it: no cell of the row can be believed.
    moved = any(cell.strip() for cell in record[len(headers) :])
    return Row(
        number,
        tuple(checked_cell(cell, row=number, column=headers[at], name=name) for at, cell in enumerate(cells)),
        tuple(CellProblem(number, header, TOO_MANY_CELLS) for header in headers) if moved else (),
    )


def declared_separator(text: str) -> tuple[str, str | None]:
    """Excel's own first line "sep=;"."""
    first, _, rest = text.partition("\n")
    line = first.strip().strip('"')
    if line.lower().startswith("sep=") and len(line) == len("sep=") + 1:
        return rest, line[-1]
    return text, None


def records_of(text: str, separator: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    lines = (found.group() for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=separator, doublequote=True)
    try:
        yield from reader
    except csv.Error:
        raise UnreadableTable(
            "{name} cannot be read as CSV near line {line}. Check that quotation marks are closed, or save it "
            "as XLSX.",
            name=name, line=reader.line_num,
        ) from None  # fmt: skip


def _separator(text: str) -> str:
    """The separator that cuts most records into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    sample = csv.reader(io.StringIO(text[: 1 << 18], newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for record in sample:
            if record:
                widths.append(len(record))
            if len(widths) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] == 1:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    header_fits = 1.0 if widths[0] == width else 0.5
    return header_fits * times / len(widths), width
