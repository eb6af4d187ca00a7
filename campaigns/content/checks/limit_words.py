"""Values of a text that its words make the upper or the lower end of what holds: "höchstens 3 Monate", "ab 1. Juli".

A word belongs to the value beside it, before or after, with at most three short words between ("bis zum 1. Juli").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from campaigns.content.checks.folding import Folded, fold
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.checks.values.spelled import AND
from campaigns.content.checks.words import words_of
from campaigns.content.segments.splitting import split

_QUANTITIES: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.NUMBER})
_MOMENTS: Final = frozenset({Kind.DATE, Kind.MONTH, Kind.TIME, Kind.WEEKDAY})
#: A number that can be a year or a day of the month is a moment as well ("bis 2027", "spätestens am 15.").
_YEARS: Final = range(1900, 2101)
_DAYS: Final = range(1, 32)
#: The side of a limit that each list of words speaks of: a value is its upper end, or its lower one.
_UPPER: Final = {"most": _QUANTITIES, "until": _MOMENTS}
_LOWER: Final = {"least": _QUANTITIES, "since": _MOMENTS}
#: Articles and prepositions between the word and its value.
_GAP: Final = r"(?:[ '-]{1,2}[^\W\d]{1,4}){0,3}[ '(-]{0,3}"
#: What parts a sentence so that a "not" on one side says nothing of the other.
_PARTED: Final = re.compile(r"[;()\[\]]|:(?= )|(?<= )-(?= )")
#: What a value is of, between it and a word for quantities behind it: "603 € im Monat höchstens", "شهريًا كحد أقصى".
_OF: Final = re.compile(r"(?:[ '-]{1,2}[^\W\d]{1,8}){0,2}[ '-]{0,2}")
#: What stands at most between a "not" and the word that it turns.
_BEFORE_WORD: Final = re.compile(r" ?(?:[^\W\d]{1,3} )?")
#: Who denies the whole clause, also right before a word: "niemand mehr als 10 Stunden".
_NOBODY: Final = frozenset({"niemand", "keiner", "nobody"})
#: The longest way from a word to its value, in characters.
_REACH: Final = 40
#: Case endings of the value that stand before a word behind it ("1 Temmuz 2026'dan", "1.7.").
_ENDING: Final = re.compile(r"[^\W\d]*(?:['-][^\W\d]+)?")
_CLOSED: Final = re.compile(rf"{_ENDING.pattern}[.)]?")


@dataclass(frozen=True)
class Limit:
    """A value and whether its words make it the upper end of what holds, the lower one, or neither for sure (None).

    `is_negated`: a "not" stands in its clause; `is_turned`: right before the word, so that it turns it. `written` is
    the value with its word, from `start` up to `end` of the text, in code points.
    """

    value: Found
    is_upper: bool | None
    is_negated: bool
    is_turned: bool
    written: str
    start: int
    end: int


@dataclass(frozen=True)
class _Marker:
    """A word of one of the lists, where it stands in the folded text."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def read_limits(text: str, language: str) -> list[Limit]:
    """Every value of a text that can be a limit, with the side it is the end of where a word tells."""
    values = [one for one in read_values(text, language) if _can_be_one(one)]
    found, start = [], 0
    for segment in split(text, language):
        end = start + len(segment.text)
        inside = [one for one in values if start <= one.start < end]
        if inside:
            found += [_moved(one, start) for one in _of_sentence(segment.text, inside, start, language)]
        start = end + len(segment.gap)
    return found


def _can_be_one(value: Found) -> bool:
    """Whether a word can make a limit of it; of "eine halbe Stunde" the article and the half are none of their own."""
    is_doubtful = value.grade == "weak" and value.kind is not Kind.DURATION
    return value.kind in _QUANTITIES | _MOMENTS and not is_doubtful


def _moved(limit: Limit, by: int) -> Limit:
    return replace(limit, start=limit.start + by, end=limit.end + by)


def _of_sentence(text: str, values: list[Found], offset: int, language: str) -> Iterator[Limit]:
    folded = fold(text)
    markers = _markers(folded, language)
    negations = _negations(folded, markers, language)
    spans = [_span(folded, one.start - offset, one.end - offset) for one in values]
    taken: dict[_Marker, tuple[int, int]] = {}
    leading: set[tuple[int, int]] = set()
    for marker in markers:
        for span in spans:
            if _leads(folded.text, marker, span) and not any(marker.end <= s < span[0] for s, _ in spans):
                taken.setdefault(marker, span)
                if not AND & set(folded.text[marker.end : span[0]].split()):
                    leading.add((marker.start, marker.end))
    for value, span in zip(values, spans, strict=True):
        own = [one for one in markers if taken.get(one) == span]
        own += [
            one for one in markers if (one.start, one.end) not in leading and _follows(folded.text, one, span)
        ]
        is_turned_itself = any(_abuts(folded.text, place, one) for one in own for place in negations)
        told = {name: one for one in own if (name := _side(one, value))}
        ends = {*told} | ({side} if (side := _ending(folded.text, span, value, language)) else set())
        if _counts_back(folded.text, told.get("upper"), own, language):
            ends = set()
        first = min((span[0], *(one.start for one in told.values())))
        last = max((_word_end(folded.text, span[1]), *(one.end for one in told.values())))
        place = folded.place(first, last)
        yield Limit(
            value=value,
            is_upper=(ends == {"upper"}) if len(ends) == 1 else None,
            is_turned=is_turned_itself,
            is_negated=any(_is_one_clause(folded.text, span, place) for place in negations),
            written=folded.written(first, last).strip(),
            start=place[0],
            end=place[1],
        )


def _counts_back(text: str, upper: _Marker | None, own: list[_Marker], language: str) -> bool:
    """Whether a period counts back from a moment: "bis 14 Tage vorher" is at least 14 days before it."""
    if upper is None or not any(one.name == "back_after" for one in own):
        return False
    return bool(_expressions(language)["until_before"].fullmatch(text, upper.start, upper.end))


def _span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The folded characters of a place in the original."""
    inside = [place for place, origin in enumerate(folded.offsets) if start <= origin < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _markers(folded: Folded, language: str) -> list[_Marker]:
    """Words of all lists; one that stands inside a longer one ("more than" in "not more than") is left out."""
    found = [
        _Marker(name, *match.span())
        for name, expression in _expressions(language).items()
        for match in expression.finditer(folded.text)
    ]
    return [
        one
        for one in found
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in found
        )
    ]


@cache
def _expressions(language: str) -> dict[str, re.Pattern[str]]:
    words = words_of(language) or words_of("en")
    assert words is not None
    return {name: re.compile(row) for name, row in words.limits.items()}


def _negations(folded: Folded, markers: list[_Marker], language: str) -> list[tuple[int, int]]:
    """Where a plain "not" stands apart from the words of limits. "Without utilities" denies its own noun alone."""
    words = words_of(language) or words_of("en")
    assert words is not None
    without = {match.span() for match in words.said["without"].finditer(folded.text)}
    return [
        match.span()
        for match in words.said["not"].finditer(folded.text)
        if match.span() not in without
        and not any(one.start < match.end() and match.start() < one.end for one in markers)
    ]


def _abuts(text: str, negation: tuple[int, int], marker: _Marker) -> bool:
    """Whether a "not" stands right before a word and turns it itself: "nicht mindestens 12", "nunca es inferior a"."""
    if text[slice(*negation)] in _NOBODY:
        return False
    return negation[1] <= marker.start and bool(_BEFORE_WORD.fullmatch(text, negation[1], marker.start))


def _is_one_clause(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no bracket, semicolon, colon or dash parts two places."""
    first, second = sorted((one, other))
    return not _PARTED.search(text, first[1], second[0])


def _leads(text: str, marker: _Marker, span: tuple[int, int]) -> bool:
    """Whether a word stands before this value."""
    way = text[marker.end : span[0]]
    is_near = marker.name.endswith("_before") and 0 <= span[0] - marker.end <= _REACH
    return is_near and bool(re.fullmatch(_GAP, way))


def _follows(text: str, marker: _Marker, span: tuple[int, int]) -> bool:
    """Whether a word stands behind this value and its ending."""
    if not marker.name.endswith("_after") or not 0 <= marker.start - span[1] <= _REACH:
        return False
    closed = _CLOSED.match(text, span[1])
    end = closed.end() if closed else span[1]
    way = text[end : marker.start] if end <= marker.start else "."
    is_quantity = marker.name in ("most_after", "least_after")
    return bool(_OF.fullmatch(way)) if is_quantity else not way.strip(" '-")


def _word_end(text: str, end: int) -> int:
    ending = _ENDING.match(text, end)
    return ending.end() if ending else end


def _ending(text: str, span: tuple[int, int], value: Found, language: str) -> str:
    """The side that the last syllable of the value's own word tells: "július 1-jétől", "péntekig"."""
    words = words_of(language) or words_of("en")
    assert words is not None
    end = _word_end(text, span[1])
    word = text[max(text.rfind(" ", 0, end), span[0] - 1) + 1 : end]
    for name, endings in words.limit_endings.items():
        side = _side(_Marker(name, 0, 0), value)
        if side and any(word.endswith(one) for one in endings):
            return side
    return ""


def _side(marker: _Marker, value: Found) -> str:
    """ "upper" or "lower" where this word speaks of such a value."""
    name = marker.name.partition("_")[0]
    kinds = {value.kind, *(key[0] for key in value.keys), *({Kind.DATE} if _is_moment(value) else ())}
    if kinds & _UPPER.get(name, frozenset()):
        return "upper"
    return "lower" if kinds & _LOWER.get(name, frozenset()) else ""


def _is_moment(value: Found) -> bool:
    moments = (_YEARS, _DAYS) if value.grade == "hard" else (_YEARS,)
    return value.kind is Kind.NUMBER and any(number in span for number in value.numbers for span in moments)
