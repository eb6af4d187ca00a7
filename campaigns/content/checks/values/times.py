"""Times of day: 14:30, 14.30 Uhr, 14h30, 2.30 p.m., klo 14.30, الساعة 2 مساءً."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind
from campaigns.content.checks.words import Words


def read_times(claims: Claims, words: Words) -> None:
    """Times as minutes of the day; the half of the day counts where it is told."""
    for expression in _expressions_of(words.clock_before, words.clock_after, words.am, words.pm):
        for match in claims.matches(expression):
            _add(claims, match, words)


def _add(claims: Claims, match: re.Match[str], words: Words) -> None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return
    numbers = {Decimal(f"{hour}.{minute:02d}")} if match["minute"] else {Decimal(hour)}
    keys: set[Key] = {(Kind.TIME, str(moment)) for moment in _moments(hour, minute, match)}
    if not match["minute"] and re.search(words.units["hour"] + r"$", match.group().strip()):
        keys.add((Kind.DURATION, "minute", str(hour * 60)))
    end = max(match.end("hour"), match.end("minute"), match.end("half") if match["half"] else 0)
    claims.add(Kind.TIME, keys, match.start("hour"), end, numbers=numbers)


def _moments(hour: int, minute: int, match: re.Match[str]) -> set[int]:
    if match["pm"]:
        return {(hour % 12 + 12) * 60 + minute, *({hour * 60 + minute} if hour == 12 else ())}
    if match["am"]:
        return {(hour % 12) * 60 + minute} | ({hour * 60 + minute} if hour > 12 else set())
    return {hour % 24 * 60 + minute}


@cache
def _expressions_of(before: str, after: str, am: str, pm: str) -> tuple[re.Pattern[str], ...]:
    half = rf"(?P<half>[ ]?(?:(?P<am>{am})|(?P<pm>{pm})))"
    hour, minute = r"(?<![\d.,:])(?P<hour>\d{1,2})", r"(?P<minute>\d{2})(?!\d)"
    return (
        re.compile(rf"{hour}(?: ?: ?|(?: ?h ?)){minute}(?:[ ]?(?:{after}))?{half}?"),
        re.compile(rf"(?:{before})[: ]*{hour}(?:[.:]{minute})?(?![.,]?\d){half}?"),
        re.compile(rf"{hour}(?:[.]{minute})?[ ]?(?:{after})\.?(?![.,]?\d){half}?"),
        re.compile(rf"{hour}(?:[.:]{minute})?{half}"),
    )
