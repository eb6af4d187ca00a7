"""Sentences with {named} places, filled so that nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Callable

#: `{name}` or `{name:case}`; the case asks for an inflected form ("in 3 Monaten": `{time:dative}`).
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")


class BrokenPattern(ValueError):
    """A pattern with a brace that belongs to no place; it never reaches a reader."""


def places(pattern: str) -> frozenset[str]:
    """The names a pattern asks for."""
    return frozenset(match.group(1) for match in _PLACE.finditer(pattern))


def fill(pattern: str, write: Callable[[str, str], str]) -> str:
    """The pattern with every place written by `write(name, case)`.

    A written value that ends in a full stop ("1. srpnja 2026.", "2026 г.") swallows the one that would
    follow it, as these languages do at the end of a sentence.
    """
    rest = _PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        raise BrokenPattern(pattern)
    pieces: list[str] = []
    position = 0
    for match in _PLACE.finditer(pattern):
        pieces.append(_after(pieces, pattern[position : match.start()]))
        pieces.append(write(match.group(1), match.group(2) or ""))
        position = match.end()
    pieces.append(_after(pieces, pattern[position:]))
    return "".join(pieces)


def _after(pieces: list[str], literal: str) -> str:
    """The literal that follows what is written, without a doubled full stop."""
    if pieces and literal.startswith(".") and not literal.startswith("..") and pieces[-1].endswith("."):
        return literal[1:]
    return literal
