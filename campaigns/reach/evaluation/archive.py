"""The files of an evaluation in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from campaigns.reach.evaluation.codebook import book, code_book
from campaigns.reach.evaluation.figures import figures_of
from campaigns.reach.evaluation.gathering import Gathered, with_evidence
from campaigns.reach.evaluation.tables import Row, tables_of_questions, tables_of_rows
from campaigns.reach.files.as_json import report_as_dict
from campaigns.reach.files.tables import write_csv
from campaigns.reach.report.building import Report


def evaluation_zip(report: Report, gathered: Gathered) -> bytes:
    """The figures of a report, all rows behind them, the code book, and the report as data to compare with."""
    document = report_as_dict(with_evidence(report, gathered))
    return _packed(document, tables_of_rows(gathered))


def told_zip(document: Mapping[str, Any]) -> bytes:
    """The figures alone: of a report whose rows were not kept when it was fixed. `document` is the report as data."""
    return _packed(document, {})


def _packed(document: Mapping[str, Any], rows: Mapping[str, list[Row]]) -> bytes:
    tables = {
        "figures": [figure.row() for figure in figures_of(document)],
        **tables_of_questions(document),
        **rows,
    }
    files = {f"{name}.csv": write_csv([book().tables[name].header, *found]) for name, found in tables.items()}
    words = code_book(document["definitions"], is_told_alone=not rows)
    return _archive(
        {
            "codebook.txt": words.encode(),
            **files,
            "report.json": json.dumps(document, ensure_ascii=False, indent=1).encode(),
        }
    )


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Files in one archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, data)
    return out.getvalue()
