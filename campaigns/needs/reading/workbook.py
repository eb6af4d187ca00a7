"""XLSX: the first sheet that holds questions, after the archive itself was found harmless."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from defusedxml.common import DefusedXmlException

from campaigns.needs.reading.archive import damaged, refuse_bomb, refuse_other_archive
from campaigns.needs.reading.headers import ROWS_ABOVE, SEARCHED, fields_named, header_of, header_place
from campaigns.needs.reading.limits import MOST_COLUMNS
from campaigns.needs.reading.merged import Merged, merged_in
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

#: By the place of the sheet that was read; a name of a sheet may name a person.
OTHER_SHEETS = (
    "The file has several sheets; the first one was read.",
    "The file has several sheets; the second one was read.",
    "The file has several sheets; the third one was read.",
    "The file has several sheets; one after the third was read.",
)
FORMULA = "The cell holds a formula. Copy the column and paste it as values."


def read_workbook(data: bytes, *, name: str, wishes: Wishes = NOTHING_SAID) -> Table:
    """The table on the first sheet that names a date and a question, else on the first filled one.

    Formulas are not calculated: such a cell is an error of its row.
    """
    # openpyxl brings numpy along, 30 MB that the desk should not carry for nothing
    from openpyxl import load_workbook

    refuse_bomb(data, name)
    refuse_other_archive(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except (DefusedXmlException, Exception) as problem:  # openpyxl raises whatever its parts raise
        raise damaged(name) from problem
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
        titles = tuple(str(sheet.title) for sheet in book.worksheets)
        place = _wished(titles, wishes.sheet, name) if wishes.sheet else _best(book.worksheets, name)
        if place is not None:
            sheet = book.worksheets[place]
            # Without its rows openpyxl does not say where the part of a sheet lies.
            merged = merged_in(data, sheet._worksheet_path)  # type: ignore[attr-defined]
            table = _table(sheet, merged, wishes.header_row, name)
            notes = table.notes
            if len(titles) > 1 and not wishes.sheet:
                notes = (*notes, OTHER_SHEETS[min(place, len(OTHER_SHEETS) - 1)])
            return replace(table, notes=notes, sheets=titles, sheet=place + 1)
    except UnreadableTable:
        raise
    except Exception as problem:
        raise damaged(name) from problem
    finally:
        book.close()
    raise UnreadableTable("{name} has no filled sheet. Choose a file with a header row and rows.", name=name)


def _wished(titles: Sequence[str], wished: int | str, name: str) -> int:
    """The place of the sheet of this name or number."""
    if wished in titles:
        return titles.index(str(wished))
    if str(wished).isdecimal() and 0 < int(wished) <= len(titles):
        return int(wished) - 1
    raise UnreadableTable(
        "There is no sheet {wished} in {name}. It has: {sheets}.",
        name=name, wished=str(wished)[:40], sheets=", ".join(title[:40] for title in titles[:30]),
    )  # fmt: skip


def _best(sheets: Sequence[Any], name: str) -> int | None:
    """The place of the first sheet whose column names can be questions, else of the first filled one."""
    filled: int | None = None
    for place, sheet in enumerate(sheets):
        head = [_texts(record) for _, record in islice(records_of(sheet, name), SEARCHED)]
        names = header_place(head)
        if names is None:
            continue
        filled = place if filled is None else filled
        named = fields_named(head[names])
        if "date" in named and named & {"text", "topic"}:
            return place
    return filled


def _table(sheet: Any, merged: Merged, header_row: int | None, name: str) -> Table:
    found = header_of(records_of(sheet, name), said=header_row, name=name, cells=_texts)
    if found is None:
        raise UnreadableTable("This sheet of {name} is empty. Choose another one.", name=name)
    top, cells, records = found
    headers, notes = checked_headers(_trimmed(_texts(cells)), name=name)
    refuse_data_as_headers(headers, name=name, row=top, said=header_row is not None)
    rows: list[Row] = []
    for number, row in records:
        record = merged.fill(number, row)
        texts = _texts(record[: len(headers)])
        if not any(texts) and not any(reason for _, reason in record):
            continue
        refuse_too_many_rows(len(rows) + 1, name=name)
        problems = tuple(
            CellProblem(number, headers[at], reason)
            for at, (_, reason) in enumerate(record[: len(headers)])
            if reason
        )
        texts += [""] * (len(headers) - len(texts))
        checked = (
            checked_cell(text, row=number, column=headers[at], name=name) for at, text in enumerate(texts)
        )
        rows.append(Row(number, tuple(checked), problems))
    if not rows:
        raise UnreadableTable("{name} has column names but no rows below them.", name=name)
    if top > 1:
        notes.append(ROWS_ABOVE)
    return Table(headers, rows, "xlsx", None, None, tuple(notes), header_row=top)


def _texts(record: Sequence[tuple[str, str]]) -> list[str]:
    return [text for text, _ in record]


def records_of(
    sheet: Any, name: str, *, told: Callable[[Any], tuple[str, str]] | None = None
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The rows of a sheet by number, each cell as `told` takes it, by default as told_in does."""
    told = told or told_in
    empty_run = 0
    last: Any = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if cells is last:
            # For a gap the same empty row comes again and again: one cell far down makes a million of them.
            empty_run += 1
            continue
        last = cells
        record = [told(cell) for cell in cells]
        empty_run = 0 if any(text or reason for text, reason in record) else empty_run + 1
        refuse_too_many_rows(number - empty_run - 1, name=name)
        yield number, record


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def told_in(cell: Any) -> tuple[str, str]:
    """A cell's text, and why it is not taken if it is not."""
    value = cell.value
    if value is None:
        return "", ""
    if getattr(cell, "data_type", "") == "f" or not isinstance(
        value, str | int | float | bool | date | time | timedelta
    ):
        return "", FORMULA
    if isinstance(value, datetime):
        return (value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")), ""
    if isinstance(value, bool):
        return str(value).lower(), ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    return str(value), ""
