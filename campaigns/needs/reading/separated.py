"""CSV with whatever separator, quotation and line end an office program chose."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from campaigns.needs.reading.encodings import decode_asking
from campaigns.needs.reading.headers import ROWS_ABOVE, header_of, header_place
from campaigns.needs.reading.limits import MOST_BYTES, MOST_COLUMNS
from campaigns.needs.reading.quoted import LINE, UNCLOSED, Record, sound_records
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
from campaigns.needs.reading.wishes import NOTHING_SAID, Wishes

SEPARATORS = (";", "\t", ",", "|", "^")
TOO_MANY_CELLS = (
    "The row has more cells than there are column names. "
    "A text that holds the separator needs quotation marks around it."
)
UNCLOSED_ROWS = "Some rows have a quotation mark that is not closed; they are not taken."
FEWER_CELLS = "Some rows have fewer cells than the header; missing cells count as empty."
#: A workbook refuses the row instead: there a result was meant, here nothing tells a formula from words.
FORMULAS_AS_WORDS = (
    "Some cells begin like a formula. A CSV file has only words, so they are taken as they stand and never run; where "
    "a result is meant, copy the column, paste it as values, and save the file again."
)
_LIKE_A_FORMULA = re.compile(r"=[\w(+\-@]")
_SAMPLE_RECORDS = 30
_SAMPLE = 1 << 18
#: Single and double quotation marks change places, so that one reader reads files quoted with either.
_TURNED = str.maketrans("'\"", "\"'")
#: Most short cells say what another one said, and need no place of their own.
_SHORT = 40


def read_separated(data: bytes, *, name: str, wishes: Wishes = NOTHING_SAID) -> Table:
    """The table in a CSV file, each cell as it stands in the file."""
    text, encoding = decode_asking(data, name=name, said=wishes.encoding)
    text, declared = declared_separator(text)
    if not text.strip():
        raise UnreadableTable(
            "{name} is empty. Choose a file with a header row and at least one row.", name=name
        )
    separator, quotes_singly = _layout(text, declared)
    found_records = sound_records(text.translate(_TURNED) if quotes_singly else text, separator, name)
    records = enumerate(map(_turned_back, found_records) if quotes_singly else found_records, start=1)
    found = header_of(records, said=wishes.header_row, name=name, cells=lambda record: record.cells)
    top, header, below = found or (1, Record([]), iter(()))
    headers, notes = checked_headers(header.cells, name=name)
    refuse_data_as_headers(headers, name=name, row=top, said=wishes.header_row is not None)
    rows, notes_of_rows = _rows(below, headers, name)
    if not rows:
        raise UnreadableTable("{name} has column names but no rows below them.", name=name)
    if top > 1:
        notes.append(ROWS_ABOVE)
    notes += notes_of_rows
    return Table(headers, rows, "csv", separator, encoding, tuple(notes), header_row=top)


def _rows(
    records: Iterator[tuple[int, Record]], headers: tuple[str, ...], name: str
) -> tuple[list[Row], list[str]]:
    """The rows below the column names, and what is to be said of them."""
    rows: list[Row] = []
    said: dict[str, str] = {}
    lengths: Counter[int] = Counter()
    longer: dict[int, int] = {}
    fewer = unclosed = formulas = False
    for number, record in records:
        if not any(record.cells):
            continue
        refuse_too_many_rows(len(rows) + 1, name=name)
        if len(record.cells) > MOST_COLUMNS:
            checked_headers(record.cells, name=name)
        fewer = fewer or len(record.cells) < len(headers)
        unclosed = unclosed or record.is_open
        formulas = formulas or any(_LIKE_A_FORMULA.match(cell) for cell in record.cells)
        lengths[len(record.cells)] += 1
        if len(record.cells) > len(headers):
            longer[len(rows)] = len(record.cells)
        once = [said.setdefault(cell, cell) if len(cell) <= _SHORT else cell for cell in record.cells]
        rows.append(_row(number, Record(once, record.is_open), headers, name))
    _refuse_moved(rows, longer, usual=max(lengths, key=lambda length: (lengths[length], length), default=0))
    notes = ((UNCLOSED_ROWS, unclosed), (FEWER_CELLS, fewer), (FORMULAS_AS_WORDS, formulas))
    return rows, [note for note, holds in notes if holds]


def _refuse_moved(rows: list[Row], longer: Mapping[int, int], *, usual: int) -> None:
    """Refuses rows that end in an empty cell of which the others have none; `longer` are the lengths of such rows.

    Where a separator ends every line, an empty cell too many means nothing. Where it ends one, a separator inside a
    text may have moved its cells, the last of which was empty.
    """
    for at, length in longer.items():
        if length > usual and not rows[at].problems:
            rows[at] = replace(rows[at], problems=(CellProblem(rows[at].number, "", TOO_MANY_CELLS),))


def _row(number: int, record: Record, headers: tuple[str, ...], name: str) -> Row:
    cells = (*record.cells[: len(headers)], *[""] * (len(headers) - len(record.cells)))
    return Row(
        number,
        tuple(checked_cell(cell, row=number, column=headers[at], name=name) for at, cell in enumerate(cells)),
        _problems(number, record, headers),
    )


def _problems(number: int, record: Record, headers: tuple[str, ...]) -> tuple[CellProblem, ...]:
    """Why no cell of the row can be believed, if so: told of the columns from the one it began in."""
    if record.is_open:
        began = min(len(record.cells), len(headers)) - 1
        return tuple(CellProblem(number, header, UNCLOSED) for header in headers[began:] + headers[:began])
    # A separator inside a text that is not quoted moves everything behind it.
    if any(cell.strip() for cell in record.cells[len(headers) :]):
        return (CellProblem(number, "", TOO_MANY_CELLS),)
    return ()


def declared_separator(text: str) -> tuple[str, str | None]:
    """Excel's own first line "sep=;"."""
    first, _, rest = text.partition("\n")
    line = first.strip().strip('"')
    if line.lower().startswith("sep=") and len(line) == len("sep=") + 1:
        return rest, line[-1]
    return text, None


def records_of(text: str, separator: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    lines = (found.group() for found in LINE.finditer(text))
    reader = csv.reader(lines, delimiter=separator, doublequote=True)
    try:
        yield from reader
    except csv.Error:
        raise UnreadableTable(
            "{name} cannot be read as CSV near line {line}. Check that quotation marks are closed, or save it "
            "as XLSX.",
            name=name, line=reader.line_num,
        ) from None  # fmt: skip


def _layout(text: str, declared: str | None) -> tuple[str, bool]:
    """The separator, and whether cells are quoted with ' instead of "."""
    separator = declared or _separator(text)
    sample = text[:_SAMPLE]
    turned = sample.translate(_TURNED)
    other = declared or _separator(turned)
    if _quotes_singly(sample, other) and _evenness(turned, other) >= _evenness(sample, separator):
        return other, True
    return separator, False


def _quotes_singly(sample: str, separator: str) -> bool:
    """Whether half of the first lines have a cell in single quotation marks, and none begins with a double one."""
    edge = re.escape(separator)
    lines = sample.splitlines()[: _SAMPLE_RECORDS + 1]
    if any(re.search(rf'(?:^|{edge})"', line) for line in lines):
        return False
    quoted = re.compile(rf"(?:^|{edge})'(?:[^']|'')*'(?:$|{edge})")
    return 2 * sum(bool(quoted.search(line)) for line in lines) >= max(2, len(lines) - 1)


def _turned_back(record: Record) -> Record:
    return Record([cell.translate(_TURNED) for cell in record.cells], record.is_open)


def _separator(text: str) -> str:
    """The separator that cuts most records into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    csv.field_size_limit(MOST_BYTES)
    sample = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=separator)
    try:
        records = list(islice(filter(None, sample), _SAMPLE_RECORDS))
    except csv.Error:
        return 0.0, 0
    # Titles above the column names are cut by no separator.
    widths = [len(record) for record in records[header_place(records) or 0 :]]
    if not widths or widths[0] == 1:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    header_fits = 1.0 if widths[0] == width else 0.5
    return header_fits * times / len(widths), width
