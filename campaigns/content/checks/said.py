"""Whether both texts say "not", and whether both say "must" or "may"."""

from __future__ import annotations

import re
from functools import lru_cache

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold
from campaigns.content.checks.words import words_of

NOT_DROPPED = "The source says “{source}”; no negation was found here."
NOT_ADDED = "“{target}” negates here; no negation was found in the source."
MUST_TO_MAY = "The source says “{source}” (must); here stands “{target}” (may)."
MAY_TO_MUST = "The source says “{source}” (may); here stands “{target}” (must)."
#: "no. 3" is a number, not a no.
_CITED = re.compile(r"(?<!\w)no\.? ?(?=\d)")


@lru_cache(maxsize=2048)
def _said(text: str, language: str) -> dict[str, tuple[str, int, int]]:
    """The first place where each kind of marker stands in a text."""
    words, folded = words_of(language), fold(text)
    found: dict[str, tuple[str, int, int]] = {}
    for name, expression in (words.said if words else {}).items():
        if match := expression.search(_CITED.sub(lambda m: " " * len(m[0]), folded.text)):
            start, end = folded.place(*match.span())
            found[name] = (text[start:end], start, end)
    return found


def compare_said(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings where a plain "not" has no counterpart at all, or a plain "must" became a plain "may"."""
    if source_language == target_language:
        return []
    here, there = _said(source, source_language), _said(target, target_language)
    return [*_negation(here, there), *_duty(here, there)]


_Said = dict[str, tuple[str, int, int]]


def _negation(here: _Said, there: _Said) -> list[Finding]:
    if "not" in here and not {"not", "not_too"} & there.keys():
        return [_finding("negation", NOT_DROPPED, here["not"], None)]
    if "not" in there and not {"not", "not_too", "not_broad"} & here.keys():
        return [_finding("negation", NOT_ADDED, None, there["not"])]
    return []


def _duty(here: _Said, there: _Said) -> list[Finding]:
    if "not" in here or "not" in there:
        return []
    for own, other, message in (("must", "may", MUST_TO_MAY), ("may", "must", MAY_TO_MUST)):
        plainly = own in here and not {other, f"{other}_too"} & here.keys()
        turned = other in there and not {own, f"{own}_too"} & there.keys()
        if plainly and turned:
            return [_finding("obligation", message, here[own], there[other])]
    return []


def _finding(
    check: str, message: str, here: tuple[str, int, int] | None, there: tuple[str, int, int] | None
) -> Finding:
    source, target = here[0] if here else "", there[0] if there else ""
    return Finding(
        check=check,
        severity=Severity.WARNING,
        message=message,
        values={"source": source, "target": target},
        place=Place("", there[1], there[2]) if there else Place(),
        source_value=source,
        target_value=target,
    )
