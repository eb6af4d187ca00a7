"""Whether both texts name the same laws: § 622 stands in more than one of them."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.value_finding import CHANGED

#: German laws and ordinances by their short names, which stay as they are in every language: BGB, SGB II, KSchG,
#: BeschV, ZPO. Two capitals at least, so that a noun is none.
_NAME: Final = re.compile(r"(?<!\w)(?:SGB\s?[IVX]{1,4}|(?=\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[A-ZÄÖÜ]\w*[GVBO])(?!\w)")
_SHORTEST: Final = 3


def compare_law_names(source: str, target: str) -> list[Finding]:
    """A finding where a law of the source is another one here. A law that is spelled out or left out is none."""
    if "§" not in source:
        return []
    mine, theirs = _names(source), _names(target)
    lost = [name for name in mine if name not in theirs]
    won = [name for name in theirs if name not in mine]
    if not lost or not won:
        return []
    place = target.find(won[0])
    return [
        Finding(
            check="value.law",
            severity=Severity.ERROR,
            message=CHANGED,
            values={"source": lost[0], "target": won[0]},
            place=Place("", place, place + len(won[0])) if place >= 0 else Place(),
            source_value=lost[0],
            target_value=won[0],
        )
    ]


def _names(text: str) -> list[str]:
    found = (" ".join(match.group().split()) for match in _NAME.finditer(text))
    return [name for name in dict.fromkeys(found) if len(name) >= _SHORTEST]
