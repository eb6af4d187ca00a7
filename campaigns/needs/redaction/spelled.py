"""Numbers in words: digit by digit, or in groups as phone numbers are dictated ("zéro six trente-quatre")."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from campaigns.needs.redaction.cues import BETWEEN_WORDS, DIGIT_WORDS, GROUP_WORDS, any_of

#: From here on numbers in words are somebody's by themselves.
MANY_WORDS = 5
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’])*")
#: Digits in words side by side.
DIGITS = re.compile(
    rf"(?<!\w)(?:{any_of(DIGIT_WORDS)})(?:[ ,.\-/]{{1,3}}(?:{any_of(DIGIT_WORDS)}))+(?!\w)", re.IGNORECASE
)
#: Digits in one word: achtdrei, einssiebensechs.
_GLUED = re.compile(rf"(?:{any_of(word for word in DIGIT_WORDS if len(word) > 2)}){{2,40}}")
_LONG_WORD = re.compile(r"[^\W\d_]{17,300}")
_FEWEST_GLUED = 6
_SHORTEST_GLUED = 17
_ONE = re.compile(any_of(DIGIT_WORDS))
#: Where a phone may begin in figures and go on in words.
_BEGINS = re.compile(r"(?<![\w.,])(?:\+|0)\d")
_FEWEST_FIGURES = 7
_DIGITS = frozenset(word.casefold() for word in DIGIT_WORDS)
_KNOWN = frozenset(word.casefold() for word in (*DIGIT_WORDS, *GROUP_WORDS))


def spells_figures(text: str) -> bool:
    """Whether two numbers in words stand side by side. A look-up a word is ten times as quick as the pattern."""
    words = WORD.findall(text.casefold())
    known = [word in _KNOWN for word in words]
    if any(first and second for first, second in pairwise(known)):
        return True
    return (any(known) and _BEGINS.search(text) is not None) or any(
        len(word) >= _SHORTEST_GLUED and glued_figures(word) >= _FEWEST_GLUED for word in words
    )


def glued_figures(word: str) -> int:
    """How many digits are written in one word; 0 when it holds anything else or a single one."""
    word = word.casefold()
    return len(_ONE.findall(word)) if _GLUED.fullmatch(word) else 0


def glued_numbers(text: str) -> list[tuple[int, int]]:
    """Where so many digits stand in one word that they are somebody's number."""
    return [
        found.span() for found in _LONG_WORD.finditer(text) if glued_figures(found.group()) >= _FEWEST_GLUED
    ]


def mixed_numbers(text: str) -> list[list[tuple[int, int, int]]]:
    """Phones that begin in figures and go on in words: start, end and count of digits of each of their words."""
    if not _BEGINS.search(text):
        return []
    numbers = []
    for found in _mixed().finditer(text):
        words = [
            (one.start(), one.end(), _figures_of(one.group())) for one in WORD.finditer(text, *found.span())
        ]
        digits = sum(sign.isdigit() for sign in found.group())
        if words and digits + sum(figures for _, _, figures in words) >= _FEWEST_FIGURES:
            numbers.append(words)
    return numbers


def _figures_of(word: str) -> int:
    low = word.casefold()
    return glued_figures(word) or (1 if low in _DIGITS else 2)


@cache
def _mixed() -> re.Pattern[str]:
    word = any_of((*DIGIT_WORDS, *GROUP_WORDS))
    item = rf"(?:(?:{any_of(BETWEEN_WORDS)}) )?(?:{_GLUED.pattern}|{word}|\d{{1,4}})(?!\w)"
    return re.compile(rf"(?<![\w.,])(?:\+|0)\d{{1,5}}(?:[ .\-/]{{1,2}}{item}){{1,20}}", re.IGNORECASE)


@cache
def spelled_numbers() -> re.Pattern[str]:
    """Runs of `MANY_WORDS` and more, some of them in digits."""
    words = any_of((*DIGIT_WORDS, *GROUP_WORDS))
    item = rf"(?:(?:{any_of(BETWEEN_WORDS)}) )?(?:{words}|\d{{1,3}})"
    return re.compile(
        rf"(?<!\w)(?:{words})(?:[ ,.\-/]{{1,3}}{item}){{{MANY_WORDS - 1},40}}+(?:[ ,.\-/]{{1,3}}(?:{words}))?(?!\w)",
        re.IGNORECASE,
    )
