"""Rows as CSV: one header, plain values that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from campaigns.cells import safe_cell


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
