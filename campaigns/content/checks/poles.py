"""Words that turn a sentence round without a "not": "unwirksam" and "valid", "geschlossen" and "open"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from campaigns.content.checks.abreast import Bead, sentences_abreast
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold
from campaigns.content.checks.markers import apart_from, said
from campaigns.content.checks.words import pattern

OPPOSITE: Final = "The source says “{source}”; here stands “{target}”: the opposite."

_POLES: Final = ("one", "other")
#: Pairs of before and after, earliest and latest: a "not" in the sentence turns neither into the other.
_ORDERS: Final = frozenset({"due", "sequence"})
#: Markers that can turn either word into its opposite.
_TURNING: Final = ("not", "limit", "never", "concord")


def compare_poles(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first sentence with a word of a pair where the translation has the other word alone."""
    if source_language == target_language:
        return []
    both = {"source_language": source_language, "target_language": target_language}
    for bead in sentences_abreast(source, target, **both):
        for mine, theirs, name in _opposed(bead.source, bead.target, **both):
            if name == "sequence":
                is_said = _is_only_order(bead, **both)
            else:
                is_said = name not in _ORDERS and _are_turned(bead, mine, theirs, **both)
            if is_said:
                continue
            here, there = bead.source[slice(*mine)], bead.target[slice(*theirs)]
            place = Place("", theirs[0] + bead.start, theirs[1] + bead.start)
            return [
                Finding(
                    check="negation",
                    severity=Severity.ERROR,
                    message=OPPOSITE,
                    values={"source": here, "target": there},
                    place=place,
                    source_value=here,
                    target_value=there,
                )
            ]
    return []


_Span = tuple[int, int]


def _are_turned(
    bead: Bead, mine: _Span, theirs: _Span, *, source_language: str, target_language: str
) -> bool:
    """Whether a word beside one of them says the opposite of it already."""
    turning = _turning(bead.source, mine, source_language)
    return "not" in turning or turning != _turning(bead.target, theirs, target_language)


def _is_only_order(bead: Bead, *, source_language: str, target_language: str) -> bool:
    """Whether "not … before" may stand as "only after" here: one text says "not", or "only", and the other does not."""
    here, there = said(bead.source, source_language), said(bead.target, target_language)
    return any((kind in here) is not (kind in there) for kind in ("not", "only"))


def _opposed(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[tuple[_Span, _Span, str]]:
    for name, pair in _pairs().items():
        here = {pole: _first(pair[pole].get(source_language), source) for pole in _POLES}
        there = {pole: _first(pair[pole].get(target_language), target) for pole in _POLES}
        for own, turned in (_POLES, _POLES[::-1]):
            mine, theirs = here[own], there[turned]
            if mine and theirs and not here[turned] and not there[own]:
                yield mine, theirs, name


def _turning(sentence: str, word: _Span, language: str) -> set[str]:
    """Whether a "not" or a "without" stands beside the word; "außer" and "geçersiz" are such themselves."""
    told = said(sentence, language)
    kinds = {"without": told.get("without", [])}
    kinds["not"] = [one for kind in _TURNING for one in apart_from(told, kind, ("without",))]
    return {
        kind
        for kind, places in kinds.items()
        if any(not (start < word[1] and word[0] < end) for _, start, end in places)
    }


def _first(expression: re.Pattern[str] | None, text: str) -> _Span | None:
    folded = fold(text)
    match = expression.search(folded.text) if expression else None
    return folded.place(*match.span()) if match else None


@cache
def _pairs() -> dict[str, dict[str, dict[str, re.Pattern[str]]]]:
    rows = tomllib.loads(Path(__file__).with_name("poles.toml").read_text(encoding="utf-8"))
    return {
        name: {
            pole: {code: re.compile(pattern(row, code=code)) for code, row in by_language.items()}
            for pole, by_language in pair.items()
        }
        for name, pair in rows.items()
    }
