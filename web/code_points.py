"""Characters that nobody sees in a text, made visible: where each stands, and its name in Unicode."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Formats, separators of lines and paragraphs, unassigned and private characters; blanks that are no plain blank.
_UNSEEN = frozenset({"Cf", "Cc", "Cn", "Co", "Zl", "Zp"})
_PLAIN = frozenset(" \n\t")


@dataclass(frozen=True)
class Piece:
    """A run of a text as it is (`point` empty), or one character that nobody sees: “U+2066”, and its name."""

    text: str
    point: str = ""
    name: str = ""


def pieces(text: str) -> list[Piece]:
    """The text cut at every character that nobody sees."""
    found: list[Piece] = []
    run = ""
    for character in text:
        if not is_unseen(character):
            run += character
            continue
        if run:
            found.append(Piece(run))
        run = ""
        found.append(Piece(character, f"U+{ord(character):04X}", unicodedata.name(character, "")))
    return [*found, Piece(run)] if run else found


def unseen(text: str) -> int:
    """How many characters of the text nobody sees."""
    return sum(map(is_unseen, text))


def is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return character not in _PLAIN and (category in _UNSEEN or category == "Zs")
