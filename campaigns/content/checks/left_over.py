"""What remains when every value in digits has its twin: number words, and ends of a range that changed places."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.said_elsewhere import SCALES, parts_of_half, parts_of_percents
from campaigns.content.checks.twins import Side
from campaigns.content.checks.value_finding import (
    ADDED,
    CHANGED,
    EXCHANGED,
    MISSING,
    UNIT_CHANGED,
    value_finding,
)
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.weekdays import weekdays_that_differ

_DAYS: Final = frozenset({Kind.DATE, Kind.TIME, Kind.WEEKDAY})
#: Characters of "bis einschließlich zum", the longest word that usually stands between two days.
_SHORT_WORD: Final = 26
#: Ordinals below it have other uses: "first of all", "the second"; not so before a day or a unit.
_FIRST_PLAIN: Final = 3
_HALF: Final = Decimal("0.5")
_COUNTS: Final = frozenset({Kind.NUMBER, Kind.DURATION})
#: What may stand for such an ordinal on the other side alone: a half, a second.
_SMALL: Final = ({_HALF}, {Decimal(2)})
#: Units of which one may say what the other does: half an hour and an hour, half a year and a year.
_KIN: Final = ({"minute", "hour"}, {"month", "year"})


def words_that_differ(here: Side, there: Side) -> list[Finding]:
    """Number words, periods and months that are left over: changed, or said on one side alone."""
    _pair_bare(here, there)
    findings = _periods_that_differ(here, there) + _units_that_differ(here, there)
    mine, theirs = _words_left(here, there), _words_left(there, here)
    findings += [value_finding(CHANGED, a, b, b) for a, b in zip(mine, theirs, strict=False)]
    if not findings:
        findings += _ordinals_that_differ(here, there)
    findings += weekdays_that_differ(here, there)
    more = min(len(mine), len(theirs))
    findings += [_doubt(MISSING, a, None) for a in mine[more:]]
    findings += [_doubt(ADDED, None, b) for b in theirs[more:]]
    months = [[one for one in side.open if one.kind is Kind.MONTH] for side in (here, there)]
    if len(months[0]) == len(months[1]) == 1:
        findings.append(value_finding(CHANGED, months[0][0], months[1][0], months[1][0]))
    return findings


def _pair_bare(here: Side, there: Side) -> None:
    """Take off number words of which one leaves its unit to a later one: "mehr als sechs und mehr als neun Stunden"."""
    for a in [one for one in here.open if one.grade == "soft" and one.kind in _COUNTS]:
        for b in [one for one in there.open if one.grade == "soft" and one.kind in _COUNTS]:
            is_bare = a.kind is not b.kind and a.numbers & b.numbers
            if is_bare and a in here.open and b in there.open:
                here.open.remove(a)
                there.open.remove(b)


def _ordinals_that_differ(here: Side, there: Side) -> list[Finding]:
    """One ordinal or fraction on each side, said of another number: "jede fünfte Stelle", "one job in four".

    A half and a second differ from what is three and more alone; before one unit, all differ ("ersten Montag").
    """
    left = _doubtful_left(here, there), _doubtful_left(there, here)
    counted = _counted(left[0], left[1])
    for mine, theirs in (counted, (_plain(left[0]), _plain(left[1]))):
        is_one = len({one.numbers for one in mine}) == len({one.numbers for one in theirs}) == 1
        if is_one and (mine is counted[0] or _is_plain(mine[0]) or _is_plain(theirs[0])):
            return [_doubt(CHANGED, mine[0], theirs[0])]
    return []


def _doubtful_left(own: Side, other: Side) -> list[Found]:
    """Weak number words whose number the other text never says, but for digits that have their own twin."""
    free = [one for one in other.values if one.grade != "hard" or one in other.open]
    said = {number for one in free for number in one.numbers}
    return [
        one
        for one in own.open
        if one.grade == "weak"
        and one.kind in (Kind.NUMBER, Kind.DURATION)
        and one.numbers
        and not one.numbers & said
        and not any(one.overlaps(twin) for twin in own.values if twin is not one)
    ]


def _counted(mine: list[Found], theirs: list[Found]) -> tuple[list[Found], list[Found]]:
    """Those of both sides that stand before one and the same unit or before a day of the week."""
    units = {one.unit for one in mine} & {one.unit for one in theirs} - {""}
    return [one for one in mine if one.unit in units], [one for one in theirs if one.unit in units]


def _is_plain(one: Found) -> bool:
    return min(one.numbers) >= _FIRST_PLAIN


def _plain(left: list[Found]) -> list[Found]:
    """Ordinals from three on; where there is none, halves and seconds."""
    plain = [one for one in left if _is_plain(one)]
    return plain or [one for one in left if one.numbers in _SMALL]


def _periods_that_differ(here: Side, there: Side) -> list[Finding]:
    """Two periods in the same unit, at least one of them a plain number word: "eine Woche", "two weeks"."""
    findings = []
    for a in [one for one in here.open if one.kind is Kind.DURATION]:
        for b in [one for one in there.open if one.kind is Kind.DURATION and _are_kin(one, a)]:
            if "soft" in (a.grade, b.grade) and a in here.open and b in there.open:
                here.open = [one for one in here.open if not one.overlaps(a)]
                there.open = [one for one in there.open if not one.overlaps(b)]
                findings.append(value_finding(CHANGED, a, b, b))
    return findings


def _are_kin(one: Found, other: Found) -> bool:
    return one.unit == other.unit or {one.unit, other.unit} in _KIN


def _units_that_differ(here: Side, there: Side) -> list[Finding]:
    """The same number word of another unit: "drei Wochen", "three months"."""
    findings = _single_units_that_differ(here, there)
    for a in [one for one in here.open if one.kind is Kind.DURATION and one.grade == "soft"]:
        for b in [one for one in there.open if one.kind is Kind.DURATION and one.numbers & a.numbers]:
            if a.unit != b.unit and a in here.open and b in there.open:
                here.open = [one for one in here.open if not one.overlaps(a)]
                there.open = [one for one in there.open if not one.overlaps(b)]
                findings.append(value_finding(UNIT_CHANGED, a, b, b))
    return findings


def _single_units_that_differ(here: Side, there: Side) -> list[Finding]:
    """ "Binnen eines Monats", "within a week", where neither text names another length of time."""
    left = [_durations_left(side) for side in (here, there)]
    if [len(side) for side in left] != [1, 1]:
        return []
    a, b = left[0][0], left[1][0]
    is_one = a.numbers == b.numbers == {Decimal(1)} and a.grade == b.grade == "weak"
    if not is_one or a.unit == b.unit:
        return []
    here.open.remove(a)
    there.open.remove(b)
    return [_doubt(UNIT_CHANGED, a, b)]


def _durations_left(side: Side) -> list[Found]:
    """Lengths of time without a twin, but for other readings of one that has its own."""
    paired = [one for one in side.values if one not in side.open and one.kind is Kind.DURATION]
    return [
        one
        for one in side.open
        if one.kind is Kind.DURATION and not any(one.overlaps(twin) for twin in paired)
    ]


def _words_left(own: Side, other: Side) -> list[Found]:
    """Plain number words of two and more without a twin whose number the other text never says."""
    said = {number for one in other.values for number in one.numbers} | {Decimal(0), Decimal(1)}
    if _HALF in {number for one in own.values for number in one.numbers}:
        halves = {number for number in said if parts_of_half(number)}
        said |= {part for number in halves for part in (*parts_of_half(number), *SCALES)}
    said |= parts_of_percents(other)
    paired = [one for one in own.values if one not in own.open]
    return [
        one
        for one in own.open
        if one.grade == "soft"
        and one.kind not in (Kind.MONTH, Kind.WEEKDAY)
        and not one.numbers & said
        and not any(one.overlaps(twin) for twin in paired)
    ]


def _doubt(message: str, a: Found | None, b: Found | None) -> Finding:
    """A number word on one side alone is worth a look, no more: languages have idioms."""
    return replace(value_finding(message, a, b, b), severity=Severity.WARNING)


def exchanged(here: Side, there: Side) -> list[Finding]:
    """Two days, times or ends of a range beside each other that changed places: "from" became "to"."""
    neighbours = dict(_neighbours(there))
    for first, second in _neighbours(here):
        for after, before in neighbours.items():
            crossed = _same(first, before) and _same(second, after)
            if crossed and not (_same(first, after) or _same(second, before)):
                whole = replace(
                    after, written=f"{after.written} … {before.written}", end=max(after.end, before.end)
                )
                told = replace(first, written=f"{first.written} … {second.written}")
                return [value_finding(EXCHANGED, told, whole, whole)]
    return []


def _same(a: Found, b: Found) -> bool:
    """Whether two times, or two days apart from their year, are the same; "21." is the day of "21 February"."""
    if {key[-2:] for key in a.keys} & {key[-2:] for key in b.keys}:
        return True
    return {a.kind, b.kind} == {Kind.DATE, Kind.NUMBER} and bool(_days(a) & _days(b))


def _days(one: Found) -> set[str]:
    """The days of the month that it can be."""
    return {key[-1] for key in one.keys if key[0] in (Kind.DATE, Kind.NUMBER)}


def _are_ends(one: Found, after: Found) -> bool:
    """Whether both can be ends of one range, of which the first may leave out its month or its hour's name."""
    if one.kind is after.kind:
        return one.kind in _DAYS
    if {one.kind, after.kind} == {Kind.NUMBER, Kind.TIME}:
        return all(any(key[0] == Kind.TIME for key in end.keys) for end in (one, after))
    return one.kind is Kind.NUMBER and after.kind is Kind.DATE


def _neighbours(side: Side) -> list[tuple[Found, Found]]:
    """Days and times with no more than a short word between them."""
    told = (one for one in side.values if one.grade == "hard" or one.kind is Kind.WEEKDAY)
    hard = sorted(told, key=lambda one: one.end)
    return [
        (one, after)
        for one, after in pairwise(hard)
        if _are_ends(one, after) and after.start - one.end <= _SHORT_WORD
    ]
