"""Whether two texts say the same values, however each language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.left_over import exchanged, words_that_differ
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


def compare_values(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings for every value in digits that has no twin of equal worth in the other text.

    A value may be written as a word on one side. A value said twice on one side is no finding. Where all
    values in digits agree, number words, days of the week and the order of days and amounts are compared too.
    """
    here, there = Side(read_values(source, source_language)), Side(read_values(target, target_language))
    pair_equal(here, there)
    findings = _pair_units(here, there)
    pair_compatible(here, there)
    missing = [one for one in here.open if one.grade == "hard" and not is_said_elsewhere(one, here, there)]
    added = [one for one in there.open if one.grade == "hard" and not is_said_elsewhere(one, there, here)]
    findings += _tell(missing, added, there)
    if not missing and not added:
        findings += words_that_differ(here, there)
    if findings := findings or exchanged(here, there):
        return findings
    both = {"source_language": source_language, "target_language": target_language}
    moved = compare_moves(source, target, **both) or compare_places(source, target, **both)
    return moved or compare_order(source, target, **both)


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
    findings = []
    for a in missing:
        bare = next((b for b in there.values if a.kind is Kind.LAW and b.numbers & a.numbers), None)
        twin = (
            bare
            or next((b for b in added if b.kind is a.kind), None)
            or next((b for b in added if {a.kind, b.kind}.isdisjoint(STRICT)), None)
        )
        if twin in added:
            added.remove(twin)
        findings.append(value_finding(SIGN_LOST if bare else CHANGED if twin else MISSING, a, twin, twin))
    return findings + [value_finding(ADDED, None, b, b) for b in added]


def parity_kinds(findings: Sequence[Finding]) -> set[str]:
    """Which kinds of value differ."""
    return {one.check.removeprefix("value.") for one in findings}
