"""One table of a file, as text: cleaned of what cannot be seen, and no longer than a table may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.needs.reading.limits import MOST_CELL_BYTES, MOST_COLUMNS, MOST_ROWS
from campaigns.needs.reading.table import UnreadableTable

MOST_SHEETS = 20


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its rows of text with the numbers that a spreadsheet shows."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def rows_of(records: Iterator[tuple[int, list[str]]], name: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The filled rows of a table with their numbers; refuses one that is too long."""
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
