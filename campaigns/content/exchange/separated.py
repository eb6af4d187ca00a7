"""CSV out and in: one row a sentence, as spreadsheets open it (UTF-8 with its mark, so that letters stay right).

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from campaigns.cells import marked_cell, unmarked_cell
from campaigns.content.exchange.package import Package, Row
from campaigns.content.exchange.rows import COLUMNS, read_row, rows_of
from campaigns.errors import BadInput

_TEXTS: Final = ("title", "source", "target")


def write_csv(packages: Sequence[Package]) -> bytes:
    """Every sentence of these languages."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    for row in rows_of(packages):
        writer.writerow(
            {name: marked_cell(str(value)) if name in _TEXTS else value for name, value in row.items()}
        )
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> list[Row]:
    """The rows of a table that was exported here, with whichever separator it was saved again."""
    text = _decoded(data)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        # Without strict, a broken quotation mark would glue the rest of the file into one cell.
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            raise BadInput(
                "The table lacks the column “{column}”. Only tables that were exported here can be imported.",
                column=sorted(missing)[0],
            )
        return [read_row(_plain(row), number) for number, row in enumerate(reader, start=2)]
    except csv.Error as problem:
        raise BadInput("The table cannot be read: {problem}.", problem=str(problem)[:100]) from None


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput(
            "The table is not written in UTF-8, so letters would be lost. Save it as “CSV UTF-8”."
        ) from None


def _plain(row: Mapping[str, str | None]) -> dict[str, str]:
    plain = {name: value or "" for name, value in row.items() if isinstance(name, str)}
    for name in _TEXTS:
        plain[name] = unmarked_cell(plain[name].replace("\r\n", "\n"))
    return plain
