"""Whether both texts name the same days of the week."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.twins import Side
from campaigns.content.checks.value_finding import ADDED, CHANGED, MISSING, value_finding
from campaigns.content.checks.values.found import Found, Key, Kind

#: The days by which other texts say "weekdays" and "the weekend": Monday to Friday, Saturday and Sunday.
_PARTS_OF_THE_WEEK: Final = (frozenset({"1", "5"}), frozenset({"6", "7"}))


def weekdays_that_differ(here: Side, there: Side) -> list[Finding]:
    """A day that became another one is a fault; a day that only one text names is worth a look.

    A name with a second meaning ("luni": Monday, months) can be the twin of a day and take its place, nothing more.
    """
    mine, theirs = _left(here, there), _left(there, here)
    sure, their_sure = _sure(mine), _sure(theirs)
    if mine and theirs and (sure or their_sure):
        return [value_finding(CHANGED, a, b, b) for a, b in zip(mine, theirs, strict=False)]
    findings = [value_finding(MISSING, one, None, None) for one in _told(sure, there)]
    findings += [value_finding(ADDED, None, one, one) for one in _told(their_sure, here)]
    return [replace(one, severity=Severity.WARNING) for one in findings]


def _left(own: Side, other: Side) -> list[Found]:
    """The days that only one side names, each once."""
    said = {key for one in other.values if one.kind is Kind.WEEKDAY for key in one.keys}
    days: dict[frozenset[Key], Found] = {}
    for one in own.values:
        if one.kind is Kind.WEEKDAY and not one.keys & said:
            days.setdefault(one.keys, one)
    return list(days.values())


def _sure(days: list[Found]) -> list[Found]:
    return [one for one in days if one.grade == "soft"]


def _told(days: list[Found], other: Side) -> list[Found]:
    """The days that are worth telling: not where the other text may say "weekdays" or "the weekend"."""
    ends = {key[1] for one in days for key in one.keys}
    return [] if ends in _PARTS_OF_THE_WEEK and not other.has_kind(Kind.WEEKDAY) else days
