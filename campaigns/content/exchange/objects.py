"""JSON out and in: the same rows as the table, with their types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from campaigns.content.exchange.package import Package, Row
from campaigns.content.exchange.rows import read_row, rows_of
from campaigns.errors import BadInput

FORMAT: Final = "litfass-copy"
VERSION: Final = 1


def write_json(packages: Sequence[Package]) -> bytes:
    """One document with every sentence of these languages."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "source_language": packages[0].source_language if packages else "",
        "segments": list(rows_of(packages)),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_json(data: bytes) -> list[Row]:
    """The rows of a document that was exported here."""
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput("The file is not JSON in UTF-8. Export it anew.") from None
    if (
        not isinstance(document, dict)
        or document.get("format") != FORMAT
        or document.get("version") != VERSION
    ):
        raise BadInput("The JSON file was not exported here (format and version are missing).")
    rows = document.get("segments")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput("The JSON file holds no list of segments.")
    return [read_row(row, number) for number, row in enumerate(rows, start=1)]
