"""Characters that nobody sees in a text, made visible: where each stands, and its name in Unicode.

No-break spaces where typography asks for them (before a unit, inside an abbreviation, before French punctuation) hide
nothing and are only counted; among them a turned direction would be overlooked. Everything else is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

#: Formats, separators of lines and paragraphs, unassigned and private characters; blanks that are no plain blank.
_UNSEEN = frozenset({"Cf", "Cc", "Cn", "Co", "Zl", "Zp"})
_PLAIN = frozenset(" \n\t")
#: One no-break space between two visible characters, where it belongs: beside a figure, behind “§” or “Art.”, inside
#: “z. B.”, behind a word of one or two letters (Polish, Czech), inside quotation marks and before high punctuation.
_EXPECTED = re.compile(
    r"(?<=\d)[\u00a0\u202f](?=\S)|(?<=\S)[\u00a0\u202f](?=\d)"
    r"|(?<=[§%€$№«‹.])[\u00a0\u202f](?=\S)|(?<=\S)[\u00a0\u202f](?=[§%€$№»›:;!?–])"
    r"|(?<=\b\w)[\u00a0\u202f](?=\w)|(?<=\b\w\w)[\u00a0\u202f](?=\w)"
)


@dataclass(frozen=True)
class Piece:
    """A run of a text as it is (`point` empty), or one character that nobody sees: “U+2066”, and its name."""

    text: str
    point: str = ""
    name: str = ""


def pieces(text: str) -> list[Piece]:
    """The text cut at every character that has to be named."""
    found: list[Piece] = []
    start = 0
    for place in _named(text):
        if start < place:
            found.append(Piece(text[start:place]))
        found.append(Piece(text[place], f"U+{ord(text[place]):04X}", unicodedata.name(text[place], "")))
        start = place + 1
    return [*found, Piece(text[start:])] if start < len(text) else found


def unseen(text: str) -> list[tuple[str, str, int]]:
    """The characters to name as (number, name, how many), the most frequent first."""
    counted = Counter(text[place] for place in _named(text))
    return [
        (f"U+{ord(character):04X}", unicodedata.name(character, ""), number)
        for character, number in counted.most_common()
    ]


def expected(text: str) -> int:
    """How many no-break spaces stand where typography asks for them."""
    return len(_EXPECTED.findall(text))


def is_unseen(character: str) -> bool:
    """Whether nobody sees this character."""
    category = unicodedata.category(character)
    return character not in _PLAIN and (category in _UNSEEN or category == "Zs")


def _named(text: str) -> list[int]:
    quiet = {match.start() for match in _EXPECTED.finditer(text)}
    return [place for place, character in enumerate(text) if is_unseen(character) and place not in quiet]
