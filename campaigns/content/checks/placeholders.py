"""Places that a programme fills: all of them, each as often as in the source, and none left over in copy."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity

MISSING: Final = "The placeholder “{source}” of the source is missing here."
ADDED: Final = "The placeholder “{target}” does not stand in the source."
LEFT_OVER: Final = "“{target}” was never filled in."
TO_FILL: Final = "“{target}” looks like a place that is still to be filled in."

TAKEN_OUT: Final = (
    "“{target}” stands where something about a person was taken out. Take the placeholder out and write the sentence "
    "without it."
)

#: What a redaction leaves in a question or a rumour, in whatever language it is shown.
REDACTED: Final = re.compile(r"⟨[^⟨⟩\n]{1,40}⟩")
PLACEHOLDER: Final = re.compile(
    r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[\w.:-]+\}|%\([\w.]+\)[sd]|%(?:\d+\$)?[sd](?!\w)"
    r"|</?[A-Za-z0-9]+(?:\s[^<>\n]{0,80})?/?>|\[\[[^\[\]]*\]\]"
)

#: What people write where a word is to come: "[Datum]", "XXX", "____"; not brackets inside a word ("Kolleg[inn]en").
BY_HAND: Final = re.compile(r"(?<!\w)\[(?!\W)[^\[\]\n]{2,30}\](?!\w)|\b[Xx]{3,}\b|_{3,}|\bTODO\b|\bTBD\b")


def compare_placeholders(source: str, target: str) -> list[Finding]:
    """Findings for placeholders that stand in one of the texts more often than in the other."""
    here, there = _places(source), _places(target)
    present = Counter({name: len(spans) for name, spans in there.items()})
    wanted = Counter({name: len(spans) for name, spans in here.items()})
    findings = [_finding(MISSING, name, "", Place()) for name in wanted - present]
    for name in present - wanted:
        start, end = there[name][-1]
        findings.append(_finding(ADDED, "", name, Place("", start, end)))
    return findings


def find_left_over(text: str) -> list[Finding]:
    """Findings for placeholders in copy, where everything has to be filled in and nothing was taken out."""
    return [
        _finding(message, "", match.group(), Place("", *match.span()))
        for message, pattern in ((LEFT_OVER, PLACEHOLDER), (TAKEN_OUT, REDACTED), (TO_FILL, BY_HAND))
        for match in pattern.finditer(PLACEHOLDER.sub(_blank, text) if pattern is BY_HAND else text)
    ]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _places(text: str) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for match in PLACEHOLDER.finditer(text):
        found.setdefault(re.sub(r"\s", "", match.group()), []).append(match.span())
    return found


def _finding(message: str, source: str, target: str, place: Place) -> Finding:
    values = {"source": source, "target": target}
    severity = Severity.WARNING if message is TO_FILL else Severity.ERROR
    return Finding("placeholder", severity, message, values, place, source, target)
