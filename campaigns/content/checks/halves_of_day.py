"""Hours that fell into the other half of the day: "9:15 Uhr" is not "9.15 pm"."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.folding import fold
from campaigns.content.checks.twins import Side
from campaigns.content.checks.value_finding import CHANGED, value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.words import words_of

_NOON: Final = 12 * 60


def halves_that_differ(here: Side, there: Side, source: str, source_language: str) -> list[Finding]:
    """A finding for each hour of the morning that is one of the evening here, where the source tells no half.

    German counts to 24; "um 8" may be the evening where the source says so somewhere.
    """
    words = words_of(source_language)
    if words is None or re.search(f"{words.pm}|{words.night}", fold(source).text):
        return []
    findings = []
    for a in [one for one in here.open if _is_hour(one) and _minutes(one) < _NOON]:
        for b in [one for one in there.open if _is_hour(one) and one.numbers == a.numbers]:
            if a in here.open and b in there.open and _minutes(b) - _minutes(a) == _NOON:
                here.open.remove(a)
                there.open.remove(b)
                findings.append(value_finding(CHANGED, a, b, b))
    return findings


def _is_hour(one: Found) -> bool:
    return one.kind is Kind.TIME and one.grade == "hard" and len(one.keys) == 1


def _minutes(one: Found) -> int:
    return int(next(iter(one.keys))[1])
