"""Times of day: 14:30, 14.30 Uhr, 14h30, 2.30 p.m., klo 14.30, الساعة 2 مساءً."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind
from campaigns.content.checks.words import Words, words_of

_NOON: Final = 12
_LAST_OF_NIGHT: Final = 6
#: Languages that say "in the afternoon" before the hour, too.
_HALF_FIRST: Final = frozenset({"hu", "tr", "fa"})


def read_times(claims: Claims, words: Words) -> None:
    """Times as minutes of the day; the half of the day counts where it is told. Noon and midnight are weak."""
    told_first = words.code in _HALF_FIRST
    for expression in _expressions_of(words.code, told_first):
        for match in claims.matches(expression):
            _add(claims, match, words)
    for name, minutes in ((words.midnight, ("0", "1440")), (words.noon, ("720",))):
        for match in re.finditer(name, claims.text):
            keys: set[Key] = {(Kind.TIME, one) for one in minutes}
            claims.add(Kind.TIME, keys, *match.span(), grade="weak", claim=False)


def _add(claims: Claims, match: re.Match[str], words: Words) -> None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59 or _is_count(match, hour):
        return
    numbers = {Decimal(f"{hour}.{minute:02d}")} if match["minute"] else {Decimal(hour)}
    keys: set[Key] = {(Kind.TIME, str(moment)) for moment in _moments(hour, minute, match)}
    if not match["half"] and hour < 12 and re.compile(_until(words.pm)).match(claims.text, match.end()):
        keys.add((Kind.TIME, str((hour + 12) * 60 + minute)))
    if not match["minute"] and re.search(words.units["hour"] + r"$", match.group().strip()):
        keys.add((Kind.DURATION, "minute", str(hour * 60)))
    if match["half"] and not match["minute"] and re.fullmatch(words.units["day"], match["half"].strip()):
        keys.add((Kind.DURATION, "minute", str(hour * 24 * 60)))
    end = max(match.end("hour"), match.end("minute"), match.end("half") if match["half"] else 0)
    claims.add(Kind.TIME, keys, match.start("hour"), end, numbers=numbers)


def _is_count(match: re.Match[str], hour: int) -> bool:
    """Whether a bare number is no hour of that half of the day: "22 дня" are 22 days."""
    bare = match.start() == match.start("hour") and match.end("hour") == match.start("half")
    return bool(bare and match["pm"] and hour > _NOON)


def _moments(hour: int, minute: int, match: re.Match[str]) -> set[int]:
    """Minutes of the day. At night are the hours from seven in the evening up to six in the morning."""
    if match["night"]:
        if hour == _NOON:
            return {minute, 24 * 60 + minute} if minute == 0 else {minute}
        return {(hour + 12 if _LAST_OF_NIGHT < hour < _NOON else hour % 24) * 60 + minute}
    if match["pm"]:
        return {(hour % 12 + 12) * 60 + minute, *({hour * 60 + minute} if hour == 12 else ())}
    if match["am"]:
        return {(hour % 12) * 60 + minute} | ({hour * 60 + minute} if hour > 12 else set())
    return {hour % 24 * 60 + minute}


def _until(pm: str) -> str:
    """The end of a range that tells the half of the day for both its ends: "6.30 to 8 pm"."""
    return rf"[ ]?(?:-|[^\W\d]{{1,4}})[ ]?\d{{1,2}}(?:[.:]\d{{2}})?[ ]?(?:{pm})"


@cache
def _expressions_of(code: str, told_first: bool) -> tuple[re.Pattern[str], ...]:
    words = words_of(code)
    assert words is not None
    before, after, pm = words.clock_before, words.clock_after, words.pm
    half = rf"(?P<half>[ ]?(?:(?P<am>{words.am})|(?P<pm>{pm})|(?P<night>{words.night})))"
    hour, minute = r"(?<![\d.,:])(?P<hour>\d{1,2})", r"(?P<minute>\d{2})(?!\d)"
    first = re.compile(
        rf"{half}[ ](?:(?:{before})[ ])?{hour}(?:[.:]{minute})?(?![.,]?\d)(?:[ ]?(?:{after}))?"
    )
    return (
        *((first,) if told_first else ()),
        re.compile(rf"{hour}(?: ?: ?|(?: ?h ?)){minute}(?:[ ]?(?:{after}))?{half}?"),
        re.compile(rf"(?:{before})[.: ]*{hour}(?:[.:]{minute})?(?![.,]?\d){half}?"),
        re.compile(rf"{hour}(?:[.]{minute})?[ ]?(?:{after})\.?(?![.,]?\d){half}?"),
        re.compile(rf"{hour}(?:[.:]{minute})?{half}"),
        re.compile(rf"{hour}(?:[.:]{minute})?(?={_until(pm)}){half}?"),
    )
