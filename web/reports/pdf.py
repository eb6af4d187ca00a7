"""A report as PDF: typst sets it, with the house's fonts, in German, English, Arabic or Farsi; titles in any script."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import has_request_context
from flask_babel import force_locale

from campaigns.reach.files.letterhead import Letterhead, media_type_of
from campaigns.reach.report.building import Report
from web.reports.languages import PAPER_LOCALES
from web.reports.page import alone
from web.reports.paper import paper

TEMPLATE = Path(__file__).parents[1] / "templates" / "reach" / "report.typ"
FONTS = Path(__file__).parents[2] / "assets" / "fonts" / "files"
NOTHING = Letterhead()


def report_pdf(
    report: Report,
    *,
    language: str,
    letterhead: Letterhead = NOTHING,
    read: Callable[[str], bytes] | None = None,
) -> bytes:
    """The whole report as PDF. `read` gives the files of the letterhead, which are set as they are."""
    locale = PAPER_LOCALES.get(language, PAPER_LOCALES["en"])
    marks = letterhead.files(read) if read else {}
    names = {digest: _file_name(digest, mark) for digest, mark in marks.items()}
    if has_request_context():
        with force_locale(locale):
            data = paper(report, language=language, letterhead=letterhead, names=names)
    else:
        with alone().test_request_context(), force_locale(locale):
            data = paper(report, language=language, letterhead=letterhead, names=names)
    return _set(data, {names[digest]: mark for digest, mark in marks.items()})


def _file_name(digest: str, mark: bytes) -> str:
    return f"{digest}.{'png' if media_type_of(mark) == 'image/png' else 'jpg'}"


def _set(data: dict[str, Any], logos: Mapping[str, bytes]) -> bytes:
    # The typesetter is 30 MB that the desk should not carry for nothing.
    import typst

    with tempfile.TemporaryDirectory(prefix="litfass-report-") as folder:
        place = Path(folder)
        (place / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (place / "report.typ").write_bytes(TEMPLATE.read_bytes())
        for name, content in logos.items():
            (place / Path(name).name).write_bytes(content)
        made = typst.compile(
            str(place / "report.typ"),
            root=str(place),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
        )
    assert isinstance(made, bytes)
    return made
