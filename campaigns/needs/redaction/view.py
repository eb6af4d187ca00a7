"""A plain view of a text in which disguised identifiers look ordinary, with the way back to every letter.

Digits of any script become 0-9, invisible characters vanish, every dash, space, dot and slash becomes the
ASCII one, and letters written s p a c e d  o u t close up. What was found in the view is removed from the
text itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

#: Stands for what is already removed; no pattern matches it.
COVER = "\ue000"

_DASHES = frozenset("‐‑‒–—―−﹘﹣－ー⁃⸺⸻־")
_DOTS = frozenset("．。｡․·•∙⋅۔")
_SLASHES = frozenset("⁄∕／⧸")
_DROPPED_CATEGORIES = frozenset({"Cf", "Me"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_LETTER_BY_LETTER = re.compile(r"(?<!\S)(?:\S {1,2}){5,}\S(?!\S)")
_ZERO_AS_O = re.compile(r"(?<=\d)[oOоОΟο](?=[ \-./]?\d)|(?<![^\W\d_])[oOоОΟο](?=[ \-./]?\d{2})")
_ONE_AS_L = re.compile(r"(?<=\d)[lI|](?=\d)")


@dataclass
class Span:
    """A stretch of the original text and what stood there."""

    start: int
    end: int
    kind: str


@dataclass
class View:
    """The plain view (`text`), the place of each of its letters in the original, and what was found so far."""

    text: str
    places: list[int]
    spans: list[Span] = field(default_factory=list)

    def take(self, start: int, end: int, kind: str) -> None:
        """Marks a stretch of the view as an identifier; later patterns do not see it again."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start >= end:
            return
        self.spans.append(Span(self.places[start], self.places[end - 1] + 1, kind))
        self.text = self.text[:start] + COVER * (end - start) + self.text[end:]


def view_of(text: str) -> View:
    """The plain view of a text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = letter if " " <= letter <= "~" else _plain(letter)
        letters.append(plain)
        places.extend([place] * len(plain))
    view = View("".join(letters), places)
    _close_up(view)
    view.text = _ONE_AS_L.sub("1", _ZERO_AS_O.sub("0", view.text))
    return view


def _close_up(view: View) -> None:
    for found in reversed(list(_LETTER_BY_LETTER.finditer(view.text))):
        kept = [at for at in range(found.start(), found.end()) if view.text[at] != " "]
        view.text = (
            view.text[: found.start()] + "".join(view.text[at] for at in kept) + view.text[found.end() :]
        )
        view.places[found.start() : found.end()] = [view.places[at] for at in kept]


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    """What a character looks like in the view: nothing, or one or more characters."""
    category = unicodedata.category(letter)
    if category in _DROPPED_CATEGORIES or ord(letter) in _VARIATION_SELECTORS:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if letter in _DASHES:
        return "-"
    if letter in _DOTS:
        return "."
    if letter in _SLASHES:
        return "/"
    if letter.isspace() or category in ("Zs", "Cc"):
        return " "
    if category in ("Ll", "Lu", "Lo", "Mn") and ord(letter) < 0xFB00:
        return letter
    return unicodedata.normalize("NFKC", letter) if category != "Co" else "?"
