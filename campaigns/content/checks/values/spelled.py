"""Numbers in words: "drei", "fünfundzwanzig", "двадцать пять", "quatre-vingt-dix", "خمسة وعشرون"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Grade, Key, Kind, plain
from campaigns.content.checks.values.measures import duration_key
from campaigns.content.checks.words import Words, words_of

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_AND: Final = frozenset({"und", "and", "en", "et", "y", "e", "si", "και", "و", "i", "и", "och", "es"})
#: Languages that write a number in one word.
_IN_ONE_PIECE: Final = frozenset({"de", "nl", "sv", "fi", "it", "hu", "hr", "es", "tr"})
_GLUE: Final = {"de": "und", "nl": "en"}


@lru_cache(maxsize=8192)
def _exact(token: str, code: str) -> int | None:
    """The value of a number word; None for every other word."""
    words = words_of(code)
    assert words is not None
    token = (
        re.sub(r"^(?:وال|ال|و|ب|ل|ف)(?=\w{3})", "", token)
        if code == "ar" and token not in words.numbers
        else token
    )
    if token in words.numbers:
        return words.numbers[token]
    for entry, value in words.numbers.items():
        if entry.endswith("*") and token.startswith(entry[:-1]):
            return value
    return _in_pieces(token, code) if code in _IN_ONE_PIECE else None


def _in_pieces(token: str, code: str) -> int | None:
    """The value of several number words written as one."""
    words = words_of(code)
    assert words is not None
    values: list[int] = []
    rest, glue = token, _GLUE.get(code, "")
    extra = (
        {"ein": 1}
        if code == "de"
        else {"een": 1}
        if code == "nl"
        else {"en": 1, "ett": 1}
        if code == "sv"
        else {}
    )
    known = {word: value for word, value in words.numbers.items() if not word.endswith("*")} | extra
    if code in ("it", "hu", "es", "fi"):
        known |= (
            {"uno": 1, "tre": 3, "sei": 6, "sette": 7, "nove": 9, "egy": 1, "hat": 6, "het": 7}
            if code != "fi"
            else {"yksi": 1}
        )
    while rest:
        piece = max((word for word in known if rest.startswith(word)), key=len, default="")
        if not piece:
            if values and glue and rest.startswith(glue):
                rest = rest[len(glue) :]
                continue
            return None
        values.append(known[piece])
        rest = rest[len(piece) :]
    return _sum(values) if len(values) > 1 else None


def _sum(values: list[int]) -> int:
    total = current = 0
    for value in values:
        if value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            total, current = total + max(current, 1) * value, 0
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    return total + current


def _goes_on(values: list[int], value: int, code: str, joined: bool) -> bool:
    """Whether this number word continues the number before it ("twenty five"), or begins a new one."""
    current = _sum(values)
    last = values[-1]
    if code == "tr" and value < 10 <= last < 100:
        return True
    if value >= 100 and value != last:
        return last < 100 or value > last
    if code == "fr" and value == 20 and last == 4:
        return True
    if code == "fr" and current % 100 in (60, 80) and 10 <= value < 20:
        return True
    if code == "fr" and last == 10 and 7 <= value <= 9:
        return True
    if code in ("ar", "fa") and joined and last < 10 <= value < 100:
        return code == "ar"
    if code == "ar" and value == 10 and last < 10:
        return True
    if last >= 100:
        return value < 100
    return last % 10 == 0 and last >= 20 and value < 10


def value_of(written: str, words: Words) -> int | None:
    """The value of one number word, of a scale ("тыс.") or of a word that stands for it."""
    token = written.strip().lower()
    value = _exact(token, words.code)
    if value is not None:
        return value
    return next((value for expression, value in reversed(words.also) if expression.fullmatch(token)), None)


def read_spelled(claims: Claims, words: Words) -> None:
    """Number words (soft), the periods that have a name (soft), ordinals and articles (weak)."""
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
                grade="weak",
                claim=False,
            )
    for match in re.finditer(words.half, claims.text):
        half = {Decimal("0.5")}
        claims.add(
            Kind.NUMBER, {(Kind.NUMBER, "0.5")}, *match.span(), numbers=half, grade="weak", claim=False
        )
    for run in _runs(claims, words):
        _add_run(claims, run, words)
    for expression, value in words.also:
        for match in expression.finditer(claims.text):
            if claims.free(match.start(), match.end()):
                _add(claims, match.start(), match.end(), value, words, "weak")


_Run = list[tuple[int, int, int]]


def _runs(claims: Claims, words: Words) -> list[_Run]:
    runs: list[_Run] = []
    gap_from, joined = -1, False
    for match in claims.matches(_TOKEN):
        token = match.group()
        value = _exact(token, words.code)
        near = bool(runs) and gap_from >= 0 and not claims.text[gap_from : match.start()].strip(" -")
        if value is None:
            if near and token in _AND:
                gap_from, joined = match.end(), True
            else:
                gap_from, joined = -1, False
            continue
        joined = joined or (words.code == "ar" and token.startswith("و"))
        so_far = [one for _, _, one in runs[-1]] if runs else []
        if near and _goes_on(so_far, value, words.code, joined):
            runs[-1].append((match.start(), match.end(), value))
        else:
            runs.append([(match.start(), match.end(), value)])
        gap_from, joined = match.end(), False
    return runs


def _add_run(claims: Claims, run: _Run, words: Words) -> None:
    start, end = run[0][0], run[-1][1]
    _add(claims, start, end, _sum([value for _, _, value in run]), words, "soft")
    if len(run) > 1:
        for first, last, value in run:
            _add(claims, first, last, value, words, "weak")


def _add(claims: Claims, start: int, end: int, value: int, words: Words, grade: Grade) -> None:
    count = Decimal(value)
    keys: set[Key] = {(Kind.NUMBER, plain(count))}
    kind, unit, stop = Kind.NUMBER, "", end
    for name, expression in words.units.items():
        if match := re.compile(rf"[ -]{{0,2}}{expression}").match(claims.text, end):
            kind, unit, stop = Kind.DURATION, name, match.end()
            keys = {duration_key(count, name)}
            break
    claims.add(kind, keys, start, stop, numbers={count}, unit=unit, grade=grade, claim=False)
