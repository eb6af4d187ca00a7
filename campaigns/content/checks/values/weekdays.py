"""Days of the week: "montags", "le lundi", "по средам", "يوم الاثنين"; short forms beside another day or an hour."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Grade, Kind
from campaigns.content.checks.words import Words, words_of

#: What stands between two days: a sign, or a short word ("bis", "and", "до").
_JOINT: Final = r"\.?[ ]?(?:[-/,&+]|(?<=[ .])(?:t/m|[^\W\d]{1,4})(?= ))[ ]?"
#: A short word before the hour: "Fr bis 14 Uhr", "Fri from 2 pm".
_LEAD: Final = r"(?:[^\W\d]{1,5} )?"
#: Languages that write their short forms with a capital: "So" is a day, "so" is not.
_CAPITAL: Final = frozenset({"de", "en", "el"})
_MOMENTS: Final = frozenset({Kind.DATE, Kind.TIME})
#: Hours that are told without a word for them: "Mo 9-12".
_HOURS: Final = re.compile(r"\d{1,2}(?:[.:]\d{2})? ?(?:-|[^\W\d]{1,4}) ?\d{1,2}")


def read_weekdays(claims: Claims, words: Words) -> None:
    """Days by their names (soft), by names with a second meaning and by short forms beside another day (weak)."""
    for day, expression in enumerate(words.weekdays, start=1):
        for match in claims.matches(expression):
            _add(claims, match.span(), day, "soft")
    for match in _pairs(claims, words):
        for name in ("first", "second"):
            if claims.free(*match.span(name)) and not _is_feast(match[name], words):
                _add(claims, match.span(name), _day_of(match[name], words), "soft")
    for match in re.finditer(rf"{_any(words.code)}\.?,? {{0,2}}{_LEAD}(?=\d)", claims.text):
        if _is_day(claims, match, words) and _is_moment(claims, match.end()):
            _add(claims, match.span("day"), _day_of(match["day"], words), "soft")
    for day, expression in enumerate(words.weekdays_unsure, start=1):
        for match in expression.finditer(claims.text):
            if claims.free(*match.span()):
                _add(claims, match.span(), day, "weak")


def _add(claims: Claims, span: tuple[int, int], day: int, grade: Grade) -> None:
    claims.add(Kind.WEEKDAY, {(Kind.WEEKDAY, str(day))}, *span, grade=grade, claim=grade == "soft")


def _pairs(claims: Claims, words: Words) -> list[re.Match[str]]:
    """Two days beside each other of which at least one is short or has a second meaning."""
    first, second = _any(words.code, "first"), _any(words.code, "second")
    found = re.finditer(rf"{first}(?={_JOINT}{second})", claims.text)
    return [
        match
        for match in found
        if all(_is_written(claims, match.span(name), words) for name in ("first", "second"))
    ]


def _is_feast(written: str, words: Words) -> bool:
    """Whether it is a day by part of its name alone: "Ostermontag", "Karfreitag"."""
    return words.code == "de" and any(one.fullmatch(written) for one in words.weekdays_unsure)


def _is_day(claims: Claims, match: re.Match[str], words: Words) -> bool:
    return claims.free(*match.span("day")) and _is_written(claims, match.span("day"), words)


def _is_written(claims: Claims, span: tuple[int, int], words: Words) -> bool:
    """Whether it has the capital that its language gives to a day."""
    return words.code not in _CAPITAL or claims.folded.written(*span)[:1].isupper()


def _is_moment(claims: Claims, at: int) -> bool:
    """Whether a date or an hour begins here."""
    place = claims.folded.place(at, at + 1)[0]
    told = any(one.kind in _MOMENTS and one.start <= place < one.end for one in claims.found)
    return told or bool(_HOURS.match(claims.text, at))


def _day_of(written: str, words: Words) -> int:
    tables = (words.weekdays, words.weekdays_unsure, words.weekdays_short)
    return next(
        day
        for table in tables
        for day, expression in enumerate(table, start=1)
        if expression.fullmatch(written)
    )


@cache
def _any(code: str, name: str = "day") -> str:
    """A pattern for a day in any form, as a group."""
    words = words_of(code)
    assert words is not None
    tables = (*words.weekdays, *words.weekdays_unsure, *words.weekdays_short)
    return rf"(?P<{name}>{'|'.join(one.pattern for one in tables)})"
