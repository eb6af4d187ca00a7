"""Amounts, percentages, durations and plain numbers written in digits."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind, plain
from campaigns.content.checks.values.numerals import NUMBER, readings
from campaigns.content.checks.values.sums import value_of
from campaigns.content.checks.words import Words

#: Signs and codes of currencies beside the word for euro and cent that each language has.
_CURRENCIES: Final = {
    "EUR": r"€|(?<![a-z])eur(?![a-z])",
    "USD": r"(?:us ?)?\$|(?<![a-z])usd(?![a-z])|(?:us-)?doll?[ao]r\w*|дол[лa]?ар\w*|δολαρι\w*|دولار\w*|دلار",
    "GBP": r"£|(?<![a-z])gbp(?![a-z])|pounds?|pfund sterling|фунт\w*|funt\w*|e?sterlin\w*|پوند",
    "UAH": r"₴|(?<![a-z])uah(?![a-z])",
    "RUB": r"₽|(?<![a-z])rub(?![a-z])",
    "TRY": r"₺",
    "PLN": r"(?<!\w)(?:zl|pln)(?!\w)",
    "CHF": r"(?<!\w)chf(?!\w)",
}
#: The power in m2 and km2 is no value; beside "m²" it would be one.
_SQUARED: Final = re.compile(r"(?<=\b[kc]m|.\bm|\bкм|.\bм)[23]\b")
#: "2.5m people", "€30k": in English perhaps a scale, perhaps metres or a size; both are read.
_SHORT_SCALE: Final = re.compile(r"[mk](?!\w)")
_SHORT_SCALES: Final = {"m": 1_000_000, "k": 1_000}
#: "۱۴/۶۰ یورو": Persian writes the decimal sign as a slash; what follows tells it from a fraction or a day.
_SLASHED: Final = re.compile(r"(?<![\d/.,])(\d+)/(\d{1,2})(?![\d/.,])")
#: What stands in "24 hours of 24".
_OF: Final = r"(?:/|sur|su|de|din|az|από|po)"
_ALWAYS: Final = re.compile(r"(?<![\d.,/])24 ?/ ?7(?![\d.,]?\d|/)")
#: What Romance languages and Greek put between a number and its unit: "los tres primeros años", "τα 3 πρώτα χρόνια".
WHICH: Final = (
    r"(?:primer|premier|prim|ultim|dernier|proxim|prochain|prossim|πρωτ|τελευται|επομεν|first|last|next"
    r"|перв|последн|перш|останн|pierwsz|ostatni|първ|prv|zadnj|ilk|son|elso|utolso)\w* "
)
#: What follows an amount that is paid for a time: "8 Euro 50 im Monat". "8 Euro 50 Minuten" is no such amount.
_PAID_FOR: Final = r"[ ](?:im|pro|je|in|per|a|par|al|na|za|w|в|на|за)\b"
#: "500:aa euroa", "14,60:een euroon": Finnish puts the case of a number behind a colon.
_CASE_BEHIND_COLON: Final = r"(?::[^\W\d]{1,4})?"
_DURATION_BASE: Final = {
    "minute": ("minute", 1),
    "hour": ("minute", 60),
    "day": ("minute", 1440),
    "week": ("minute", 10080),
    "month": ("month", 1),
    "year": ("month", 12),
}


def duration_key(count: Decimal, unit: str) -> Key:
    """A length of time in the unit it can be compared in: 2 weeks are 14 days, a year is not 365."""
    base, factor = _DURATION_BASE[unit]
    return (Kind.DURATION, base, plain(count * factor))


def read_measures(claims: Claims, words: Words) -> None:
    """Every number in digits that is still free, with the unit beside it."""
    for match in claims.matches(_SQUARED):
        claims.take(match.start(), match.end())
    number, unit_after = re.compile(NUMBER), _units_after(words)
    for match in claims.matches(_cents_after(words.euro, words.cent)):
        worth = Decimal(f"{match[1]}.{match['cents']:>02}")
        claims.add(
            Kind.AMOUNT, {(Kind.AMOUNT, "EUR", plain(worth))}, *match.span(), numbers={worth}, unit="EUR"
        )
    if words.code == "fa":
        for match in claims.matches(_SLASHED):
            _add_slashed(claims, match, unit_after)
    for match in claims.matches(number):
        _add(claims, match, words, unit_after)


def read_whole_days(claims: Claims, words: Words) -> None:
    """ "24 heures sur 24", "7 jours sur 7", "24 h/24", "24/7": always; a twin of "rund um die Uhr", nothing more."""
    for unit, count in (("hour", 24), ("day", 7)):
        named = rf"(?:{words.units[unit]}|[hj](?!\w))"
        for match in claims.matches(re.compile(rf"(?<!\d){count} ?(?:de )?{named}\.? ?{_OF} ?{count}(?!\d)")):
            _add_always(claims, match, unit, count)
    for match in claims.matches(_ALWAYS):
        _add_always(claims, match, "day", 7, claim=False)
        _add_always(claims, match, "hour", 24)


def _add_always(claims: Claims, match: re.Match[str], unit: str, count: int, *, claim: bool = True) -> None:
    whole = Decimal(count)
    key = duration_key(whole, unit)
    claims.add(Kind.DURATION, {key}, *match.span(), numbers={whole}, unit=unit, grade="weak", claim=claim)


def _add(claims: Claims, match: re.Match[str], words: Words, after: re.Pattern[str]) -> None:
    numbers, end = readings(match.group()), match.end()
    scale = _scale_expression(words).match(claims.text, end)
    if scale and claims.free(scale.start(), scale.end()):
        factor = _scale_value(scale.group(1), words)
        numbers, end = frozenset(one * factor for one in numbers), scale.end()
    elif words.code == "en" and (short := _SHORT_SCALE.match(claims.text, end)):
        numbers |= {one * _SHORT_SCALES[short.group()] for one in numbers}
    unit, beside = _unit_beside(claims, match.start(), end, after)
    kind, keys = _keyed(numbers, unit)
    start, stop = min(match.start(), beside[0]), max(end, beside[1])
    claims.add(kind, keys, start, stop, numbers=numbers, unit=unit)


def _add_slashed(claims: Claims, match: re.Match[str], after: re.Pattern[str]) -> None:
    unit, beside = _unit_beside(claims, *match.span(), after)
    kind, keys = _keyed(frozenset({worth := Decimal(f"{match[1]}.{match[2]}")}), unit)
    if kind in (Kind.AMOUNT, Kind.PERCENT):
        at = min(match.start(), beside[0]), max(match.end(), beside[1])
        claims.add(kind, keys, *at, numbers={worth}, unit=unit)


def _unit_beside(claims: Claims, start: int, end: int, after: re.Pattern[str]) -> tuple[str, tuple[int, int]]:
    """The unit after the number, else the sign before it, and where it stands."""
    match = after.match(claims.text, end)
    if match and claims.free(match.start(), match.end()):
        return next(name for name, value in match.groupdict().items() if value), match.span()
    for name, expression in _BEFORE.items():
        window = max(0, start - 10)
        if (sign := expression.search(claims.text[window:start])) and claims.free(
            window + sign.start(), start
        ):
            return name, (window + sign.start(), start)
    return "", (start, end)


def _keyed(numbers: frozenset[Decimal], unit: str) -> tuple[Kind, set[Key]]:
    if unit == "percent":
        return Kind.PERCENT, {(Kind.PERCENT, plain(one)) for one in numbers}
    if unit == "cent":
        return Kind.AMOUNT, {(Kind.AMOUNT, "EUR", plain(one / 100)) for one in numbers}
    if unit in _CURRENCIES:
        return Kind.AMOUNT, {(Kind.AMOUNT, unit, plain(one)) for one in numbers}
    if unit:
        return Kind.DURATION, {duration_key(one, unit) for one in numbers}
    return Kind.NUMBER, {(Kind.NUMBER, plain(one)) for one in numbers}


@cache
def _units_after_of(
    code: str, percent: str, euro: str, cent: str, units: tuple[tuple[str, str], ...]
) -> re.Pattern[str]:
    parts = [rf"(?P<percent>%|{percent})", rf"(?P<EUR>{_CURRENCIES['EUR']}|{euro})"]
    parts += [rf"(?P<{name}>{sign})" for name, sign in _CURRENCIES.items() if name != "EUR"]
    parts.append(rf"(?P<cent>{cent}|¢)")
    parts += [rf"(?:{WHICH})?(?P<{unit}>{expression})" for unit, expression in units]
    case = _CASE_BEHIND_COLON if code == "fi" else ""
    return re.compile(rf"{case}[ ]{{0,2}}(?:-[ ]?)?(?:de |di |d'|od )?(?:{'|'.join(parts)})")


def _units_after(words: Words) -> re.Pattern[str]:
    return _units_after_of(words.code, words.percent, words.euro, words.cent, tuple(words.units.items()))


_BEFORE: Final = {
    "percent": re.compile(r"(?:%|yuzde|percent|في المئه|بالمئه)[ ]?$"),
    **{name: re.compile(rf"(?:{sign})[ ]?$") for name, sign in _CURRENCIES.items()},
}


@cache
def _cents_after(euro: str, cent: str) -> re.Pattern[str]:
    """ "14 Euro 60", "14 евро 60 центов", "14 € et 60 centimes"."""
    unit = rf"(?:{_CURRENCIES['EUR']}|{euro})"
    return re.compile(
        rf"(?<![\d.,])(\d{{1,3}})[ ]?{unit},?[ ](?P<joint>[^\W\d]{{1,3}}[ ]|و ?)?(?P<cents>\d{{1,2}})"
        rf"(?:[ ]?(?:{cent}|¢)|(?=[.;!?)]|$)|(?(joint)(?!)|(?={_PAID_FOR})))"
    )


@cache
def _scale_pattern(scales: str) -> re.Pattern[str]:
    return re.compile(rf"[ ]?(?:de )?({scales})\.?")


def _scale_expression(words: Words) -> re.Pattern[str]:
    return _scale_pattern(words.scales)


def _scale_value(written: str, words: Words) -> int:
    return value_of(written, words) or 1
