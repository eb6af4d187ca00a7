"""The desk reads no catalogue that is older than its source."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from web.translations.compiled import compile_catalogues


def test_a_catalogue_older_than_its_source_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, made = folder / "messages.po", folder / "messages.mo"
    for german, moment in (("Zeile", 100), ("Reihe", 200)):
        source.write_text(f'msgid "Row"\nmsgstr "{german}"\n', encoding="utf-8")
        os.utime(source, (moment, moment))
        compile_catalogues(tmp_path)
        with made.open("rb") as file:
            assert gettext.GNUTranslations(file).gettext("Row") == german
        os.utime(made, (moment, moment))
    made.write_bytes(b"newer")
    compile_catalogues(tmp_path)
    assert made.read_bytes() == b"newer"
    assert list(folder.iterdir()) in ([source, made], [made, source])
