"""How somebody who looks for identifiers reads what was left behind."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from .figures import FIGURES


def compact(text: str) -> str:
    """Letters and digits alone, in one alphabet of digits and one case: how a thief would look for it."""
    plain = unicodedata.normalize(
        "NFKC", "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Me"))
    )
    digits = "".join(
        str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter for letter in plain
    )
    return "".join(letter for letter in digits.casefold() if letter.isalnum())


def traces(secret: str) -> set[str]:
    """The secret and every five digits of it in a row."""
    pieces = {secret}
    for start in range(len(secret) - 4):
        piece = secret[start : start + 5]
        if piece.isdigit():
            pieces.add(piece)
    return pieces


def readings(text: str) -> Iterator[str]:
    """Everything a text can be read as: as it stands, decoded, turned round, with its figures as digits."""
    yield text
    yield html.unescape(html.unescape(text))
    yield unquote(text)
    yield re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"</?\w+>", "", text)
    yield text[::-1]
    yield re.sub(r" (?:dot|at) |\[(?:dot|at)\]", "", text)
    for words in FIGURES.values():
        counted = text
        for value, word in sorted(enumerate(words), key=lambda each: -len(each[1])):
            counted = counted.replace(word, str(value))
        yield counted


def betrays(text: str, secret: str) -> bool:
    """Whether a secret, or five digits of it in a row, can be read from a text in any way."""
    wanted = traces(secret)
    return any(trace in plain for plain in map(compact, set(readings(text))) for trace in wanted)
