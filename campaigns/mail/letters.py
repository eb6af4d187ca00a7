"""What letters say: one text per letter and language, filled with values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("letters.toml")
#: The language of a letter to somebody whose desk speaks one that a letter does not.
FALLBACK = "en"


@dataclass(frozen=True)
class Letter:
    """A letter as it is read. Plain text: nothing in it can be fetched or run."""

    subject: str
    text: str


def write_letter(name: str, *, interface: str, values: Mapping[str, object]) -> Letter:
    """The letter in the reader's language. A value's line breaks become blanks, so that it stays one value."""
    texts = letters()[name]
    chosen = texts.get(interface, texts[FALLBACK])
    filled = {key: " ".join(str(value).split()) for key, value in values.items()}
    return Letter(
        subject=chosen["subject"].format(**filled), text=chosen["text"].strip().format(**filled) + "\n"
    )


@cache
def letters() -> dict[str, dict[str, dict[str, str]]]:
    """Every letter by name, language and part."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
