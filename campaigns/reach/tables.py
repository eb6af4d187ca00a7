"""A report as CSV: one table, one header, plain values that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from campaigns.cells import safe_cell
from campaigns.reach.counted import told_of_window
from campaigns.reach.reports import Report
from campaigns.reach.rows import LanguageRow


def write_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """CSV as spreadsheets in the EU open it without a dialogue: semicolons, UTF-8 with BOM."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Numbers stay numbers, whole ones without a point; what is not known is empty."""
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value


def report_csv(report: Report) -> bytes:
    """The report's figures per language. A figure that is not available is empty and its reason stands beside it.

    Where no language can be told the figures of all together stand in one row.
    """
    header = [
        "programme",
        "campaign",
        "from",
        "to",
        "language",
        "questions_before",
        "questions_before_note",
        "publications",
        "views",
        "views_note",
        "clicks",
        "questions_during",
        "questions_during_note",
    ]
    rows = [
        [
            report.programme,
            report.title,
            report.period.start.isoformat(),
            report.period.end.isoformat(),
            row.language or "unknown",
            *told_of_window(report, row.asked_before, "before"),
            row.published,
            row.seen,
            row.seen_reason,
            row.clicks,
            *told_of_window(report, row.asked_during, "during"),
        ]
        for row in report.rows or [_together(report)]
    ]
    return write_csv([header, *rows])


def _together(report: Report) -> LanguageRow:
    """What is told of all languages, as a row."""
    return LanguageRow(
        language="all",
        asked_before=report.asked_before,
        published=report.published,
        seen=None,
        seen_reason="",
        clicks=report.clicks,
        asked_during=report.asked_during,
    )
