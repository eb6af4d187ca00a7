"""Catalogues as the desk reads them, compiled anew when their source is newer: no start speaks an old German."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
#: The words of reports on paper in languages that the desk does not speak.
OF_REPORTS = FOLDER.parent / "report_translations"
#: Both, as Flask-Babel is told.
DIRECTORIES = f"{FOLDER.name};{OF_REPORTS.name}"


def compile_catalogues(folder: Path = FOLDER) -> None:
    """Compiles each catalogue whose source is newer. Where the folder may not be written the old one stays."""
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parents[1].name)
        # Several processes start at once: each writes a file of its own, and the last one stays.
        draft = made.with_suffix(f".{os.getpid()}.mo")
        try:
            with draft.open("wb") as file:
                write_mo(file, catalogue)
            draft.replace(made)
        except OSError:
            draft.unlink(missing_ok=True)
