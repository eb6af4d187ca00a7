"""Wording that speaks of the reader's own case: a legal service, which general information is not.

§ 2 (3) no. 5 RDG leaves free what is said to the public; § 2 (1) begins where an individual case is examined.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold
from campaigns.content.checks.words import pattern

OWN_CASE: Final = (
    "“{target}” speaks of the reader's own case. General information says what holds for everybody."
)


@cache
def _patterns(*, with_unsure: bool) -> dict[str, re.Pattern[str]]:
    rows = tomllib.loads((Path(__file__).parent / "own_case.toml").read_text(encoding="utf-8"))
    conditions, unsure = rows.pop("if"), rows.pop("unsure")
    if with_unsure:
        rows |= {code: f"{rows[code]} {row}" for code, row in unsure.items()}
    return {
        # One word may stand between the condition and what it speaks of: "wenn du dann gewinnst".
        code: re.compile(
            rf"(?P<if>{pattern(conditions[code], code=code)}\s+(?:\w+\s+)?)?(?P<said>{pattern(row, code=code)})"
        )
        for code, row in rows.items()
    }


def find_own_case(text: str, *, language: str, with_unsure: bool = True) -> list[Finding]:
    """Findings where a text promises something in the reader's case.

    Without the unsure words, what has a second meaning is left alone: Spanish "en su caso" is "where applicable" too.
    """
    expression = _patterns(with_unsure=with_unsure).get(language)
    if expression is None:
        return []
    folded = fold(text)
    found = []
    for match in expression.finditer(folded.text):
        if match["if"]:
            continue
        start, end = folded.place(*match.span("said"))
        written = text[start:end]
        place = Place("", start, end)
        found.append(Finding("own_case", Severity.WARNING, OWN_CASE, {"target": written}, place, "", written))
    return found
