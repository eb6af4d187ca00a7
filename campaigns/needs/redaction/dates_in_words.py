"""Dates of birth whose day or year is written in words: "born on the third of May 1990", "dritter Mai
neunzehnhundertneunzig". Only beside a word for birth: the day of a law has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from campaigns.needs.redaction.cues import DIGIT_WORDS, GROUP_WORDS, NOT_DAYS, ORDINALS, SPELLED_YEARS, any_of
from campaigns.needs.redaction.dates import birth_cues_in, is_year_of_birth, month_names
from campaigns.needs.redaction.view import COVER, View

#: Letters between a word for birth and its date, behind and before it.
_BEHIND, _BEFORE = 45, 30
_WORD = r"[^\W\d_]{2,24}(?:[-'’][^\W\d_]{1,24}){0,2}"
_NUMBERS = frozenset(word.casefold() for word in (*DIGIT_WORDS, *GROUP_WORDS))
_LINK = r"(?:of|de|del|van|von|من|του|د)"
_AND = r"(?:and|und|e|y|i|et|és|ve|și|и|і|та|و|ja|och|en|da)"
_SENTENCE_ENDS = re.compile(r"[!?\n]|\. (?=[^\W\d_]{3})")


def says_a_year(text: str) -> bool:
    """Whether a year may be spelled in it: a cheap look, for most texts spell none."""
    lowered = text.casefold()
    return any(start in lowered for start in SPELLED_YEARS)


def take_birth_dates_in_words(view: View) -> None:
    """Day, month and year; month and year alone are nobody's. In a child's year the day must be a number for sure."""
    cues = birth_cues_in(view.text)
    if not cues:
        return
    for start, end, year, is_number in list(_dates(view.text)):
        is_birth = any(_belong(view.text, (start, end), cue) for cue in cues)
        if is_birth and (is_number or not year.isdigit() or is_year_of_birth(year)):
            view.take(start, end, "birth_date")


def _dates(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where each date stands, its year, and whether its day is a number for sure."""
    for pattern in _patterns():
        for found in pattern.finditer(text):
            if COVER in found.group():
                continue
            day = (found["day"] or "").casefold()
            if day and day not in NOT_DAYS:
                is_number = day.startswith(ORDINALS) or day in _NUMBERS
                yield found.start(), found.end(), found["year"], is_number


def _belong(text: str, date: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Whether date and word for birth stand near, in one sentence."""
    if 0 <= date[0] - cue[1] <= _BEHIND:
        return not _SENTENCE_ENDS.search(text, cue[1], date[0])
    if 0 <= cue[0] - date[1] <= _BEFORE:
        return not _SENTENCE_ENDS.search(text, date[1], cue[0])
    return False


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The day before the month, behind it, and the year before both."""
    month = rf"(?<!\w)(?:{any_of(month_names())})(?!\w)"
    compounds = any_of(start for start in SPELLED_YEARS if " " not in start)
    spelled = (
        rf"(?:{compounds})[^\W\d_]*"
        rf"|(?:{any_of(SPELLED_YEARS)})[^\W\d_]*(?:[ -](?!{_AND} ){_WORD})?(?:[ -]{_AND}[ -]{_WORD}){{0,2}}"
        rf"(?: {_WORD}(?= (?:год|рок|roku|god|годин)))?"
    )
    year = rf"(?P<year>\d{{4}}(?!\d)|{spelled})"
    shapes = (
        rf"(?:(?<!\w)(?P<day>{_WORD})(?: {_LINK})? )?(?:{month}(?:[ ,.]{{1,2}}{_LINK})?[ ,.]{{1,2}}{year})",
        rf"(?:{month}(?: the| په)? (?P<day>{_WORD})[ ,]{{1,2}}{year})",
        rf"(?:(?<!\d){year}\.?,? {month}(?: (?P<day>{_WORD}))?)",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)
