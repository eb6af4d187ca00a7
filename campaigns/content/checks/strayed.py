"""Values that changed places between sentences, or between two periods of one number: "3 months … 3 days".

Both values stand in both texts, so nothing is missing. Sentences are compared where both texts have as many;
a translator may move a value on purpose, so this is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.value_finding import EXCHANGED, value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.segments.splitting import split

_KINDS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.DATE, Kind.PHONE})
_Placed = tuple[int, Found]


def compare_places(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first two values that stand in each other's place."""
    here, there = _placed(source, source_language), _placed(target, target_language)
    as_many = len(split(source, source_language)) == len(split(target, target_language))
    for (place_a, a), (place_b, b) in combinations(here, 2):
        twins = [[other for other in there if other[1].keys & one.keys] for one in (a, b)]
        alone = [one for one in here if one[1].keys & (a.keys | b.keys)]
        if a.kind is not b.kind or len(alone) != 2 or [len(found) for found in twins] != [1, 1]:
            continue
        (there_a, other_a), (there_b, other_b) = twins[0][0], twins[1][0]
        strayed = as_many and _crossed((place_a, place_b), (there_a, there_b))
        if strayed or (_is_one_number(a, b) and _is_turned(a, b, other_a, other_b)):
            told = replace(a, written=f"{a.written} … {b.written}")
            whole = replace(other_b, written=f"{other_b.written} … {other_a.written}", end=other_b.end)
            return [replace(value_finding(EXCHANGED, told, whole, whole), severity=Severity.WARNING)]
    return []


def _crossed(here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Whether two values stand in two sentences, and in each other's."""
    return here[0] != here[1] and here == (there[1], there[0])


def _is_one_number(a: Found, b: Found) -> bool:
    return a.kind is Kind.DURATION and a.unit != b.unit and bool(a.numbers & b.numbers)


def _is_turned(a: Found, b: Found, other_a: Found, other_b: Found) -> bool:
    return a.start < b.start and other_b.start < other_a.start


def _placed(text: str, language: str) -> list[_Placed]:
    """Values in digits with the number of their sentence."""
    ends = list(_ends(text, language))
    return [
        (sum(end <= one.start for end in ends), one)
        for one in read_values(text, language)
        if one.kind in _KINDS and one.grade == "hard"
    ]


def _ends(text: str, language: str) -> Iterator[int]:
    end = 0
    for segment in split(text, language):
        end += len(segment.text) + len(segment.gap)
        yield end
