"""Exact dates of birth. Dates of laws and deadlines stay: they are recent and nothing says birth."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from campaigns.languages import languages
from campaigns.needs.redaction.cues import (
    ANDS,
    BIRTH_CUES,
    CHILDREN,
    OF_MINE,
    OTHER_MONTHS,
    SINCE_AND_UNTIL,
    any_of,
)
from campaigns.needs.redaction.view import COVER, View

#: Whoever was born in or after this year is a child; a bare date since then is rather a law's or a deadline's.
LAST_YEAR_OF_BIRTH = 2009
_FIRST_YEAR_OF_BIRTH = 1900
_PERSIAN_YEARS = range(1300, 1390)
_NEAR = 40
#: Longer words for birth are beginnings; so short ones begin too many others: Gebühr, nécessaire.
_LONGEST_WHOLE_CUE = 3
_SEP = r" ?[./\-,_ |\\'] ?"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y1>\d{{4}}){_SEP}\d{{1,2}}{_SEP}\d{{1,2}}|\d{{1,2}}{_SEP}(?:\d{{1,2}}|[IVX]{{1,4}}){_SEP}(?P<y2>\d{{4}})"
    rf"|\d{{1,2}} ?[./\-,|\\'] ?\d{{1,2}} ?[./\-,|\\] ?'?(?P<y3>\d{{2}}))(?!\d)"
)


def take_birth_dates(view: View) -> None:
    """Full dates that are old enough to be somebody's birth, and any date beside a word for birth or a child."""
    for found in list(_right_behind_birth().finditer(view.text)):
        view.take(*found.span("date"), "birth_date")
    for found in list(_year_before_day().finditer(view.text)):
        if COVER not in found.group() and is_year_of_birth(found["year"]):
            view.take(*found.span("year"), "birth_date")
            view.take(*found.span("day"), "birth_date")
    cues = birth_cues_in(view.text)
    dates = _dates_in(view.text)
    spans = [found.span() for found in dates]
    end_of_last = None
    for found in dates:
        year = next(value for value in found.groupdict().values() if value)
        if (
            is_year_of_birth(year.strip("'"))
            or _is_announced(view.text, found.span(), cues, spans)
            or _is_a_childs(view.text, found.span(), end_of_last)
        ):
            end_of_last = found.end()
            view.take(*found.span(), "birth_date")


def birth_cues_in(text: str) -> list[tuple[int, int]]:
    """Where words for birth stand."""
    return [found.span() for found in _cue_pattern().finditer(text)]


def _dates_in(text: str) -> list[re.Match[str]]:
    """All full dates in their order, figures and names of months."""
    found = [one for pattern in (_NUMERIC, _named_pattern()) for one in pattern.finditer(text)]
    return sorted(
        (one for one in found if COVER not in one.group() and not _goes_on(one)), key=lambda one: one.start()
    )


def _goes_on(found: re.Match[str]) -> bool:
    """Whether the same sign and a further digit stand beside it: 06.12.34.56.78 is a phone."""
    signs = re.sub(r"\d|\s", "", found.group())
    if not signs:
        return False
    text, (start, end), sign = found.string, found.span(), signs[-1]
    follows = text[end : end + 1] == sign and text[end + 1 : end + 2].isdigit()
    return follows or (text[start - 1 : start] == sign and text[max(0, start - 2) : start - 1].isdigit())


def is_year_of_birth(year: str) -> bool:
    """Whether whoever was born then is no child any more; of our calendar or the Persian one."""
    number = int(year)
    if len(year) == 2:
        return number >= 30
    return _FIRST_YEAR_OF_BIRTH <= number <= LAST_YEAR_OF_BIRTH or number in _PERSIAN_YEARS


def _is_announced(
    text: str, span: tuple[int, int], cues: list[tuple[int, int]], dates: list[tuple[int, int]]
) -> bool:
    """Whether a word for birth stands near. Behind "since" or "until" only the date nearest to that word is meant."""
    near = [cue for cue in cues if _is_near(span, cue)]
    if not near or not _since().search(text, max(0, span[0] - _NEAR), span[0]):
        return bool(near)
    return any(min(dates, key=lambda date: _distance(date, cue)) == span for cue in near)


def _is_near(span: tuple[int, int], cue: tuple[int, int]) -> bool:
    return 0 <= span[0] - cue[1] <= _NEAR or 0 <= cue[0] - span[1] <= _NEAR // 2


def _distance(span: tuple[int, int], cue: tuple[int, int]) -> int:
    return max(span[0] - cue[1], cue[0] - span[1])


def _is_a_childs(text: str, span: tuple[int, int], end_of_last: int | None) -> bool:
    """Whether a child is named right before the date or behind it in brackets, or it continues such a list."""
    start, end = span
    if _child_before().search(text, max(0, start - _NEAR), start) or _child_behind().match(text, end):
        return True
    return end_of_last is not None and bool(_and().fullmatch(text, end_of_last, start))


@cache
def _cue_pattern() -> re.Pattern[str]:
    whole = any_of(cue for cue in BIRTH_CUES if len(cue) <= _LONGEST_WHOLE_CUE)
    beginnings = any_of(cue for cue in BIRTH_CUES if len(cue) > _LONGEST_WHOLE_CUE)
    return re.compile(rf"(?<!\w)(?:{beginnings}|(?:{whole})(?![^\W\d_])|\*(?= ?\d))", re.IGNORECASE)


@cache
def _right_behind_birth() -> re.Pattern[str]:
    """Dates that nothing but a word for birth tells from other figures: 12 3 90."""
    day = r"(?:(?:am|on|le|il|el|die|dnia|на|в) )?"
    return re.compile(
        rf"{_cue_pattern().pattern}\w{{0,12}}[ .:]{{1,3}}{day}"
        rf"(?P<date>\d{{1,2}} \d{{1,2}} (?:\d{{4}}|\d{{2}}))(?!\w)",
        re.IGNORECASE,
    )


@cache
def _year_before_day() -> re.Pattern[str]:
    """The year beside the word for birth, and the day behind both: 1983 року народження, 17 серпня."""
    return re.compile(
        rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})(?: [^\W\d_]{{1,5}}\.?)? {_cue_pattern().pattern}"
        rf"[^\W\d_]{{0,12}}\.?[ ,.:]{{1,3}}(?:[^\W\d_]{{1,3}} )?"
        rf"(?P<day>\d{{1,2}}\.? ?(?:(?:de|of) )?(?:{any_of(month_names())})(?!\w)"
        rf"|\d{{1,2}}[./]\d{{1,2}}(?![\d./]))",
        re.IGNORECASE,
    )


@cache
def _child_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(CHILDREN)})(?: (?:{any_of(OF_MINE)}))?(?:[ ,:;(\-]{{1,3}}|[ (]{{1,2}}(?:vom|v\.) )$",
        re.IGNORECASE,
    )


@cache
def _child_behind() -> re.Pattern[str]:
    return re.compile(rf" ?\((?:[^\W\d_]{{2,6}} )?(?:{any_of(CHILDREN)})(?!\w)", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf" ?[,;/&+] ?(?:(?:{any_of(ANDS)}) )?| (?:{any_of(ANDS)}) ?", re.IGNORECASE)


@cache
def _since() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(SINCE_AND_UNTIL)})(?: (?:dem|zum|the|le))? $", re.IGNORECASE)


@cache
def month_names() -> tuple[str, ...]:
    """Names of months in every language, whole and shortened."""
    names = set(OTHER_MONTHS)
    for language in languages().values():
        months = Locale.parse(language.locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names |= {
                    name.rstrip(".").replace("\u200c", "")
                    for name in months.get(context, {}).get(width, {}).values()
                }
    return tuple(name for name in names if len(name) > 1 and not name.isdigit())


@cache
def _named_pattern() -> re.Pattern[str]:
    month = any_of(month_names())
    link = r"[ .,\-/]{0,3}(?:(?:de|del|of|ta'|τον|του) )?"
    return re.compile(
        rf"(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?{link}(?:{month}){link}(?P<y1>\d{{4}}|'?\d{{2}}(?=\D|$))"
        rf"|(?P<y2>\d{{4}}){link}(?:{month}){link}\d{{1,2}}"
        rf"|(?<!\w)(?:{month})[ .]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?,? {{0,2}}(?P<y3>\d{{4}}))(?!\d)",
        re.IGNORECASE,
    )
