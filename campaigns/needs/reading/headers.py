"""Which row names the columns: offices put a title, a date and an empty line above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from campaigns.needs.intake.names import header_field
from campaigns.needs.reading.limits import MOST_COLUMNS
from campaigns.needs.reading.table import FEWEST_KNOWN_NAMES, HEADER_ROW, UnreadableTable, holds_values

#: Names of columns that stand further down than this are not looked for; a person may say so.
SEARCHED = 30
ROWS_ABOVE = "Rows above the column names were left out."

_T = TypeVar("_T")


def fields_named(cells: Iterable[str]) -> frozenset[str]:
    """The fields that the cells of a row name as columns; none when it holds values."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) > MOST_COLUMNS:
        return frozenset()  # no table has so many; whoever reads on says so
    if holds_values(filled):
        return frozenset()
    return frozenset(found for cell in filled if (found := header_field(cell)))


def header_place(head: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns: the one with most words that we know, else the first filled one."""
    filled = [place for place, cells in enumerate(head) if any(cell.strip() for cell in cells)]
    if not filled:
        return None
    named = {place: len(fields_named(head[place])) for place in filled}
    best = max(filled, key=lambda place: named[place])
    return best if named[best] >= FEWEST_KNOWN_NAMES else filled[0]


def header_of(
    records: Iterator[tuple[int, _T]], *, said: int | None, name: str, cells: Callable[[_T], Sequence[str]]
) -> tuple[int, _T, Iterator[tuple[int, _T]]] | None:
    """The number and content of the row with the column names, and the rows below it; None when all is empty.

    Refuses a row that a person named and that is empty or not there.
    """
    if said is not None:
        found = next((record for record in records if record[0] >= said), None)
        if found is None or found[0] != said or not any(cell.strip() for cell in cells(found[1])):
            raise UnreadableTable(
                "Row {row} of {name} is empty or not there. Choose the row in which the column names stand.",
                field=HEADER_ROW, name=name, row=said,
            )  # fmt: skip
        return found[0], found[1], records
    head = list(islice(records, SEARCHED))
    place = header_place([cells(content) for _, content in head])
    if place is None:
        found = next((record for record in records if any(cell.strip() for cell in cells(record[1]))), None)
        return (found[0], found[1], records) if found else None
    return head[place][0], head[place][1], chain(head[place + 1 :], records)
