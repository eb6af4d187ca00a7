"""Whether two texts say the same values, however each language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.halves_of_day import halves_that_differ
from campaigns.content.checks.left_over import exchanged, words_that_differ
from campaigns.content.checks.markers import markers
from campaigns.content.checks.moves import compare_moves
from campaigns.content.checks.order import compare_order
from campaigns.content.checks.said_elsewhere import is_said_elsewhere
from campaigns.content.checks.strayed import compare_places
from campaigns.content.checks.twins import STRICT, Side, pair_compatible, pair_equal
from campaigns.content.checks.value_finding import (
    ADDED,
    CHANGED,
    MISSING,
    SIGN_LOST,
    UNIT_CHANGED,
    value_finding,
)
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values

_UNITED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION})
#: Kinds that are taken for one another where a unit or a sign was lost.
_ALIKE: Final = (
    _UNITED | {Kind.NUMBER, Kind.TIME},
    frozenset({Kind.DATE, Kind.MONTH, Kind.NUMBER, Kind.TIME}),
    frozenset({Kind.LAW, Kind.SUB, Kind.NUMBER}),
)


def compare_values(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings for every value in digits that has no twin of equal worth in the other text.

    A value may be written as a word on one side. A value said twice on one side is no finding. Where all
    values in digits agree, number words, days of the week and the order of days and amounts are compared too.
    """
    here, there = Side(read_values(source, source_language)), Side(read_values(target, target_language))
    pair_equal(here, there)
    findings = _pair_units(here, there) + halves_that_differ(here, there, source, source_language)
    pair_compatible(here, there)
    missing = [one for one in here.open if one.grade == "hard" and not is_said_elsewhere(one, here, there)]
    added = [one for one in there.open if one.grade == "hard" and not is_said_elsewhere(one, there, here)]
    missing = [one for one in missing if not (_is_nothing(one) and _says_free(target, target_language))]
    added = [one for one in added if not (_is_nothing(one) and _says_free(source, source_language))]
    findings += _tell(missing, added, there)
    if not missing and not added:
        findings += words_that_differ(here, there)
    if findings := findings or exchanged(here, there):
        return findings
    both = {"source_language": source_language, "target_language": target_language}
    moved = compare_moves(source, target, **both) or compare_places(source, target, **both)
    return moved or compare_order(source, target, **both)


def _is_nothing(value: Found) -> bool:
    """No money: what other texts call "free"."""
    return value.kind is Kind.AMOUNT and value.numbers == {0}


def _says_free(text: str, language: str) -> bool:
    return not {"free", "costs_nothing"}.isdisjoint(markers(text, language))


def _pair_units(here: Side, there: Side) -> list[Finding]:
    """Same number, other unit: 3 days where the source has 3 weeks; 60 € where it has 60 %."""
    findings = []
    for a in list(here.open):
        for b in list(there.open):
            both = a.kind in _UNITED and b.kind in _UNITED and a.grade == b.grade == "hard"
            if not (
                both and a in here.open and b in there.open and a.unit != b.unit and a.numbers & b.numbers
            ):
                continue
            here.open.remove(a)
            there.open.remove(b)
            findings.append(value_finding(UNIT_CHANGED, a, b, b))
    return findings


def _tell(missing: list[Found], added: list[Found], there: Side) -> list[Finding]:
    """A finding for each value: what became of it, nearest kind first, or that it is missing or was added."""
    signless = {place: bare for place, a in enumerate(missing) if (bare := _without_sign(a, there))}
    left = [one for one in added if one not in signless.values()]
    twins: dict[int, Found] = {}
    for is_twin in (_is_same_kind, _is_alike):
        for place, a in enumerate(missing):
            open_still = place not in twins and place not in signless
            if open_still and (twin := next((b for b in left if is_twin(a, b)), None)):
                left.remove(twin)
                twins[place] = twin
    findings = []
    for place, a in enumerate(missing):
        at = signless.get(place) or twins.get(place)
        message = SIGN_LOST if place in signless else CHANGED if at else MISSING
        findings.append(value_finding(message, a, at, at))
    return findings + [value_finding(ADDED, None, b, b) for b in left]


def _without_sign(law: Found, there: Side) -> Found | None:
    """The number that is left of a citation."""
    if law.kind is not Kind.LAW:
        return None
    return next((b for b in there.values if b.numbers & law.numbers), None)


def _is_same_kind(a: Found, b: Found) -> bool:
    return a.kind is b.kind


def _is_alike(a: Found, b: Found) -> bool:
    """Whether one value can have become the other: an amount a number, a date a month, never an amount a date."""
    return {a.kind, b.kind}.isdisjoint(STRICT) and any({a.kind, b.kind} <= kinds for kinds in _ALIKE)


def parity_kinds(findings: Sequence[Finding]) -> set[str]:
    """Which kinds of value differ."""
    return {one.check.removeprefix("value.") for one in findings}
