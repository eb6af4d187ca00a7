"""Brings every catalogue up to date with the sources and says what is missing. Ends with 1 when something is."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from web.translations.sources import template

FOLDER = Path(__file__).parent


def catalogues() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def missing(catalogue: Catalog) -> list[str]:
    """English texts without a translation, or with one that somebody has to look at."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]


def update(path: Path, found: Catalog) -> Catalog:
    """The catalogue with what the sources say now; what they no longer say is gone."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    found.creation_date = catalogue.creation_date  # the day would change the file without a word changing
    catalogue.update(found, no_fuzzy_matching=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, ignore_obsolete=True, sort_by_file=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


def main() -> int:
    found = template()
    wanting = 0
    for path in catalogues():
        absent = missing(update(path, found))
        wanting += len(absent)
        for text in absent:
            sys.stdout.write(f"{path.parents[1].name}: {text}\n")
    return 1 if wanting else 0


def _strings(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


if __name__ == "__main__":
    sys.exit(main())
