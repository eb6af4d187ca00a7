"""Right-to-left text: no hidden control, isolates in pairs, and numbers, §§ and addresses inside isolates."""

from __future__ import annotations

import re
from typing import Final

from assets.spec import HIDDEN_CONTROLS
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.direction import HIDDEN, UNPAIRED, code_of, is_inside, unpaired
from campaigns.languages import language as language_of

BARE: Final = (
    "“{target}” is shown in the wrong order between right-to-left words. Put it between U+2066 and U+2069."
)

#: What loses its order: a citation, a phone number in groups, a date with hyphens, an address with a stroke at
#: its end. A date with full stops or strokes keeps it (Unicode Standard Annex 9, rule W4).
_FRAGILE: Final = re.compile(
    r"§+\s?\d+\w?(?:\s(?:Abs\.|Nr\.|Satz)\s?\d+)*(?:\s[A-Z][A-Za-z]+)*"
    r"|\d{4}-\d{2}-\d{2}|\+\d[\d ()/-]{5,}\d|(?<![\w:.,])0\d{1,5}(?:[ /-]{1,3}\d{2,})+|\d{2,}(?: \d{2,}){1,5}"
    r"|(?:https?://|www\.)[^\s\u2069]+/(?=\s|$)"
)


def find_direction(text: str, *, language: str) -> list[Finding]:
    """Findings on controls in every language, on bare left-to-right pieces in right-to-left ones."""
    findings = [
        _finding(HIDDEN, Severity.ERROR, match, code=code_of(match.group()))
        for match in HIDDEN_CONTROLS.finditer(text)
    ]
    findings += [_of(place, text) for place in unpaired(text)]
    if language_of(language).is_rtl:
        findings += [
            _finding(BARE, Severity.HINT, match)
            for match in _FRAGILE.finditer(text)
            if not is_inside(text, match.start())
        ]
    return findings


def _of(place: int, text: str) -> Finding:
    return Finding(
        "direction", Severity.ERROR, UNPAIRED, {"code": code_of(text[place])}, Place("", place, place + 1)
    )


def _finding(message: str, severity: Severity, match: re.Match[str], **values: str) -> Finding:
    told = {"target": match.group(), **values}
    shown = "" if "code" in values else match.group()
    return Finding("direction", severity, message, told, Place("", *match.span()), "", shown)
