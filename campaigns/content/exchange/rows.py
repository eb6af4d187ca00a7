"""Texts as rows, one a sentence: what CSV and JSON have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from campaigns.content.exchange.package import Package, Row
from campaigns.errors import BadInput

COLUMNS: Final = (
    "campaign",
    "title",
    "post",
    "language",
    "place",
    "segment",
    "state",
    "source",
    "target",
    "variant",
    "revision",
    "source_revision",
)
_NUMBERS: Final = ("variant", "revision", "source_revision", "segment")


def rows_of(packages: Sequence[Package]) -> Iterator[dict[str, Any]]:
    """Every sentence of these packages."""
    for package in packages:
        for text in package.texts:
            for unit in text.units:
                for number, pair in enumerate(unit.pairs, start=1):
                    yield {
                        "campaign": package.campaign_id,
                        "title": package.title,
                        "post": text.post,
                        "language": package.language,
                        "place": unit.place,
                        "segment": number,
                        "state": "open" if unit.is_open or not pair.target.text else "translated",
                        "source": pair.source.text,
                        "target": pair.target.text,
                        "variant": text.variant_id,
                        "revision": text.revision,
                        "source_revision": text.source_revision,
                    }


def read_row(row: Mapping[str, Any], number: int) -> Row:
    """One row; refuses it by its number in the file."""
    numbers: dict[str, int] = {}
    for name in _NUMBERS:
        value = str(row.get(name, "")).strip().removesuffix(".0")
        if not value.isdecimal() or len(value) > 9:
            raise BadInput("In row {row}, “{column}” is not a number.", row=number, column=name)
        numbers[name] = int(value)
    texts = {name: row.get(name, "") for name in ("language", "place", "target")}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise BadInput("In row {row}, “{column}” is not a text.", row=number, column=name)
    return Row(
        variant_id=numbers["variant"],
        revision=numbers["revision"],
        source_revision=numbers["source_revision"],
        language=str(texts["language"]).strip(),
        place=str(texts["place"]).strip()[:40],
        number=numbers["segment"],
        target=str(texts["target"]),
    )
