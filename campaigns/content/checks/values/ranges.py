"""Both ends of a range are one kind of value: "von 14 bis 16 Uhr", "с двух до четырёх часов"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from campaigns.content.checks.values.found import Found, Key, Kind, plain
from campaigns.content.checks.values.spoken_times import spoken_moments

#: What stands between the two ends of a range: a dash, or a word ("to", "до", "bis zum", "és").
_JOINT: Final = re.compile(r"\W{0,2}(?:[-–—]|\b[^\W\d]{1,5}(?: [^\W\d]{1,4})?)\W{0,2}")
#: Between two paragraphs only a word for "to": "§ 3 und 20 Tage" is no range.
_TO: Final = re.compile(
    r"\W{0,2}(?:[-–—]|\b(?:bis|to|till|until|a|à|al|au|hasta|do|до|по|tot|til|ila|ile|έως|ως|تا|إلى|الى|حتى))\W{0,2}"
)
_LAST_HOUR: Final = 24


def widen_ranges(found: Iterable[Found], text: str) -> list[Found]:
    """The values, in which a plain number beside a time can be a time too, and one beside a § a paragraph."""
    ordered = sorted(found, key=lambda one: (one.start, one.end))
    wider: dict[int, Found] = {}
    for first, second in pairwise(ordered):
        joint = text[first.end : second.start].lower()
        for number, beside in ((first, second), (second, first)):
            expression = _TO if beside.kind is Kind.LAW else _JOINT
            if number.kind is Kind.NUMBER and expression.fullmatch(joint):
                so_far = wider.get(id(number), number)
                wider[id(number)] = replace(so_far, keys=so_far.keys | _keys_beside(number, beside))
    return [wider.get(id(one), one) for one in ordered]


def _keys_beside(number: Found, beside: Found) -> set[Key]:
    whole = [one for one in number.numbers if one == int(one) and one >= 0]
    if beside.kind is Kind.LAW and number.grade == "hard":
        return {(Kind.LAW, plain(one)) for one in whole}
    if any(key[0] == Kind.TIME for key in beside.keys):
        moments = {moment for one in whole if one <= _LAST_HOUR for moment in _moments(one, beside)}
        return {(Kind.TIME, str(moment)) for moment in moments}
    return set()


def _moments(number: Decimal, beside: Found) -> set[int]:
    """In both halves of the day where the other end leaves that open, too."""
    return spoken_moments(int(number), 0) if len(beside.keys) > 1 else {int(number) % _LAST_HOUR * 60}
