"""Numbers in words: "drei", "fünfundzwanzig", "двадцать пять", "quatre-vingt-dix", "خمسة وعشرون"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Grade, Key, Kind, plain
from campaigns.content.checks.values.measures import WHICH, duration_key
from campaigns.content.checks.values.spoken_times import spoken_moments
from campaigns.content.checks.values.sums import exact, goes_on, is_double, is_one, is_spelled_so, total
from campaigns.content.checks.words import Words, words_of

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
#: The ending of a number in digits is no word of its own ("67%-ot", "2027-ben").
_ENDING: Final = re.compile(r"[\d%€]-$")
#: Periods that mean nothing else: two weeks in Arabic are one word, three quarters of an hour are none of their
#: words. Half a year may be a semester, and a quarter a term.
_PLAIN: Final = frozenset(
    (Decimal(count), unit)
    for count, unit in (
        *((45, "minute"), (30, "minute"), (90, "minute"), (18, "month"), (12, "hour"), (36, "hour")),
        *((2, unit) for unit in ("minute", "hour", "day", "week", "month", "year")),
    )
)
_LAST_HOUR: Final = 24
#: The unit of an ordinal that counts days of the week: "am ersten Montag".
WEEKDAY: Final = "weekday"
#: Languages whose number words with a second meaning have only one before a unit in the same word ("hatnapos").
_PLAIN_IN_COMPOUNDS: Final = frozenset({"de", "nl", "sv", "hu"})
_SHORTEST_STEM: Final = 3
#: "Treizeci de mii": what Romanian puts between a number and thousands.
_OF_MANY: Final = {"ro": "de"}
AND: Final = frozenset({"und", "and", "en", "et", "y", "e", "si", "και", "و", "i", "и", "och", "es"})


def read_spelled(claims: Claims, words: Words) -> None:
    """Number words and the dual of a period (soft), other periods with a name, ordinals, articles (weak)."""
    for expression, count, unit in words.periods:
        for match in expression.finditer(claims.text):
            key = duration_key(count, unit)
            claims.add(
                Kind.DURATION,
                {key},
                match.start(),
                match.end(),
                numbers={count},
                unit=unit,
                grade="soft" if (count, unit) in _PLAIN else "weak",
                claim=False,
            )
    for match in re.finditer(words.half, claims.text):
        half = {Decimal("0.5")}
        claims.add(
            Kind.NUMBER, {(Kind.NUMBER, "0.5")}, *match.span(), numbers=half, grade="weak", claim=False
        )
    for run in _runs(claims, words):
        _add_run(claims, run, words)
    for match in claims.matches(_TOKEN):
        if compound := _compound(match.group(), words.code):
            _add_compound(claims, match, *compound)
    for expression, value in words.also:
        for match in expression.finditer(claims.text):
            if claims.free(match.start(), match.end()):
                _add(claims, match.start(), match.end(), value, words, "weak")


@lru_cache(maxsize=8192)
def _compound(token: str, code: str) -> tuple[int, str] | None:
    """Number and unit of one word ("dreimonatig", "двухлетний"); without a unit where a half follows."""
    words = words_of(code)
    assert words is not None
    if exact(token, code) is not None:
        return None
    stems = [stem for stem in words.stems if token.startswith(stem)]
    for stem in sorted(stems, key=len, reverse=True):
        rest = token[len(stem) :]
        is_double = stem in words.double
        if is_double and (code not in _PLAIN_IN_COMPOUNDS or len(stem) < _SHORTEST_STEM):
            continue
        for unit, expression in words.units.items():
            if len(rest) > 1 and re.fullmatch(expression, rest):
                return words.stems[stem], unit
        if rest and not is_double and re.fullmatch(words.half, rest):
            return words.stems[stem], ""
    return None


def _add_compound(claims: Claims, match: re.Match[str], value: int, unit: str) -> None:
    count = Decimal(value)
    at: tuple[int, int] = match.span()
    if unit:
        key = duration_key(count, unit)
        claims.add(Kind.DURATION, {key}, *at, numbers={count}, unit=unit, grade="soft", claim=False)
    else:
        claims.add(
            Kind.NUMBER, {(Kind.NUMBER, plain(count))}, *at, numbers={count}, grade="weak", claim=False
        )


_Run = list[tuple[int, int, int]]


def _runs(claims: Claims, words: Words) -> list[_Run]:
    """Number words that make one number. A lone "one" makes none: it is an article as well."""
    runs: list[_Run] = []
    gap_from, joined = -1, False
    for match in claims.matches(_TOKEN):
        token = match.group()
        value = 1 if is_one(token, words) else exact(token, words.code)
        if value and not _is_word(claims, match, words):
            value = None
        near = bool(runs) and gap_from >= 0 and _is_near(claims.text[gap_from : match.start()], runs[-1])
        if value is None:
            if near and (token in AND or token == _OF_MANY.get(words.code)):
                gap_from, joined = match.end(), True
            else:
                gap_from, joined = -1, False
            continue
        joined = joined or (words.code == "ar" and token.startswith("و"))
        so_far = [one for _, _, one in runs[-1]] if runs else []
        if near and goes_on(so_far, value, words.code, joined):
            runs[-1].append((match.start(), match.end(), value))
        else:
            runs.append([(match.start(), match.end(), value)])
        gap_from, joined = match.end(), False
    return [run for run in runs if len(run) > 1 or run[0][2] != 1]


def _is_word(claims: Claims, match: re.Match[str], words: Words) -> bool:
    if _ENDING.search(claims.text[max(0, match.start() - 2) : match.start()]):
        return False
    return is_spelled_so(claims.folded.written(*match.span()), match.group(), words)


def _is_near(gap: str, run: _Run) -> bool:
    """Whether only a space or hyphen lies between; after a thousand also a comma ("twelve thousand, five")."""
    return not gap.strip(" -," if run[-1][2] >= 1000 else " -")


def _add_run(claims: Claims, run: _Run, words: Words) -> None:
    start, end = run[0][0], run[-1][1]
    if at := _percent_around(claims.text, start, end, words):
        share = Decimal(total([value for _, _, value in run], words.code))
        claims.add(
            Kind.PERCENT,
            {(Kind.PERCENT, plain(share))},
            *at,
            numbers={share},
            unit="percent",
            grade="soft",
            claim=False,
        )
        return
    is_doubtful = len(run) == 1 and is_double(claims.text[start:end], words)
    value = total([value for _, _, value in run], words.code)
    is_counted = any(re.match(rf"[ -]{{0,2}}{unit}", claims.text[end:]) for unit in words.units.values())
    _add(claims, start, end, value, words, "weak" if is_doubtful and not is_counted else "soft")
    if len(run) > 1:
        for first, last, value in run:
            _add(claims, first, last, value, words, "weak")


def _percent_around(text: str, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """Where a number in words stands with its percent: "sechzig Prozent", and Turkish "yüzde altmış"."""
    if match := re.compile(rf"[ -]{{1,2}}(?:de )?{words.percent}").match(text, end):
        return start, match.end()
    if words.code == "tr" and (lead := re.search(rf"{words.percent} ?$", text[:start])):
        return lead.start(), end
    return None


def _add(claims: Claims, start: int, end: int, value: int, words: Words, grade: Grade) -> None:
    count = Decimal(value)
    keys: set[Key] = {(Kind.NUMBER, plain(count))}
    kind, unit, stop = Kind.NUMBER, "", end
    which = WHICH if value > 1 else ""
    for name, expression in words.units.items():
        if match := re.compile(rf"[ '-]{{0,2}}(?:{which})?{expression}").match(claims.text, end):
            kind, unit, stop = Kind.DURATION, name, match.end()
            keys = {duration_key(count, name)}
            if name == "hour" and value <= _LAST_HOUR and re.search(rf"{words.clock_after}$", match.group()):
                keys |= {(Kind.TIME, str(moment)) for moment in spoken_moments(value, 0)}
            break
    if not unit and grade == "weak" and _is_before_weekday(claims.text, end, words):
        unit = WEEKDAY
    claims.add(kind, keys, start, stop, numbers={count}, unit=unit, grade=grade, claim=False)


def _is_before_weekday(text: str, end: int, words: Words) -> bool:
    """Whether a day of the week follows: "am ersten Montag"."""
    return any(re.compile(rf" ?{day.pattern}").match(text, end) for day in words.weekdays)
