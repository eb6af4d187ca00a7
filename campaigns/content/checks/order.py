"""Two values of one kind that stand the other way round: "Adults pay €20, children €5" and "… €5, children €20".

Nothing is missing in either text. Three things tell whether the values were exchanged or only the clauses were:
words for earlier and later ("vorher 603 €, jetzt 633 €"), other values that kept their places between the two
("Montag 9 Uhr, Dienstag 14 Uhr"), and, weakest, the order alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import Final

from campaigns.content.checks.abreast import sentences_abreast
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.moves import are_moved
from campaigns.content.checks.value_finding import EXCHANGED, value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.checks.words import words_of

ORDER: Final = "“{source}” in the source, “{target}” here: the values come in another order."

_KINDS: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.DATE, Kind.TIME})
#: What has a before and a now. "6 weeks before the birth and 12 afterwards" are two periods, none the older one.
_AGED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.TIME})
#: What stands beside values and tells where they belong.
_BESIDE: Final = frozenset({*_KINDS, Kind.WEEKDAY, Kind.MONTH, Kind.NUMBER, Kind.LAW})
#: Characters that a word between two values stands nearer to the first, to be its own.
_NEARER: Final = 4
#: The end of the clause that a value stands in.
_CLAUSE: Final = re.compile(r"[,;:.!?()]|(?<= )-(?= )")


@dataclass(frozen=True)
class _Swap:
    """Two values of the source and their twins, in the order of the source."""

    a: Found
    b: Found
    twin_a: Found
    twin_b: Found

    @property
    def is_reversed(self) -> bool:
        return self.twin_b.start < self.twin_a.start


def compare_order(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first two values of one sentence that stand in each other's place.

    An error where words or values beside them tell; a warning where only their order is another one.
    """
    both = {"source_language": source_language, "target_language": target_language}
    for bead in sentences_abreast(source, target, **both):
        here, there = read_values(bead.source, source_language), read_values(bead.target, target_language)
        here = tuple(one for one in here if not _is_in_word(bead.source, one))
        for swap in _swaps(here, there):
            mine = _ages(bead.source, swap.a, swap.b, source_language)
            theirs = _ages(bead.target, swap.twin_a, swap.twin_b, target_language)
            if mine and theirs:
                if mine != theirs:
                    return [_finding(swap, bead.start, EXCHANGED)]
                continue
            if swap.is_reversed and not are_moved(bead.source, bead.target, **both):
                beside = _beside(swap, here, there)
                if beside == "kept":
                    return [_finding(swap, bead.start, EXCHANGED)]
                if not beside:
                    return [replace(_finding(swap, bead.start, ORDER), severity=Severity.WARNING)]
    return []


def _is_in_word(text: str, one: Found) -> bool:
    """Whether a value belongs to a word: "bei einer 6-Tage-Woche" names a kind of week, which stands anywhere."""
    return text[one.end : one.end + 1] == "-" and text[one.end + 1 : one.end + 2].isalpha()


def _swaps(here: tuple[Found, ...], there: tuple[Found, ...]) -> Iterator[_Swap]:
    """Pairs of one kind of which each value stands once in both sentences."""
    told = [one for one in here if one.kind in _KINDS and one.grade == "hard"]
    for a, b in combinations(sorted(told, key=lambda one: one.start), 2):
        if a.kind is b.kind and a.unit == b.unit and not a.overlaps(b):
            twins = [_only_twin(one, here, there) for one in (a, b)]
            if twins[0] and twins[1] and twins[0] is not twins[1]:
                yield _Swap(a, b, twins[0], twins[1])


def _only_twin(one: Found, here: tuple[Found, ...], there: tuple[Found, ...]) -> Found | None:
    twins = [other for other in there if other.keys & one.keys]
    own = [other for other in here if other.keys & one.keys]
    return twins[0] if len(twins) == len(own) == 1 else None


def _beside(swap: _Swap, here: tuple[Found, ...], there: tuple[Found, ...]) -> str:
    """Whether two values of another kind that stand beside these two, one each, are "kept" or "reversed" as well."""
    others = [one for one in here if one.kind in _BESIDE and one.kind is not swap.a.kind]
    pairs = [(one, twin) for one in others if (twin := _only_twin(one, here, there))]
    for (one, twin), (other, twin_other) in combinations(pairs, 2):
        if one.kind is other.kind and _place(one, swap) + 1 == _place(other, swap):
            return "kept" if (one.start < other.start) is (twin.start < twin_other.start) else "reversed"
    return ""


def _place(one: Found, swap: _Swap) -> int:
    """0 before both values, 1 between them, 2 behind them."""
    return (one.start > swap.a.start) + (one.start > swap.b.start)


def _ages(text: str, one: Found, after: Found, language: str) -> tuple[str, str] | None:
    """Which of two values was before and which is now; None where no word tells, or both tell the same."""
    if one.kind not in _AGED:
        return None
    first, second = sorted((one, after), key=lambda found: found.start)
    ages = [
        _age(text[: first.start], text[first.end : second.start], language),
        _age(text[first.end : second.start], text[second.end :], language),
    ]
    if ages[0] == ages[1] != "":
        ages = _nearer(text[first.end : second.start], ages[0], language)
    if not any(ages) or ages[0] == ages[1]:
        return None
    other = {"earlier": "later", "later": "earlier"}
    ages = [ages[0] or other[ages[1]], ages[1] or other[ages[0]]]
    return (ages[0], ages[1]) if first is one else (ages[1], ages[0])


def _nearer(between: str, age: str, language: str) -> list[str]:
    """A word between two values belongs to the second, unless it clearly stands nearer to the first: "€13.90 so far and
    rises to €14.60"."""
    said = fold_word(between)
    match = _words(language)[age].search(said)
    if match is None:
        return ["", ""]
    is_of_first = match.start() + _NEARER < len(said) - match.end()
    return [age, ""] if is_of_first else ["", age]


def _age(before: str, behind: str, language: str) -> str:
    """ "earlier", "later" or nothing, by the words of the value's own clause."""
    own = fold_word(before)
    clause = own[max((match.end() for match in _CLAUSE.finditer(own.rstrip(" :("))), default=0) :]
    rest = fold_word(behind)
    end = _CLAUSE.search(rest)
    after = rest[: end.start() if end else len(rest)]
    for said in (clause, after):
        ways = [way for way, expression in _words(language).items() if expression.search(said)]
        if ways:
            return ways[0] if len(ways) == 1 else ""
    return ""


@cache
def _words(language: str) -> dict[str, re.Pattern[str]]:
    words = words_of(language) or words_of("en")
    assert words is not None
    return {way: re.compile(words.moves[way]) for way in ("earlier", "later")}


def _finding(swap: _Swap, offset: int, message: str) -> Finding:
    first, last = sorted((swap.twin_a, swap.twin_b), key=lambda one: one.start)
    told = replace(swap.a, written=f"{swap.a.written} … {swap.b.written}")
    whole = replace(
        first,
        written=f"{first.written} … {last.written}",
        start=first.start + offset,
        end=last.end + offset,
    )
    return value_finding(message, told, whole, whole)
