"""Numbers in digits, in every notation: 1.234,56 · 1,234.56 · 1 234,56 · 1'234.56 · ١٬٢٣٤٫٥٦."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

#: Folded text has one kind of digit and space. Groups are of three; what follows the last sign may be decimals.
NUMBER: Final = (
    r"(?<!\d)(?:"
    r"\d{1,3}(?:[ '٬]\d{3})+(?![\d])(?:[.,٫]\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:\.\d{3})+(?!\d)(?:[,٫]\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d+[.,٫]\d+(?![.,]?\d)"
    r"|\d+"
    r")"
)
_GROUPED_OR_DECIMAL: Final = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


def readings(literal: str) -> frozenset[Decimal]:
    """What a number in digits can mean. "1.234" can be a thousand and more or one and a bit; both are given."""
    if both := _GROUPED_OR_DECIMAL.fullmatch(literal):
        return frozenset({Decimal(both[1] + both[2]), Decimal(f"{both[1]}.{both[2]}")})
    digits = re.sub(r"[ '٬]", "", literal)
    marks = [(place, sign) for place, sign in enumerate(digits) if sign in ".,٫"]
    if not marks:
        return frozenset({Decimal(digits)})
    last, sign = marks[-1]
    same = [one for _, one in marks].count(sign)
    if same > 1:
        return frozenset({Decimal(re.sub(r"\D", "", digits))})
    whole = re.sub(r"\D", "", digits[:last])
    return frozenset({Decimal(f"{whole or 0}.{digits[last + 1 :]}")})
