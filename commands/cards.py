"""Cards in a JSON file: what `litfass render --spec` takes.

One object or a list of them: `layout`, `language`, `words` (the fields of a card's words), and where wanted
`format` or `formats`, and `brand` (its `name`, which stands as the word mark, and colours as #rrggbb).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assets.formats import FORMATS
from assets.spec import Brand, CardSpec, Words
from campaigns.errors import BadInput
from campaigns.languages import language
from commands.reading import read_bytes

COLOURS = ("ink", "paper", "accent", "accent_ink")
KNOWN = {"layout", "language", "words", "format", "formats", "brand"}


@dataclass(frozen=True)
class Card:
    """One entry of the file."""

    layout: str
    language: str
    words: Words
    formats: tuple[str, ...]
    brand: Brand

    def specs(self, chosen: Sequence[str]) -> Iterator[CardSpec]:
        """The card in its formats, or in the chosen ones."""
        for key in chosen or self.formats:
            yield CardSpec(
                layout=self.layout,
                format=key,
                language=self.language,
                direction=language(self.language).direction,
                words=self.words,
                brand=self.brand,
            )


def read_cards(path: Path) -> list[Card]:
    """Every card of the file; refuses what is not one, by its number."""
    try:
        content = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as problem:
        raise BadInput(
            "{path} is not JSON: {problem}. Mend it and try again.",
            path=str(path),
            problem=str(problem)[:100],
        ) from None
    entries = content if isinstance(content, list) else [content]
    return [_card(entry, number) for number, entry in enumerate(entries, start=1)]


def _card(entry: Any, number: int) -> Card:
    if not isinstance(entry, dict):
        raise BadInput("Card {number} is not a JSON object.", number=number)
    if extra := sorted(set(entry) - KNOWN):
        raise BadInput(
            "Card {number} has the unknown field “{name}”. Known fields: {known}.",
            number=number,
            name=extra[0][:40],
            known=", ".join(sorted(KNOWN)),
        )
    texts = {name: _text(entry, name, number) for name in ("layout", "language")}
    return Card(
        **texts,
        words=_words(entry.get("words"), number),
        formats=_formats(entry, number),
        brand=_brand(entry.get("brand", {}), number),
    )


def _words(entry: Any, number: int) -> Words:
    known = {field.name for field in fields(Words)}
    if not isinstance(entry, dict) or not isinstance(entry.get("headline"), str):
        raise BadInput("Card {number} needs words with at least a headline.", number=number)
    if extra := sorted(set(entry) - known):
        raise BadInput(
            "Card {number} has the unknown words “{name}”. Known: {known}.",
            number=number,
            name=extra[0][:40],
            known=", ".join(sorted(known)),
        )
    values: dict[str, Any] = {}
    for name, value in entry.items():
        parts = value if name == "steps" else [value]
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise BadInput("In card {number}, “{name}” is not text.", number=number, name=name)
        values[name] = tuple(parts) if name == "steps" else value
    return Words(**values)


def _formats(entry: dict[str, Any], number: int) -> tuple[str, ...]:
    given = entry.get("formats", [entry["format"]] if "format" in entry else [next(iter(FORMATS))])
    if not isinstance(given, list) or not given or not all(isinstance(key, str) for key in given):
        raise BadInput("In card {number}, “formats” is not a list of formats.", number=number)
    return tuple(given)


def _brand(entry: Any, number: int) -> Brand:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise BadInput("In card {number}, “brand” is not an object of texts.", number=number)
    if extra := sorted(set(entry) - {"name", *COLOURS}):
        raise BadInput(
            "In card {number}, the brand has the unknown field “{name}”.", number=number, name=extra[0]
        )
    return Brand(**{"name": "Litfass", **entry})


def _text(entry: dict[str, Any], name: str, number: int) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput("Card {number} needs “{name}”.", number=number, name=name)
    return value
