"""A report as a workbook: numbers are numbers, days are days, what is not known is empty."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from campaigns.cells import safe_cell
from campaigns.reach.posts import PostFigures
from campaigns.reach.reports import Report
from campaigns.reach.sheets import Sheet, Words, sheets_of

DAY_FORMAT = "yyyy-mm-dd"
NUMBER_FORMAT, BROKEN_FORMAT, SHARE_FORMAT = "#,##0", "#,##0.00", "0.0%"
#: Numbers that name something: they are never written with separators.
NAMES = ("publication", "space", "weekday_monday_0", "hour")
WIDEST = 60
PLAIN = Words()


def report_xlsx(report: Report, posts: Sequence[PostFigures], words: Words = PLAIN) -> bytes:
    """A sheet for each of the report's tables, in these words."""
    # openpyxl brings numpy along, 30 MB that the desk should not carry for nothing
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets_of(report, posts, words):
        _write(book, sheet, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Any, sheet: Sheet, words: Words) -> None:
    from openpyxl.styles import Font

    written = book.create_sheet(words.say(sheet.title)[:31])
    written.append([words.say(name) for name in sheet.header])
    for cell in written[1]:
        cell.font = Font(bold=True)
    for row in sheet.rows:
        written.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
        for cell, name in zip(written[written.max_row], sheet.header, strict=True):
            cell.number_format = _format(cell.value, name)
    written.freeze_panes = "A2"
    written.auto_filter.ref = written.dimensions
    for column in written.columns:
        width = max(len(str("" if cell.value is None else cell.value)) for cell in column[:200])
        written.column_dimensions[column[0].column_letter].width = min(width + 3, WIDEST)


def _format(value: Any, name: str) -> str:
    if isinstance(value, date):
        return DAY_FORMAT if type(value) is date else f"{DAY_FORMAT} hh:mm"
    if isinstance(value, int | float) and name not in NAMES:
        if name.startswith("share_"):
            return SHARE_FORMAT
        return NUMBER_FORMAT if value == int(value) else BROKEN_FORMAT
    return "General"
