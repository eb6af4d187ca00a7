"""Times in words: "halb sieben", "quarter past six", "половина седьмого", "السادسة والنصف", "sei e mezza"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind, plain
from campaigns.content.checks.words import Words, words_of

#: How far behind an hour its half of the day is told, in characters.
_REACH: Final = 16
_HALF_A_DAY: Final = 12
_LAST_HOUR: Final = 24


def read_spoken_times(claims: Claims, words: Words) -> None:
    """Times said with an hour and a part of it, or with a word that makes a number an hour.

    Nobody says in which half of the day "half past six" is: both are read. What could be a plain number as well
    ("sechseinhalb") can still be the twin of one. A Greek half past one is one word ("μιάμιση"), its minutes are
    counted from midnight.
    """
    for expression, minutes in words.spoken_clock:
        for match in claims.matches(expression):
            written = next((value for value in match.groupdict().values() if value), "")
            hour = _hour_of(written, words) if written else 0
            in_digits = written[:1].isdigit()
            if hour is None or (in_digits and minutes == 0) or _is_counted(claims, match.end(), words):
                continue
            _add(claims, match, words, hour, minutes, is_hard=in_digits)
    for hour, pattern in enumerate(words.hours_alone, start=1):
        for match in claims.matches(re.compile(pattern)):
            _add(claims, match, words, hour, 0, is_hard=False)


def _hour_of(written: str, words: Words) -> int | None:
    if written[0].isdigit():
        hour = int(written.partition("'")[0])
        return hour if hour <= _LAST_HOUR else None
    # The longest word wins: "ثانية عشرة" is twelve, "ثانية" two.
    for hour in range(len(words.hours), 0, -1):
        if re.fullmatch(words.hours[hour - 1], written):
            return hour
    return None


@cache
def _counted(code: str) -> re.Pattern[str]:
    words = words_of(code)
    assert words is not None
    units = "|".join((*words.units.values(), words.percent, words.euro, words.cent, words.scales))
    return re.compile(rf"[ -]{{0,2}}(?:%|€|{units})")


def _is_counted(claims: Claims, end: int, words: Words) -> bool:
    """Whether something is counted here ("six and a half per cent"): that is no time."""
    return bool(_counted(words.code).match(claims.text, end))


def _add(
    claims: Claims, match: re.Match[str], words: Words, hour: int, minutes: int, *, is_hard: bool
) -> None:
    moments = _told(spoken_moments(hour, minutes), claims.text[match.start() : match.end() + _REACH], words)
    keys: set[Key] = {(Kind.TIME, str(moment)) for moment in moments}
    numbers = {Decimal(f"{moment // 60}.{moment % 60:02d}") for moment in moments}
    if minutes == 0:
        keys.add((Kind.NUMBER, str(hour)))
    if minutes == 30:
        keys |= {(Kind.NUMBER, plain(Decimal(f"{hour}.5"))), (Kind.DURATION, "minute", str(hour * 60 + 30))}
        numbers.add(Decimal(f"{hour}.5"))
    claims.add(Kind.TIME, keys, *match.span(), numbers=numbers, grade="hard" if is_hard else "soft")


def _told(moments: set[int], told: str, words: Words) -> set[int]:
    """Without the evening where the morning is told with the hour: "الثامنة صباحًا", "ósma rano"."""
    if re.search(rf"^\S+(?: \S+){{0,2}}? ?(?:{words.am})", told):
        return {one for one in moments if one < _HALF_A_DAY * 60} or moments
    return moments


def spoken_moments(hour: int, minutes: int) -> set[int]:
    """Minutes of the day, in both halves of it unless the hour is past noon."""
    moment = (hour * 60 + minutes) % (24 * 60)
    other = (moment + _HALF_A_DAY * 60) % (24 * 60)
    return {moment} if hour > _HALF_A_DAY else {moment, other}
