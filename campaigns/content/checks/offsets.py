"""Periods before and after something: "drei Wochen nach dem Ende" is not "three weeks before the end"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.value_finding import value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.checks.words import words_of

TURNED: Final = "“{source}” in the source, “{target}” here: before became after, or after before."

#: What is read behind a period, in characters.
_REACH: Final = 24


def compare_offsets(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first period that both texts say once, counted back in one and on in the other."""
    here, there = read_values(source, source_language), read_values(target, target_language)
    for one in here:
        twins = [other for other in there if other.keys & one.keys]
        own = [other for other in here if other.keys & one.keys]
        if one.kind is not Kind.DURATION or len(twins) != 1 or len(own) != 1:
            continue
        mine, theirs = _way(source, one, source_language), _way(target, twins[0], target_language)
        if mine and theirs and mine[0] != theirs[0]:
            told = replace(one, written=f"{one.written} {mine[1]}")
            other = replace(twins[0], written=f"{twins[0].written} {theirs[1]}")
            return [value_finding(TURNED, told, other, other)]
    return []


def _way(text: str, period: Found, language: str) -> tuple[str, str] | None:
    """ "back" or "on" by the word right behind a period, and that word."""
    behind = fold_word(text[period.end : period.end + _REACH])
    for way, expression in _ways(language).items():
        if match := expression.match(behind):
            return way, match[1]
    return None


@cache
def _ways(language: str) -> dict[str, re.Pattern[str]]:
    words = words_of(language) or words_of("en")
    assert words is not None
    # A full stop ends what a period belongs to, and so does Arabic "and" ("وبعد").
    return {
        way: re.compile(rf"[\s\u2066-\u2069'-]{{0,3}}(?!و)({words.limits[name]})")
        for way, name in (("back", "back_after"), ("on", "forth_after"))
    }
