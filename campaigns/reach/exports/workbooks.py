"""XLSX, and the old XLS that LinkedIn still writes, as the text that stands in their cells.

A number that its sheet shows as a percentage bears the sign: it is no count, whatever its value. A formula of which
the file holds no result stands there as itself: nothing is calculated.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from campaigns.needs.reading.archive import damaged
from campaigns.needs.reading.limits import MOST_ROWS
from campaigns.needs.reading.table import UnreadableTable
from campaigns.needs.reading.workbook import records_of, told_in
from campaigns.reach.exports.sheet import MOST_SHEETS, Sheet, rows_of

#: Words in the format of a number, which do not make it a percentage.
_QUOTED = re.compile(r'"[^"]*"|\\.')
_FORMULAS = re.compile(rb"<(?:\w+:)?f[ />]")


def read_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets of an XLSX file; refuses a damaged one."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        wanted = book.worksheets[:MOST_SHEETS]
        written: dict[str, Any] = {}
        if any(_calculates(data, sheet) for sheet in wanted):
            again = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            written = {sheet.title: sheet for sheet in again.worksheets}
        sheets = [
            Sheet(str(sheet.title), rows_of(_results(sheet, written.get(sheet.title), name), name))
            for sheet in wanted
        ]
        book.close()
    except UnreadableTable:
        raise
    except Exception as problem:  # openpyxl raises whatever its parts raise
        raise damaged(name) from problem
    return sheets


def read_old_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets of an XLS file; refuses a locked or damaged one."""
    try:
        book = _opened(data)
        sheets = []
        for place in range(min(book.nsheets, MOST_SHEETS)):
            sheet = book.sheet_by_index(place)
            rows = (
                (at + 1, [_old_cell(cell, book) for cell in sheet.row(at)])
                for at in range(min(sheet.nrows, MOST_ROWS + 1))
            )
            sheets.append(Sheet(sheet.name, rows_of(rows, name)))
    except UnreadableTable:
        raise
    except Exception as problem:  # xlrd raises whatever the bytes make of it
        raise UnreadableTable(
            "{name} is an old or a locked Excel file that cannot be read. Save it as XLSX without a password, or as "
            "“CSV UTF-8”.",
            name=name,
        ) from problem
    return sheets


def _calculates(data: bytes, sheet: Any) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _FORMULAS.search(archive.read(sheet._worksheet_path.lstrip("/"))) is not None


def _results(sheet: Any, with_formulas: Any | None, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet with the results of its formulas; where there is none, the formula."""
    sheet.reset_dimensions()
    told = records_of(sheet, name, told=_as_shown)
    if with_formulas is None:
        yield from ((number, [text for text, _ in record]) for number, record in told)
        return
    with_formulas.reset_dimensions()
    written = records_of(with_formulas, name, told=_as_written)
    for (number, record), (_, formulas) in zip(told, written, strict=False):
        # An empty text may be a result, and then the cell says that it holds text.
        missing = [
            formula if kind != "str" else ""
            for (_, kind), (formula, _) in zip(record, formulas, strict=False)
        ]
        yield number, [text or formula for (text, _), formula in zip(record, missing, strict=False)]


def _as_shown(cell: Any) -> tuple[str, str]:
    """A cell as its sheet shows it, and what kind of thing it holds."""
    kind = str(getattr(cell, "data_type", ""))
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    if is_number and _is_percentage(str(getattr(cell, "number_format", ""))):
        return _percent(cell.value), kind
    return told_in(cell)[0], kind


def _as_written(cell: Any) -> tuple[str, str]:
    if getattr(cell, "data_type", "") != "f":
        return "", ""
    text = str(getattr(cell.value, "text", cell.value))
    return text if text.startswith("=") else f"={text}", ""


def _is_percentage(number_format: str) -> bool:
    return "%" in _QUOTED.sub("", number_format)


def _percent(value: float) -> str:
    return f"{Decimal(str(value)) * 100:f}%"


def _opened(data: bytes) -> Any:
    """With the formats of its cells; without, where only they are damaged."""
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, on_demand=True, formatting_info=True)
    except Exception:
        return xlrd.open_workbook(file_contents=data, on_demand=True, formatting_info=False)


def _old_cell(cell: Any, book: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ")
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_NUMBER and _is_percentage(_format_of(cell, book)):
        return _percent(cell.value)
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value)


def _format_of(cell: Any, book: Any) -> str:
    if cell.xf_index is None:
        return ""
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
