"""Whether two texts say the same values, however each language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values

CHANGED: Final = "“{source}” in the source is “{target}” here."
MISSING: Final = "“{source}” of the source is missing here."
ADDED: Final = "“{target}” does not stand in the source."
SIGN_LOST: Final = "“{source}” is a paragraph of a law in the source; here only the number is left."
UNIT_CHANGED: Final = "“{source}” in the source is “{target}” here: same number, other unit."

_LAWS: Final = frozenset({Kind.LAW, Kind.SUB})
_UNITED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION})
_STRICT: Final = frozenset({Kind.URL, Kind.MAIL, Kind.PHONE})
_SIGNED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT})


@dataclass
class _Side:
    """The values of one text that have no twin yet."""

    values: tuple[Found, ...]
    open: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = list(self.values)

    def has_kind(self, kind: Kind) -> bool:
        return any(one.kind is kind for one in self.values)


def compare_values(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings for every value in digits that has no twin of equal worth in the other text.

    A value may be written as a word on one side. A value said twice on one side is no finding.
    """
    here, there = _Side(read_values(source, source_language)), _Side(read_values(target, target_language))
    _pair(here, there, lambda a, b: _digits(a, b) and _equal(a, b))
    findings = _pair_units(here, there)
    _pair(here, there, lambda a, b: _digits(a, b) and _compatible(a, b, here, there))
    _pair(here, there, _equal)
    _pair(here, there, lambda a, b: _compatible(a, b, here, there))
    missing = [one for one in here.open if one.grade == "hard" and not _said_elsewhere(one, here, there)]
    added = [one for one in there.open if one.grade == "hard" and not _said_elsewhere(one, there, here)]
    findings += _tell(missing, added, there)
    if not missing and not added:
        findings += _words_that_differ(here, there)
    return findings


def _pair(here: _Side, there: _Side, test) -> None:  # type: ignore[no-untyped-def]
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


def _compatible(a: Found, b: Found, here: _Side, there: _Side) -> bool:
    """Whether two values can be the same though one of them was read with less: no unit, no year, a word."""
    kinds = {a.kind, b.kind}
    if kinds == {Kind.PHONE, Kind.NUMBER}:
        return _digits(a, b) and bool(a.numbers & b.numbers)
    if kinds & _STRICT or (a.grade != "hard" and b.grade != "hard") or kinds <= _LAWS:
        return False
    if Kind.LAW in kinds and a.grade == b.grade:
        return False
    if kinds == {Kind.DATE}:
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


def _date_and_number(a: Found, b: Found, here: _Side, there: _Side) -> bool:
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


def _pair_units(here: _Side, there: _Side) -> list[Finding]:
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
            findings.append(_finding(UNIT_CHANGED, a, b, b))
    return findings


def _said_elsewhere(one: Found, own: _Side, other: _Side) -> bool:
    """Whether its twin was found for another mention of the same value, or it is an implied "one"."""
    if one.kind is not Kind.SUB and any(
        one.keys & twin.keys for twin in other.values if twin.grade == "hard"
    ):
        return True
    if one.kind in (Kind.NUMBER, Kind.DURATION) and one.numbers == {1}:
        return True
    if one.kind is Kind.DATE and _in_words(one, other):
        return True
    half = any(number % 1 == Decimal("0.5") for number in one.numbers)
    return half and any(twin.numbers == {Decimal("0.5")} for twin in other.values)


def _in_words(dated: Found, other: _Side) -> bool:
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


def _tell(missing: list[Found], added: list[Found], there: _Side) -> list[Finding]:
    findings = []
    for a in missing:
        bare = next((b for b in there.values if a.kind is Kind.LAW and b.numbers & a.numbers), None)
        twin = (
            bare
            or next((b for b in added if b.kind is a.kind), None)
            or next((b for b in added if {a.kind, b.kind}.isdisjoint(_STRICT)), None)
        )
        if twin in added:
            added.remove(twin)
        findings.append(_finding(SIGN_LOST if bare else CHANGED if twin else MISSING, a, twin, twin))
    return findings + [_finding(ADDED, None, b, b) for b in added]


def _words_that_differ(here: _Side, there: _Side) -> list[Finding]:
    """One number word, month or period left on each side, of one kind, and not the same."""
    findings = []
    for kind in (Kind.MONTH, Kind.DURATION):
        mine = [one for one in here.open if one.kind is kind and one.grade == "soft"]
        theirs = [one for one in there.open if one.kind is kind and one.grade == "soft"]
        if len(mine) == len(theirs) == 1 and not mine[0].keys & theirs[0].keys:
            findings.append(_finding(CHANGED, mine[0], theirs[0], theirs[0]))
    return findings


def _finding(message: str, a: Found | None, b: Found | None, at: Found | None) -> Finding:
    kind = (a or b).kind  # type: ignore[union-attr]
    name = Kind.LAW if kind is Kind.SUB else kind
    return Finding(
        check=f"value.{name}",
        severity=Severity.ERROR,
        message=message,
        values={"source": a.written if a else "", "target": b.written if b else ""},
        place=Place("", at.start, at.end) if at else Place(),
        source_value=a.written if a else "",
        target_value=b.written if b else "",
    )


def parity_kinds(findings: Sequence[Finding]) -> set[str]:
    """Which kinds of value differ."""
    return {one.check.removeprefix("value.") for one in findings}
