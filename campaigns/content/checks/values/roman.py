"""Roman numerals: a century, a part of a law, SGB II."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Kind

#: "Le", "Lo", "Ve" and "Io" are words of their own.
_ROMAN: Final = re.compile(
    r"(?<![\w.])(?![LVI][eo]\b)(?=[IVXL])(X{0,3}(?:IX|IV|V?I{0,3})|XL|L)(?:e|er|ème|ᵉ|º|o)?(?!\w)"
)
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}


def read_roman(claims: Claims) -> None:
    """Roman numerals up to fifty are weak: they can be the twin of a number in digits, nothing more."""
    for match in _ROMAN.finditer(claims.folded.original):
        if not match.group(1):
            continue
        number = Decimal(_value(match.group(1)))
        claims.add_at(Kind.NUMBER, {(Kind.NUMBER, str(number))}, match.span(), numbers={number}, grade="weak")


def _value(letters: str) -> int:
    values = [_VALUES[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
