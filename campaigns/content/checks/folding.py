"""Text as the checks read it: one kind of digit, letter case, dash and space, with the way back to the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: Letters that are the same to a reader who searches, beyond their Unicode decomposition.
_SAME_LETTER: Final = {
    "ی": "ي",
    "ى": "ي",
    "ک": "ك",
    "ہ": "ه",
    "ۀ": "ه",
    "ة": "ه",
    "ٱ": "ا",
    "ı": "i",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ß": "ss",
    "ς": "σ",
    "’": "'",
    "ʼ": "'",
    "‘": "'",
    "ʹ": "'",
    "`": "'",
    "´": "'",
    "′": "'",
    "٪": "%",
    "−": "-",
    "⁄": "/",
    "،": ",",
    "°": "o",
    "ـ": "",
}


@dataclass(frozen=True)
class Folded:
    """`text` folded; `offsets[i]` is the place of its i-th character in the original, in code points."""

    original: str
    text: str
    offsets: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters from start up to end stand in the original."""
        if not self.text or start >= end:
            return 0, 0
        return self.offsets[start], self.offsets[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """The original characters behind the folded ones."""
        first, last = self.place(start, end)
        return self.original[first:last]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "No" and (value := unicodedata.numeric(character, None)) is not None:
        return f".{str(value).partition('.')[2][:4]}" if 0 < value < 1 else ""
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Pd":
        return "-"
    if character != "\n" and category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if character in _SAME_LETTER:
        return _SAME_LETTER[character]
    lowered = character.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if unicodedata.category(c) != "Mn")
    return "".join(_SAME_LETTER.get(c, c) for c in plain)


def _folded(text: str) -> Iterator[tuple[str, int]]:
    for place, character in enumerate(text):
        piece = _fold_character(character)
        if piece.startswith(".") and piece[1:].isdigit() and not (place and text[place - 1].isdecimal()):
            piece = "0" + piece
        for one in piece:
            yield one, place


def fold(text: str) -> Folded:
    """The text folded, with the way back."""
    pairs = list(_folded(text))
    return Folded(text, "".join(c for c, _ in pairs), tuple(place for _, place in pairs))


def fold_word(word: str) -> str:
    """A word of our lists, folded the same way."""
    return "".join(c for c, _ in _folded(word))
