"""A plain view of a text in which disguised identifiers look ordinary, with the way back to every letter.

Codes are resolved, digits of any script become 0-9, invisible characters and overlays vanish, every dash, space,
dot and slash becomes the ASCII one, letters written s p a c e d  o u t or s-e-p-a-r-a-t-e-d close up, text that was
turned round is turned back, and a few digits in words become digits. What was found in the view is removed from
the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from campaigns.needs.redaction.escapes import Letter, letters_of
from campaigns.needs.redaction.spelled import (
    DIGITS,
    MANY_WORDS,
    WORD,
    mixed_numbers,
    spelled_numbers,
    spells_figures,
)

#: Stands for what is already removed; no pattern matches it.
COVER = "\ue000"

_DASHES = frozenset("‐‑‒–—―−﹘﹣－ー⁃⸺⸻־")
_DOTS = frozenset("．。｡․·•∙⋅۔")
_SLASHES = frozenset("⁄∕／⧸")
_PLUSES = frozenset("➕✚")
_DROPPED_CATEGORIES = frozenset({"Cf", "Me"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
#: Letters by their category that show nothing, and the stroke that only lengthens an Arabic word.
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u0640")
_ACCENTS = frozenset(
    chr(code)
    for block in (range(0x0300, 0x0370), range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100))
    for code in block
)
_ARABIC_VOWELS = frozenset(map(chr, (*range(0x064B, 0x0653), 0x0670)))
_TURNED = re.compile("\u202e([^\u202c\u202e]*)")
_LETTER_BY_LETTER = (
    re.compile(r"(?<!\S)(?:\S ){5,}\S(?!\S)"),
    re.compile(
        r"(?<!\w)(?P<first>[^\s])(?P<sign>[,;.\-_/|*~:+] ?| [,;.\-_/|*~:+] )(?:[^\s](?P=sign)){4,}[^\s](?!\w)"
    ),
    re.compile(r"(?:[(\[{][^\s][)\]}] ?){5,}"),
)
#: Left alone it would say that a phone stood there.
_PLUS_BEFORE = re.compile(r"\+[ (]{0,2}$")
_BRACKETED = re.compile(r"[(\[{]([^\s])[)\]}]")
_ZERO_AS_O = re.compile(r"(?<=\d)[oOоОΟο](?=[ \-./]?\d)|(?<![^\W\d_])[oOоОΟο](?=[ \-./]?\d{2})")
_ONE_AS_L = re.compile(
    r"(?<=\d)[lI|](?=\d)|(?<![^\W\d_])[lI](?=l?\d)|(?<=\d)l{1,4}(?![^\W\d_])|(?<=\d[. /\-])l{1,4}(?![^\W\d_])"
)
_MOST_GROUPS = 5


@dataclass
class Span:
    """A stretch of the original text and what stood there."""

    start: int
    end: int
    kind: str


@dataclass
class View:
    """The plain view (`text`), where each of its letters comes from in the original, and what was found so far."""

    text: str
    origins: list[tuple[int, int]]
    spans: list[Span] = field(default_factory=list)

    def take(self, start: int, end: int, kind: str) -> None:
        """Marks a stretch of the view as an identifier; later patterns do not see it again."""
        if plus := _PLUS_BEFORE.search(self.text, max(0, start - 4), start):
            start = plus.start()
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        if start >= end:
            return
        origins = self.origins[start:end]
        self.spans.append(Span(min(first for first, _ in origins), max(last for _, last in origins), kind))
        self.text = self.text[:start] + COVER * (end - start) + self.text[end:]

    def replace(self, start: int, end: int, signs: Sequence[tuple[str, tuple[int, int]]]) -> None:
        """Writes other signs, each with its origin, in place of a stretch."""
        self.text = self.text[:start] + "".join(sign for sign, _ in signs) + self.text[end:]
        self.origins[start:end] = [origin for _, origin in signs]


def view_of(text: str) -> View:
    """The plain view of a text."""
    signs: list[str] = []
    origins: list[tuple[int, int]] = []
    for sign, start, end in _turned_back(letters_of(text)):
        if "!" <= sign <= "~":
            signs.append(sign)
            origins.append((start, end))
            continue
        plain = _plain(sign)
        if not plain or (plain == " " and signs and signs[-1] == " "):
            if signs and _is_mark(sign):
                # The frame of a keycap goes with its digit.
                origins[-1] = (min(origins[-1][0], start), max(origins[-1][1], end))
            continue
        if signs and plain[0] in _ACCENTS:
            composed = unicodedata.normalize("NFC", signs[-1] + plain)
            signs[-1] = composed if len(composed) == 1 else signs[-1]
            origins[-1] = (min(origins[-1][0], start), max(origins[-1][1], end))
            continue
        signs.extend(plain)
        origins.extend([(start, end)] * len(plain))
    view = View("".join(signs), origins)
    _close_up(view)
    if spells_figures(view.text):
        _figures(view)
    view.text = _ZERO_AS_O.sub("0", view.text)
    for _ in range(_MOST_GROUPS):
        # One group of a number gives the next one away.
        view.text, changed = _ONE_AS_L.subn(lambda found: "1" * len(found.group()), view.text)
        if not changed:
            break
    return view


def _turned_back(letters: list[Letter]) -> list[Letter]:
    """What an override shows from right to left, in the order in which it is read."""
    written = "".join(sign for sign, _, _ in letters)
    for found in _TURNED.finditer(written):
        letters[found.start(1) : found.end(1)] = reversed(letters[found.start(1) : found.end(1)])
    return letters


def _close_up(view: View) -> None:
    for pattern in _LETTER_BY_LETTER:
        for found in reversed(list(pattern.finditer(view.text))):
            kept = _single_letters(found)
            view.replace(*found.span(), [(view.text[at], view.origins[at]) for at in kept])


def _single_letters(found: re.Match[str]) -> list[int]:
    """Where the letters stand between which something was put."""
    start, end = found.span()
    if "sign" in found.groupdict():
        return list(range(start, end, 1 + len(found["sign"])))
    if found.group()[0] in "([{":
        return [one.start(1) for one in _BRACKETED.finditer(found.string, start, end)]
    return [at for at in range(start, end) if found.string[at] != " "]


def _figures(view: View) -> None:
    """Two to four digits in words become digits; which ones does not matter to any pattern."""
    for spelled in reversed(mixed_numbers(view.text)):
        for start, end, figures in reversed(spelled):
            origin = (view.origins[start][0], view.origins[end - 1][1])
            view.replace(start, end, [("0", origin)] * figures)
    many = [found.span() for found in spelled_numbers().finditer(view.text)]
    for found in reversed(list(DIGITS.finditer(view.text))):
        words = list(WORD.finditer(view.text, *found.span()))
        if len(words) < MANY_WORDS and not any(start <= found.start() < end for start, end in many):
            signs = [
                ("0", (view.origins[word.start()][0], view.origins[word.end() - 1][1])) for word in words
            ]
            view.replace(*found.span(), signs)


def _is_mark(sign: str) -> bool:
    return ord(sign) in _VARIATION_SELECTORS or unicodedata.category(sign) == "Me"


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    """What a character looks like in the view: nothing, or one or more characters."""
    category = unicodedata.category(letter)
    if category in _DROPPED_CATEGORIES or ord(letter) in _VARIATION_SELECTORS:
        return ""
    if letter in _FILLERS or letter in _ARABIC_VOWELS:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if letter in _DASHES:
        return "-"
    if letter in _DOTS:
        return "."
    if letter in _SLASHES:
        return "/"
    if letter in _PLUSES:
        return "+"
    if letter.isspace() or category in ("Zs", "Cc"):
        return " "
    if category in ("Ll", "Lu", "Lo", "Mn") and ord(letter) < 0xFB00:
        return letter
    if category == "So":
        # Letters in circles are letters; every other picture between two digits is a gap.
        folded = unicodedata.normalize("NFKC", letter)
        return folded if folded.isalnum() else " "
    return unicodedata.normalize("NFKC", letter) if category != "Co" else "?"
