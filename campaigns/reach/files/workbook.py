"""A report as a workbook: numbers are numbers, days are days, what is not known is empty."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from campaigns.cells import safe_cell
from campaigns.reach.files.sheets import Sheet, Words, sheets_of
from campaigns.reach.report.building import Report
from campaigns.reach.report.posts import PostFigures

DAY_FORMAT = "yyyy-mm-dd"
NUMBER_FORMAT, BROKEN_FORMAT, SHARE_FORMAT = "#,##0", "#,##0.00", "0.0%"
#: Numbers that name something: they are never written with separators.
NAMES = ("publication", "space", "weekday_monday_0", "hour")
WIDEST = 60
#: A column is as wide as what stands in so many of its first rows.
MEASURED = 200
PLAIN = Words()


def report_xlsx(report: Report, posts: Sequence[PostFigures], words: Words = PLAIN) -> bytes:
    """A sheet for each of the report's tables, in these words."""
    # openpyxl brings numpy along, 30 MB that the desk should not carry for nothing
    from openpyxl import Workbook

    # Cells are written one after the other and not kept: a report may tell of a hundred thousand posts.
    book = Workbook(write_only=True)
    for sheet in sheets_of(report, posts, words):
        _write(book, sheet, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: Any, sheet: Sheet, words: Words) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    heads = [words.say(name) for name in sheet.header]
    written = book.create_sheet(words.say(sheet.title)[:31])
    written.freeze_panes = "A2"
    written.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(sheet.rows) + 1}"
    for place, head in enumerate(heads):
        seen = [head, *(row[place] for row in sheet.rows[:MEASURED])]
        width = max(len("" if each is None else str(each)) for each in seen)
        written.column_dimensions[get_column_letter(place + 1)].width = min(width + 3, WIDEST)
    bold = Font(bold=True)
    written.append([_cell(WriteOnlyCell, written, head, font=bold) for head in heads])
    for row in sheet.rows:
        written.append(
            [
                _told(WriteOnlyCell, written, value, name)
                for value, name in zip(row, sheet.header, strict=True)
            ]
        )


def _told(cell: Any, written: Any, value: Any, name: str) -> Any:
    """A value as it is written: words that are no formula, numbers and days with their format."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return safe_cell(value)
    return _cell(cell, written, value, number_format=_format(value, name))


def _cell(cell: Any, written: Any, value: Any, **looks: Any) -> Any:
    made = cell(written, value=value)
    for name, look in looks.items():
        setattr(made, name, look)
    return made


def _format(value: Any, name: str) -> str:
    if isinstance(value, date):
        return DAY_FORMAT if type(value) is date else f"{DAY_FORMAT} hh:mm"
    if isinstance(value, int | float) and name not in NAMES:
        if name.startswith("share_"):
            return SHARE_FORMAT
        return NUMBER_FORMAT if value == int(value) else BROKEN_FORMAT
    return "General"
