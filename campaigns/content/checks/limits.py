"""Limits that were turned round: "at most 3 months" is not "mindestens 3 Monate", "from 1 July" not "bis 1. Juli".

Nothing is said where a value has no such word, or two that disagree, or one that a "not" before it turns, nor where one
clause negates and the other does not: "nicht mehr als 20 Stunden arbeiten" and "may not work more than 20 hours" say
the same.
"""

from __future__ import annotations

from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.limit_words import Limit, read_limits

TURNED: Final = "The source says “{source}”; here stands “{target}”: the limit is turned round."


def compare_limits(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for every value that both texts name as a limit, one as the upper end and one as the lower."""
    mine, theirs = read_limits(source, source_language), read_limits(target, target_language)
    findings: list[Finding] = []
    for one in mine:
        same = [other for other in mine if other.value.keys & one.value.keys]
        twins = [other for other in theirs if other.value.keys & one.value.keys] or _in_words(one, theirs)
        turned = _turned(same, twins)
        if turned and one is same[0]:
            findings.append(_finding(*turned))
    return findings


def limits_kept(source: str, target: str, *, source_language: str, target_language: str) -> list[Limit]:
    """The source's limits that the translation names on the same side: "bis zu 20 Stunden", "up to 20"."""
    theirs = read_limits(target, target_language)
    return [
        one
        for one in read_limits(source, source_language)
        if one.is_upper is not None
        and any(other.is_upper is one.is_upper and other.value.keys & one.value.keys for other in theirs)
    ]


def _in_words(one: Limit, theirs: list[Limit]) -> list[Limit]:
    """The only mention of its number in another unit: "drei Kaltmieten", "three months' rent"."""
    numbers = one.value.numbers
    if one.value.grade == "hard" or not numbers:
        return []
    twins = [other for other in theirs if other.value.numbers & numbers]
    return [
        other
        for other in twins
        if not any(other.value.overlaps(more.value) for more in twins if more is not other)
    ]


def _turned(mine: list[Limit], theirs: list[Limit]) -> tuple[Limit, Limit] | None:
    """The first two that disagree; None where a mention is no limit, or as many are on each side in both texts."""
    told = [*mine, *theirs]
    if (
        not theirs
        or any(one.is_upper is None for one in told)
        or len({(one.is_negated, one.is_turned) for one in told}) > 1
    ):
        return None
    if len(mine) == len(theirs) and sorted(_sides(mine)) == sorted(_sides(theirs)):
        return None
    if len(mine) != len(theirs) and set(_sides(mine)) & set(_sides(theirs)):
        return None
    pairs = ((a, b) for a in mine for b in theirs if a.is_upper is not b.is_upper)
    return next(pairs, None)


def _sides(limits: list[Limit]) -> list[bool]:
    return [bool(one.is_upper) for one in limits]


def _finding(here: Limit, there: Limit) -> Finding:
    return Finding(
        check="limit",
        severity=Severity.WARNING if here.is_negated else Severity.ERROR,
        message=TURNED,
        values={"source": here.written, "target": there.written},
        place=Place("", there.start, there.end),
        source_value=here.written,
        target_value=there.written,
    )
