"""Tables as offices really have them, read from memory and within limits."""

from __future__ import annotations

from dataclasses import replace

from campaigns.needs.reading.limits import MOST_BYTES
from campaigns.needs.reading.objects import read_objects
from campaigns.needs.reading.separated import read_separated
from campaigns.needs.reading.table import CellProblem, Row, Table, UnreadableTable
from campaigns.needs.reading.wishes import NOTHING_SAID, Wishes
from campaigns.needs.reading.workbook import read_workbook

__all__ = ["NOTHING_SAID", "CellProblem", "Row", "Table", "UnreadableTable", "Wishes", "read_table"]

TEXT_AS_EXCEL = (
    "The file is called an Excel file and is a simple table of text (CSV). It was read as that; nothing has to be "
    "done."
)
#: Some programs name a web page like an Excel file.
_MARKUP = ("<!doctype", "<html", "<table", "<?xml")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(data: bytes, *, name: str, wishes: Wishes = NOTHING_SAID) -> Table:
    """Reads CSV, XLSX, JSON or JSON lines; what the bytes are decides, not the name. Refuses in one sentence."""
    if len(data) > MOST_BYTES:
        raise UnreadableTable(
            "{name} is larger than {limit} MB. Split it into several files.",
            name=name, limit=MOST_BYTES // (1024 * 1024),
        )  # fmt: skip
    if not data.strip():
        raise UnreadableTable(
            "{name} is empty. Choose a file with a header row and at least one row.", name=name
        )
    if data.startswith(b"PK"):
        return read_workbook(data, name=name, wishes=wishes)
    if data.startswith(_OLD_EXCEL):
        raise UnreadableTable(
            "{name} is an old or a locked Excel file. Save it as XLSX without a password, or as “CSV UTF-8”.",
            name=name,
        )
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise UnreadableTable("{name} is not a table. Choose a CSV, XLSX or JSON file.", name=name)
    start = data[:64].decode("latin-1").lstrip("\xff\xfe\xef\xbb\xbf\x00 \t\r\n")
    if start.startswith(("[", "{")):
        return read_objects(data, name=name, wishes=wishes)
    if start.replace("\x00", "").casefold().startswith(_MARKUP):
        raise UnreadableTable(
            "{name} is a web page or XML. Open it in your spreadsheet program and save it as XLSX or as “CSV UTF-8”.",
            name=name,
        )
    table = read_separated(data, name=name, wishes=wishes)
    if name.casefold().endswith((".xlsx", ".xls")):
        return replace(table, notes=(TEXT_AS_EXCEL, *table.notes))
    return table
