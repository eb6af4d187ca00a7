"""Values without a twin that the other text says all the same: twice, in words, or by a half."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from campaigns.content.checks.twins import Side
from campaigns.content.checks.values.found import Found, Kind

#: What a number with a half is said in: two and a half, 2.5 thousand, 2.5 million, 2.5 billion.
SCALES: Final = tuple(Decimal(10**power) for power in (0, 3, 6, 9))

#: Percents that are said in parts, and the words that say so: a half, a quarter; three and a fourth, three quarters.
_FRACTIONS: Final = {
    Decimal(50): ({Decimal("0.5")},),
    Decimal(25): ({Decimal(4)}, {Decimal("0.25")}),
    Decimal(75): ({Decimal(3), Decimal(4)},),
    Decimal(20): ({Decimal(5)},),
    Decimal(10): ({Decimal(10)},),
}


def is_said_elsewhere(one: Found, own: Side, other: Side) -> bool:
    """Whether its twin was found for another mention of the same value, or it is an implied "one"."""
    if one.kind is not Kind.SUB and any(
        one.keys & twin.keys for twin in other.values if twin.grade == "hard"
    ):
        return True
    if one.kind in (Kind.NUMBER, Kind.DURATION) and one.numbers == {1}:
        return True
    if one.kind is Kind.PERCENT and _is_fraction(one, other):
        return True
    if one.kind is Kind.DATE and _in_words(one, other):
        return True
    return any(_half_in_words(number, other) for number in one.numbers)


def _is_fraction(percent: Found, other: Side) -> bool:
    """Whether the other text says these percents in parts: 50 % a half, 25 % a quarter, 75 % three quarters."""
    said = {
        number
        for twin in other.values
        if twin.grade != "hard" and twin.kind in (Kind.NUMBER, Kind.DURATION)
        for number in twin.numbers
    }
    return any(
        number in _FRACTIONS and any(parts <= said for parts in _FRACTIONS[number])
        for number in percent.numbers
    )


def parts_of_percents(side: Side) -> set[Decimal]:
    """The number words that can say the percents of a text in parts."""
    percents = {number for one in side.values if one.kind is Kind.PERCENT for number in one.numbers}
    return {part for number in percents for parts in _FRACTIONS.get(number, ()) for part in parts}


def _half_in_words(number: Decimal, other: Side) -> bool:
    """Whether the other text says this number with a half: "two and a half million" for 2.5 million."""
    said = {plain for twin in other.values for plain in twin.numbers}
    return Decimal("0.5") in said and bool(parts_of_half(number) & said)


def parts_of_half(number: Decimal) -> set[Decimal]:
    """The words beside "half" in 2.5 (two), 2500 and 2500000 (two, two million, million); nothing for others."""
    parts: set[Decimal] = set()
    for scale in SCALES:
        whole, rest = divmod(number / scale, 1)
        if rest == Decimal("0.5"):
            parts |= {whole, whole * scale} if whole >= 2 else {whole, scale, Decimal("0.5")}
    return parts


def _in_words(dated: Found, other: Side) -> bool:
    """Whether the other text has this day as words ("the fifth of August"), its year in digits if it has one."""
    for _, year, month, day in dated.keys:
        named = {(Kind.MONTH, month), (Kind.DATE, year, month, "")}
        if not day:
            return any(key[:3] == (Kind.DATE, year, month) for one in other.values for key in one.keys)
        has_month = any(named & one.keys for one in other.values)
        has_day = any(one.grade != "hard" and Decimal(day or 0) in one.numbers for one in other.values)
        has_year = not year or any(Decimal(year) in one.numbers for one in other.values)
        if has_month and has_day and has_year:
            return True
    return False
