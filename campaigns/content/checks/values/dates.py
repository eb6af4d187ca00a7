"""Dates: numeric in every order, with month names, with and without the year; Iranian solar dates."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind
from campaigns.content.checks.values.solar import from_solar
from campaigns.content.checks.values.sums import exact
from campaigns.content.checks.words import Words

_YEAR_FIRST: Final = re.compile(r"(?<![\d.,])(\d{4})(?:-|/|\. ?)(\d{1,2})(?:-|/|\. ?)(\d{1,2})(?!\d)")
_DAY_FIRST: Final = re.compile(
    r"(?<![\d.,/])(\d{1,2})(\. ?|[/-])(\d{1,2})(?:\. ?|[/-])(\d{4}|\d{2})(?!\d|[./]\d|-\d(?!\d?[./]\d{1,2}[./]))"
)
_WITHOUT_YEAR: Final = re.compile(r"(?<![\d.,/§])(\d{1,2})\. ?(\d{1,2})\.(?![\d])")
#: "31/3 2027", "31/03"; of two digits, so that 1/2 stays a half and 24/7 what it is.
_SLASHED: Final = re.compile(
    r"(?<![\d.,/§])(\d{1,2})/(\d{1,2}) (\d{4})(?!\d)|(?<![\d.,/§])(\d{2})/(\d{2})(?![\d/])"
)
#: "11/2026", "11.2026": a month.
_MONTH_OF_YEAR: Final = re.compile(r"(?<![\d.,/§])(?<!§ )(0?[1-9]|1[0-2])[/.](20\d{2})(?![\d/]|\.\d)")
#: "في 3/6", "el 3/6": a day behind its word; what could be a fraction ("1/3", "2/3", "3/4") is none.
_LED: Final = re.compile(
    r"(?<!\w)(?:في|يوم|بتاريخ|حتي|در|روز|تا|am|vom|zum|on|by|el|al|il|dal|le|du|au|στις|τις|του) "
    r"(?!1/[2-8]\b|2/3\b|3/4\b)(\d{1,2})/(\d{1,2})(?![\d/])"
)
_RANGE: Final = (
    r"(?: ?(?:-|/|bis|to|till|a|al|au|hasta|do|до|по|tot|till|til|и|und|and|et|y|e|ile|εως|تا|الي|حتي) ?"
    r"(?:zum |au )?)"
)
_ORDINAL: Final = r"(?:\.|-?[^\W\d]{1,4}\.?(?= ))?"
#: A Hungarian month with a case ending takes no day: "januártól 13,90 €" is an amount from January.
_BARE: Final = r"(?<!tol)(?<!ban)(?<!ben)(?<!ig)(?<!ra)(?<!re)(?<!val)(?<!vel)"
#: Languages that put the day after the month's name, too.
_MONTH_FIRST: Final = frozenset({"en", "hu", "ar", "fa"})


@dataclass(frozen=True)
class _Day:
    year: int | None
    month: int
    day: int | None

    @property
    def key(self) -> Key:
        return (Kind.DATE, str(self.year or ""), str(self.month), str(self.day or ""))

    @property
    def is_possible(self) -> bool:
        if not 1 <= self.month <= 12:
            return False
        try:
            date(self.year or 2024, self.month, self.day or 1)
        except ValueError:
            return False
        return True


def read_dates(claims: Claims, words: Words) -> None:
    """Dates in digits first, then those with a month's name; a name alone is a soft month."""
    for match in claims.matches(_YEAR_FIRST):
        _add(claims, match, _numeric(int(match[1]), int(match[2]), int(match[3])), {int(match[1])})
    for match in claims.matches(_DAY_FIRST):
        _add(claims, match, _day_first(match, words.code), set())
    for match in claims.matches(_SLASHED):
        first, second, year = match[1] or match[4], match[2] or match[5], match[3]
        _add(claims, match, {_Day(int(year) if year else None, int(second), int(first))}, set())
    for match in claims.matches(_LED):
        if days := _possible({_Day(None, int(match[2]), int(match[1]))}):
            claims.add(Kind.DATE, {day.key for day in days}, match.start(1), match.end(2))
    for match in claims.matches(_MONTH_OF_YEAR):
        _add(claims, match, {_Day(int(match[2]), int(match[1]), None)}, {int(match[2])})
    for match in claims.matches(_WITHOUT_YEAR):
        decimals = {Decimal(f"{match[1]}.{match[2]}"), Decimal(f"{match[1]}.{match[2]:>02}")}
        days = _possible({_Day(None, int(match[2]), int(match[1]))})
        if days:
            claims.add(Kind.DATE, {day.key for day in days}, match.start(), match.end() - 1, numbers=decimals)
    _read_named(claims, words)


def _numeric(year: int, month: int, day: int) -> set[_Day]:
    if 1300 <= year <= 1499:
        return {_Day(one.year, one.month, one.day) for one in from_solar(year, month, day)}
    return {_Day(year, month, day)}


def _day_first(match: re.Match[str], code: str) -> set[_Day]:
    """Day, month, year; month first only where the day could not be a month (as in 7/31/2026)."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if len(match[4]) == 2 else 0
    if second > 12 and match[2] == "/" and code == "en":
        first, second = second, first
    return {_Day(year, second, first)}


def _possible(days: set[_Day]) -> set[_Day]:
    return {day for day in days if day.is_possible}


def _add(claims: Claims, match: re.Match[str], days: set[_Day], numbers: set[int]) -> None:
    if days := _possible(days):
        claims.add(
            Kind.DATE,
            {day.key for day in days},
            match.start(),
            match.end(),
            numbers={Decimal(one) for one in numbers},
        )


def _read_named(claims: Claims, words: Words) -> None:
    for expression in _named_expressions(words):
        for match in claims.matches(expression):
            _add_named(claims, match, words)
    for match in claims.matches(re.compile(words.month)):
        months = _months(match.group(), words, None)
        keys: set[Key] = {(Kind.MONTH, str(day.month)) for day in months}
        is_end = _is_end(claims.text, match, words)
        if is_end:
            keys |= {day.key for day in _last_days(months)}
        # "Mai" is short, and in other languages a verb, but not behind "Ende".
        is_named = is_end or len(match.group()) > 3
        if keys and is_named and exact(match.group(), words.code) is None:
            claims.add(Kind.MONTH, keys, match.start(), match.end(), grade="soft", claim=False)


def _add_named(claims: Claims, match: re.Match[str], words: Words) -> None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    first = int(groups["first"]) if groups.get("first") else None
    day = int(groups["day"]) if groups.get("day") else None
    days = _possible(_months(groups["month"], words, year, day))
    if not days:
        return
    if not day and _is_end(claims.text, match, words):
        days |= _last_days(days)
    numbers = {Decimal(one) for one in (day, year) if one}
    claims.add(Kind.DATE, {one.key for one in days}, match.start(), match.end(), numbers=numbers)
    if first:
        earlier = _possible(_months(groups["month"], words, year, first))
        claims.add(
            Kind.DATE,
            {one.key for one in earlier},
            match.start("first"),
            match.end("first"),
            numbers={Decimal(first)},
        )


def _is_end(text: str, match: re.Match[str], words: Words) -> bool:
    """Whether the end of the month is named: "Ende März 2027", "Mart 2027 sonu"."""
    before = rf"(?:{words.month_end}) (?:[^\W\d]+ ){{0,2}}$"
    behind = rf"^(?:'?[^\W\d]+)? ?(?:{words.month_end})"
    return bool(re.search(before, text[: match.start()]) or re.search(behind, text[match.end() :]))


def _last_days(months: set[_Day]) -> set[_Day]:
    """The last day of these months; both of them for a February of no year."""
    return {
        replace(one, day=monthrange(year, one.month)[1])
        for one in months
        for year in ((one.year,) if one.year else (2023, 2024))
    }


def _months(name: str, words: Words, year: int | None, day: int | None = None) -> set[_Day]:
    """The days a month's name can mean; solar months are counted over, either way where the year is open."""
    found: set[_Day] = set()
    for number, expression in enumerate(words.months, start=1):
        if re.match(expression, name):
            found.add(_Day(year, number, day))
    for number, expression in enumerate(words.solar_months, start=1):
        if re.match(expression, name) and (year is None or year < 1500) and day:
            for one in from_solar(year or 1405, number, day):
                found.add(_Day(one.year if year else None, one.month, one.day))
    return found


@cache
def _named_expressions_of(code: str, month: str, connectors: str) -> tuple[re.Pattern[str], ...]:
    if code in ("ar", "fa"):
        month = rf"(?:{month})(?: ?[/(-] ?(?:{month})\)?)?"
    joint = rf"(?:[ .,-]{{0,2}}(?:{connectors})?[ ]{{0,2}})"
    year = rf"(?:{joint},?[ ]?(?P<year>[12]\d{{3}})(?!\d))?"
    day = rf"(?<![\d.,:])(?:(?P<first>\d{{1,2}}){_ORDINAL}{_RANGE})?(?P<day>\d{{1,2}}){_ORDINAL}"
    found = [rf"{day}{joint}(?P<month>{month}){year}"]
    if code == "en":
        day_after = rf"(?:(?P<first>\d{{1,2}}){_RANGE})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
        found = [rf"(?P<month>{month})\.? {day_after}(?:,? (?P<year>[12]\d{{3}})(?!\d))?", *found]
    elif code == "hu":
        lead = r"(?:(?<!\d)(?P<year>[12]\d{3})(?:\.|-?\w{0,4})? ?)?"
        found = [
            rf"{lead}(?P<month>{month}){_BARE}\.? (?:(?P<first>\d{{1,2}})\.?{_RANGE})?(?P<day>\d{{1,2}})(?!\d|[.,]\d)",
            *found,
        ]
        found.append(rf"(?<!\d)(?P<year>[12]\d{{3}})\.? (?P<month>{month})")
    elif code == "fi":
        found.append(
            rf"(?P<month>{month}) (?P<day>\d{{1,2}})\. (?:p:?n?a|paiva)\w*(?: (?P<year>[12]\d{{3}})(?!\d))?"
        )
    elif code in _MONTH_FIRST:
        found.append(rf"(?P<month>{month}) (?P<day>\d{{1,2}})(?!\d),? (?P<year>[12]\d{{3}})(?!\d)")
    found.append(rf"(?P<month>{month})\.?,?{joint}(?P<year>[12]\d{{3}})(?!\d)")
    return tuple(re.compile(one) for one in found)


def _named_expressions(words: Words) -> tuple[re.Pattern[str], ...]:
    return _named_expressions_of(words.code, words.month, words.connectors)
