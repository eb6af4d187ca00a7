"""Numbers that something rises or falls from and to: "von 603 auf 633 Euro" is not "from 633 to 603 euros".

"14,60 € statt 13,90 €" says the same in another way: the number that is replaced is the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.value_finding import EXCHANGED, value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.checks.words import words_of

_MOVING: Final = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.DURATION})
#: Characters that lie at most between the two numbers: "13,90 Euro brutto je Stunde auf ".
_BETWEEN: Final = 40
#: Characters before a number in which its word stands: "bis zu ", "jusqu'à ".
_LEAD: Final = 10
_ENDING: Final = re.compile(r"[^\W\d]*(?:'[^\W\d]+)?")
_UNIT: Final = re.compile(r"[ ]?[^\W\d]*(?:'[^\W\d]+)?")


@dataclass(frozen=True)
class _Move:
    start: Found
    goal: Found


def compare_moves(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding where both texts say from and to, and the two numbers have changed places."""
    theirs = list(_moves(target, target_language))
    for mine in _moves(source, source_language):
        for other in theirs:
            crossed = _same(mine.start, other.goal) and _same(mine.goal, other.start)
            if crossed and not _same(mine.start, other.start):
                told = replace(mine.start, written=f"{mine.start.written} → {mine.goal.written}")
                whole = replace(
                    other.start,
                    written=f"{other.start.written} → {other.goal.written}",
                    start=min(other.start.start, other.goal.start),
                    end=max(other.start.end, other.goal.end),
                )
                return [value_finding(EXCHANGED, told, whole, whole)]
    return []


def are_moved(source: str, target: str, *, source_language: str, target_language: str) -> bool:
    """Whether both texts tell numbers as from and to, which languages put in either order."""
    return any(_moves(source, source_language)) and any(_moves(target, target_language))


def _same(a: Found, b: Found) -> bool:
    return bool(a.numbers & b.numbers)


def _moves(text: str, language: str) -> Iterator[_Move]:
    """Neighbouring numbers of which one is told as the start and the other as the goal."""
    numbers = [one for one in read_values(text, language) if one.kind in _MOVING and one.grade == "hard"]
    for one, after in pairwise(sorted(numbers, key=lambda found: found.start)):
        if after.start - one.end > _BETWEEN:
            continue
        ways = [_way(text, number, language) for number in (one, after)]
        if ways == ["from", "to"]:
            yield _Move(one, after)
        elif ways == ["to", "from"]:
            yield _Move(after, one)
        elif (replaced := _replaced(text, one, after, language)) is not None:
            yield _Move(one, after) if replaced is one else _Move(after, one)


def _replaced(text: str, one: Found, after: Found, language: str) -> Found | None:
    """Which of two neighbours the other one stands instead of: "statt 13,90", "13,90 € yerine"."""
    before, behind = _instead(language)
    between = fold_word(text[one.end : after.start])
    if before.search(between) or behind.search(fold_word(text[after.end : after.end + _BETWEEN])):
        return after
    if behind.search(between) or before.search(fold_word(text[max(0, one.start - _BETWEEN) : one.start])):
        return one
    return None


def _way(text: str, number: Found, language: str) -> str:
    """ "from", "to" or nothing, by the word before the number or the ending of what follows it."""
    before = fold_word(text[max(0, number.start - _LEAD) : number.start])
    rest = fold_word(text[number.start : number.end + _LEAD * 2])
    behind = _behind(rest, len(fold_word(text[number.start : number.end])))
    for way, (leads, endings) in _ways(language).items():
        if leads.search(before) or endings.fullmatch(behind):
            return way
    return ""


def _behind(rest: str, length: int) -> str:
    """The last word of a number with its unit: "avrodan" of "603 avrodan", "ról" of "603 euróról"."""
    match = (_ENDING if rest[length - 1 : length].isalpha() else _UNIT).match(rest, length)
    whole = rest[: match.end() if match else length]
    words = re.findall(r"[^\W\d]+", whole)
    return words[-1] if words else ""


@cache
def _instead(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before and after a replaced number, with at most two others between ("statt wie bisher 13,90")."""
    words = words_of(language) or words_of("en")
    assert words is not None
    before, behind = words.moves["instead_before"], words.moves["instead_after"]
    return (
        re.compile(rf"(?:{before})\W{{0,3}}(?:[^\W\d]+\W{{1,3}}){{0,2}}$"),
        re.compile(rf"^[^\W\d]*\W{{0,3}}(?:[^\W\d]+\W{{1,3}}){{0,2}}(?:{behind})"),
    )


@cache
def _ways(language: str) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    words = words_of(language) or words_of("en")
    assert words is not None
    return {
        way: (
            re.compile(rf"(?:{words.moves[f'{way}_before']})\W{{0,3}}$"),
            re.compile(words.moves[f"{way}_after"]),
        )
        for way in ("from", "to")
    }
