"""The values of two texts, and which of them are twins: the same value in another notation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from campaigns.content.checks.values.found import Found, Kind

_LAWS: Final = frozenset({Kind.LAW, Kind.SUB})
_UNITED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION})
_SIGNED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT})
#: Kinds that are compared whole: half an address is none.
STRICT: Final = frozenset({Kind.URL, Kind.MAIL, Kind.PHONE})


@dataclass
class Side:
    """The values of one text that have no twin yet."""

    values: tuple[Found, ...]
    open: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = list(self.values)

    def has_kind(self, kind: Kind) -> bool:
        return any(one.kind is kind for one in self.values)


def pair_equal(here: Side, there: Side) -> None:
    """Take off both sides the values in digits that are equal."""
    _pair(here, there, lambda a, b: _digits(a, b) and _equal(a, b))


def pair_compatible(here: Side, there: Side) -> None:
    """Take off the values that can be the same: with less of their unit or year, or in words."""
    _pair(here, there, lambda a, b: _digits(a, b) and _compatible(a, b, here, there))
    _pair(here, there, _equal)
    _pair(here, there, lambda a, b: _compatible(a, b, here, there))


def _pair(here: Side, there: Side, test: Callable[[Found, Found], bool]) -> None:
    """Take off both sides what `test` calls twins; digits look for digits first, then for words."""
    ranks = {"hard": 0, "soft": 1, "weak": 2}
    combinations = sorted(
        (
            (ranks[a.grade] + ranks[b.grade], place, a, b)
            for place, a in enumerate(here.open)
            for b in there.open
            if test(a, b)
        ),
        key=lambda row: row[:2],
    )
    gone_here: set[int] = set()
    gone_there: set[int] = set()
    for _, _, a, b in combinations:
        if id(a) not in gone_here and id(b) not in gone_there:
            gone_here.add(id(a))
            gone_there.add(id(b))
    here.open = [one for one in here.open if id(one) not in gone_here]
    there.open = [one for one in there.open if id(one) not in gone_there]


def _digits(a: Found, b: Found) -> bool:
    return a.grade == b.grade == "hard"


def _equal(a: Found, b: Found) -> bool:
    return bool(a.keys & b.keys) and not (a.grade == "weak" and b.grade == "weak")


def _compatible(a: Found, b: Found, here: Side, there: Side) -> bool:
    """Whether two values can be the same though one of them was read with less: no unit, no year, a word."""
    kinds = {a.kind, b.kind}
    if kinds == {Kind.PHONE, Kind.NUMBER}:
        return _digits(a, b) and bool(a.numbers & b.numbers)
    if kinds & STRICT or (a.grade != "hard" and b.grade != "hard") or kinds <= _LAWS:
        return False
    if Kind.LAW in kinds and a.grade == b.grade:
        return False
    if kinds == {Kind.DATE}:
        return _same_day(a, b, here, there)
    if Kind.SUB in kinds and Kind.DURATION in kinds and a.grade == b.grade:
        return False
    if Kind.DATE in kinds:
        return _date_and_number(a, b, here, there)
    if kinds <= _UNITED and a.unit and b.unit:
        return False
    if kinds & _SIGNED and not kinds <= _SIGNED and a.grade == b.grade == "hard":
        signed, bare, side = (a, b, there) if a.kind in _SIGNED else (b, a, here)
        if bare.kind is Kind.DURATION or not side.has_kind(signed.kind):
            return False
    return bool(a.numbers & b.numbers)


def _date_and_number(a: Found, b: Found, here: Side, there: Side) -> bool:
    """A day whose month stands beside another one ("1. bis 15. Juli") may be a plain number here."""
    dated, other, side = (a, b, there) if a.kind is Kind.DATE else (b, a, here)
    if other.kind not in (Kind.NUMBER, Kind.SUB) or other.grade != "hard":
        return False
    if any("." in str(number) for number in dated.numbers & other.numbers):
        return True
    months = {key[2] for key in dated.keys}
    days = {key[3] for key in dated.keys}
    same_month = any(key[2] in months for one in side.values if one.kind is Kind.DATE for key in one.keys)
    return same_month and any(str(number) in days for number in other.numbers)


def _same_day(a: Found, b: Found, here: Side, there: Side) -> bool:
    """A day whose year stands only once ("from 5 July to 20 July 2026"), on the side that left it out."""
    for bare, dated, side in ((a, b, here), (b, a, there)):
        days = {(key[2], key[3]) for key in bare.keys if not key[1]}
        years = {key[1] for key in dated.keys if (key[2], key[3]) in days}
        if years & {key[1] for one in side.values if one.kind is Kind.DATE for key in one.keys}:
            return True
    return False
