"""Exact dates of birth. Dates of laws and deadlines stay: they are recent and nothing says birth."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from campaigns.languages import languages
from campaigns.needs.redaction.cues import BIRTH_CUES, OTHER_MONTHS, any_of
from campaigns.needs.redaction.view import COVER, View

#: Whoever was born in or after this year is a child; a bare date since then is rather a law's or a deadline's.
LAST_YEAR_OF_BIRTH = 2009
_FIRST_YEAR_OF_BIRTH = 1900
_PERSIAN_YEARS = range(1300, 1390)
_NEAR = 40
_SEP = r" ?[./\-,_ |\\'] ?"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y1>\d{{4}}){_SEP}\d{{1,2}}{_SEP}\d{{1,2}}|\d{{1,2}}{_SEP}(?:\d{{1,2}}|[IVX]{{1,4}}){_SEP}(?P<y2>\d{{4}})"
    rf"|\d{{1,2}} ?[./\-,|\\'] ?\d{{1,2}} ?[./\-,|\\] ?'?(?P<y3>\d{{2}}))(?!\d)"
)


def take_birth_dates(view: View) -> None:
    """Full dates that are old enough to be somebody's birth, and any date beside a word for birth."""
    cues = [found.span() for found in _cue_pattern().finditer(view.text)]
    for pattern in (_NUMERIC, _named_pattern()):
        for found in list(pattern.finditer(view.text)):
            if COVER in found.group() or _goes_on(found):
                continue
            year = next(value for value in found.groupdict().values() if value)
            if _is_old(year.strip("'")) or _is_near(found.span(), cues):
                view.take(*found.span(), "birth_date")


def _goes_on(found: re.Match[str]) -> bool:
    """Whether the same sign and a further digit stand beside it: 06.12.34.56.78 is a phone."""
    signs = re.sub(r"\d|\s", "", found.group())
    if not signs:
        return False
    text, (start, end), sign = found.string, found.span(), signs[-1]
    follows = text[end : end + 1] == sign and text[end + 1 : end + 2].isdigit()
    return follows or (text[start - 1 : start] == sign and text[max(0, start - 2) : start - 1].isdigit())


def _is_old(year: str) -> bool:
    number = int(year)
    if len(year) == 2:
        return number >= 30
    return _FIRST_YEAR_OF_BIRTH <= number <= LAST_YEAR_OF_BIRTH or number in _PERSIAN_YEARS


def _is_near(span: tuple[int, int], cues: list[tuple[int, int]]) -> bool:
    start, end = span
    return any(
        0 <= start - cue_end <= _NEAR or 0 <= cue_start - end <= _NEAR // 2 for cue_start, cue_end in cues
    )


@cache
def _cue_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(BIRTH_CUES)}|\*(?= ?\d))", re.IGNORECASE)


@cache
def _named_pattern() -> re.Pattern[str]:
    names = set(OTHER_MONTHS)
    for language in languages().values():
        months = Locale.parse(language.locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {
                    name.rstrip(".").replace("\u200c", "")
                    for name in months.get(context, {}).get(width, {}).values()
                }
    named = [name for name in names if len(name) > 1 and not name.isdigit()]
    month = any_of(named)
    link = r"[ .,\-/]{0,3}(?:(?:de|del|of|ta'|τον|του) )?"
    return re.compile(
        rf"(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?{link}(?:{month}){link}(?P<y1>\d{{4}}|'?\d{{2}}(?=\D|$))"
        rf"|(?P<y2>\d{{4}}){link}(?:{month}){link}\d{{1,2}}"
        rf"|(?<!\w)(?:{month})[ .]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?,? {{0,2}}(?P<y3>\d{{4}}))(?!\d)",
        re.IGNORECASE,
    )
