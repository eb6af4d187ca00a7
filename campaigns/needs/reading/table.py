"""What every reader returns: headers and rows of text, and what a person should know about the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from campaigns.errors import BadInput
from campaigns.needs.intake.names import header_field
from campaigns.needs.reading.limits import MOST_CELL_BYTES, MOST_COLUMNS, MOST_ROWS
from campaigns.needs.redaction import redact

Format = Literal["csv", "xlsx", "json", "jsonl"]


class UnreadableTable(BadInput):
    """The file cannot be read as a table; nothing of it was taken."""


@dataclass(frozen=True)
class CellProblem:
    """A cell whose value is not taken, and why; without a column it is the whole row. `row` is that of `Row`."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line below the headers; `number` is what a spreadsheet shows (the header is 1), or an editor of lines."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True)
class Table:
    """A file as text. `separator`, `encoding` and `header_row` are None where the format has none.

    `header_row` is the row with the column names as a spreadsheet numbers it; `sheets` are the names of all sheets,
    `sheet` the place of the one that was read (the first is 1). `read` is how many rows there were, when they are no
    longer held.
    """

    headers: tuple[str, ...]
    rows: Sequence[Row]
    format: Format
    separator: str | None = None
    encoding: str | None = None
    notes: tuple[str, ...] = field(default=())
    header_row: int | None = None
    sheets: tuple[str, ...] = ()
    sheet: int | None = None
    read: int | None = None

    @property
    def size(self) -> int:
        """How many rows were read, whether they are still held or not."""
        return len(self.rows) if self.read is None else self.read

    def without_rows(self) -> Table:
        """The same once its rows were understood: those of a large file weigh a hundred megabytes and more."""
        return replace(self, rows=(), read=self.size)

    def column(self, header: str) -> Iterator[str]:
        """The values below one header."""
        place = self.headers.index(header)
        return (row.cells[place] for row in self.rows)

    def records(self) -> Iterator[dict[str, str]]:
        """Rows as dictionaries by header."""
        return (dict(zip(self.headers, row.cells, strict=True)) for row in self.rows)


def checked_headers(raw: Sequence[str], *, name: str) -> tuple[tuple[str, ...], list[str]]:
    """Headers made usable: empty ones are named, doubled ones numbered; a note says so."""
    headers = [header.strip() for header in raw]
    if len(headers) > MOST_COLUMNS:
        raise UnreadableTable(
            "{name} has {columns} columns; {limit} are the limit. Delete the columns that are not needed.",
            name=name, columns=len(headers), limit=MOST_COLUMNS,
        )  # fmt: skip
    if not any(headers):
        raise UnreadableTable(
            "{name} has no header row. Write the column names (for instance date, text, language) into the "
            "first row.",
            field=HEADER_ROW,
            name=name,
        )
    notes = []
    named = [header or f"column {place}" for place, header in enumerate(headers, start=1)]
    if named != headers:
        notes.append("Columns without a name were named by their place.")
    unique: list[str] = []
    for header in named:
        candidate, again = header, 2
        while candidate in unique:
            candidate, again = f"{header} ({again})", again + 1
        unique.append(candidate)
    if unique != named:
        notes.append("Columns of the same name were numbered.")
    return tuple(unique), notes


def refuse_data_as_headers(headers: Sequence[str], *, name: str, row: int = 1, said: bool = False) -> None:
    """Refuses a row of column names that holds values: a date, a number or a sentence is no column name.

    `said` is whether a person pointed to the row.
    """
    if holds_values(headers, said=said):
        raise UnreadableTable(
            "Row {row} of {name} holds values, not column names. Insert a row that names the columns (for instance "
            "date, text, language), or say in which row they stand.",
            field=HEADER_ROW, name=name, row=row,
        )  # fmt: skip


def holds_values(cells: Iterable[str], *, said: bool = False) -> bool:
    """Whether a row is data rather than the names of columns.

    A long question is data, but not beside two names that we know, nor where a person pointed to the row (`said`).
    """
    filled = [bare for cell in cells if (bare := cell.strip())]
    if any(_is_value(cell) for cell in filled):
        return True
    asking = [cell for cell in filled if cell.endswith(QUESTION_MARKS) and not header_field(cell)]
    if said or all(len(cell.split()) <= MOST_WORDS_OF_A_NAME for cell in asking):
        return False
    return len({found for cell in filled if (found := header_field(cell))}) < FEWEST_KNOWN_NAMES


def _is_value(cell: str) -> bool:
    """Whether a cell cannot be the name of a column, whatever stands beside it."""
    digits = sum(letter.isdigit() for letter in cell)
    if (digits and not any(letter.isalpha() for letter in cell)) or len(cell) > LONGEST_HEADER:
        return True
    # A row of data that stands first must not have its numbers and addresses kept as the names of columns.
    return bool(redact(cell).counts)


#: One known word may stand in a title, too.
FEWEST_KNOWN_NAMES = 2
QUESTION_MARKS = ("?", "؟")
#: "Was wurde gefragt?" and "Wer hat beraten?" are names for all their question marks.
MOST_WORDS_OF_A_NAME = 4
LONGEST_HEADER = 120
#: What a refusal is about that another row with column names would answer.
HEADER_ROW = "header_row"


def refuse_too_many_rows(count: int, *, name: str) -> None:
    """Refuses the row after the last one allowed."""
    if count > MOST_ROWS:
        raise UnreadableTable(
            "{name} has more than {limit} rows. Delete empty rows, or split it into several files.",
            name=name, limit=MOST_ROWS,
        )  # fmt: skip


def checked_cell(value: str, *, row: int, column: str, name: str) -> str:
    """The cell's text; one beyond the limit is refused with its place."""
    if len(value) * 4 > MOST_CELL_BYTES and len(value.encode()) > MOST_CELL_BYTES:
        raise UnreadableTable(
            "Row {row}, column “{column}” of {name} holds more than {limit} kB. Shorten the cell or check that "
            "the quotation marks in the file are closed.",
            name=name, row=row, column=column[:60], limit=MOST_CELL_BYTES // 1024,
        )  # fmt: skip
    return value
