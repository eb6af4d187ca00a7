"""What an amount is paid for, and before or after taxes: "633 € pro Monat" is not "€633 per week"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from campaigns.content.checks.abreast import sentences_abreast
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.folding import fold
from campaigns.content.checks.value_finding import value_finding
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values
from campaigns.content.checks.words import pattern

OTHER_RATE: Final = (
    "“{source}” in the source is “{target}” here: same amount, but another period, or gross and net."
)

_RATED: Final = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.NUMBER})
_PERIODS: Final = ("hour", "day", "week", "month", "year")
_TAXES: Final = ("gross", "net")
#: Up to two words between an amount and what it is paid for: "633 € brutto im Monat".
_GAP: Final = r"(?:[ (/-]{1,2}[^\W\d]+){0,2}[ (/:-]{0,2}"
#: And up to four before it: "pro Stunde gibt es mindestens 14,60 €".
_LEAD: Final = r"(?:[ (/-]{1,2}[^\W\d]+){0,4}[ (/:-]{0,2}"


def compare_rates(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first amount that both texts say once in a sentence, for two periods or gross and net.

    Nothing is said where one of the texts names no period, or two of them.
    """
    both = {"source_language": source_language, "target_language": target_language}
    for bead in sentences_abreast(source, target, **both):
        for a, b in _twins(bead.source, bead.target, **both):
            for kinds in (_PERIODS, _TAXES):
                mine = _beside(bead.source, a, source_language, kinds)
                theirs = _beside(bead.target, b, target_language, kinds)
                if len(mine) == len(theirs) == 1 and mine.keys() != theirs.keys():
                    told = replace(a, written=f"{a.written} {next(iter(mine.values()))}")
                    other = replace(
                        b,
                        written=f"{b.written} {next(iter(theirs.values()))}",
                        start=b.start + bead.start,
                        end=b.end + bead.start,
                    )
                    return [value_finding(OTHER_RATE, told, other, other)]
    return []


def _twins(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[tuple[Found, Found]]:
    here, there = _amounts(source, source_language), _amounts(target, target_language)
    for one in here:
        own = [other for other in here if other.keys & one.keys]
        twins = [other for other in there if other.keys & one.keys]
        if len(own) == len(twins) == 1:
            yield one, twins[0]


def _amounts(text: str, language: str) -> list[Found]:
    """Also "15 heures", which could be a time of day."""
    return [
        one
        for one in read_values(text, language)
        if one.kind in _RATED or any(key[0] == Kind.DURATION for key in one.keys)
    ]


def _beside(text: str, amount: Found, language: str, kinds: tuple[str, ...]) -> dict[str, str]:
    """The words of these kinds that stand behind the amount, else before it, by their kind."""
    for place, said in (("behind", text[amount.end :]), ("before", text[: amount.start])):
        folded = fold(said)
        found = {
            kind: folded.written(*match.span("word"))
            for kind in kinds
            if (match := _expression(kind, language, place).search(folded.text)) is not None
        }
        if found:
            return found
    return {}


@cache
def _expression(kind: str, language: str, place: str) -> re.Pattern[str]:
    word = rf"(?P<word>{pattern(_rows()[kind].get(language, ''), code=language)})(?! ?\d)"
    # "im Jahr 2026" is a year, not what is paid for one.
    return re.compile(rf"^[^\W\d]{{0,4}}{_GAP}{word}" if place == "behind" else rf"{word}{_LEAD}$")


@cache
def _rows() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("rates.toml").read_text(encoding="utf-8"))
