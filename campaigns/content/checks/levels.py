"""Levels of a language, A1 to C2, which are no numbers: "B1" is not "A1"."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.value_finding import CHANGED, value_finding
from campaigns.content.checks.values.found import Found, Kind

#: Also with a Cyrillic А, В or С, which look alike.
_LEVEL: Final = re.compile(r"(?<!\w)([ABCАВС]) ?([12])(?!\w)")
_LATIN: Final = str.maketrans("АВС", "ABC")


def compare_levels(source: str, target: str) -> list[Finding]:
    """A finding for the first level that became another one; a text that says it in words is left alone."""
    mine, theirs = _levels(source), _levels(target)
    lost = _beyond(mine, theirs)
    new = _beyond(theirs, mine)
    return [value_finding(CHANGED, lost[0], new[0], new[0])] if lost and new else []


def _levels(text: str) -> list[Found]:
    return [
        Found(
            Kind.NUMBER,
            frozenset({("level", (match[1] + match[2]).translate(_LATIN))}),
            *match.span(),
            match[0],
        )
        for match in _LEVEL.finditer(text)
    ]


def _beyond(own: list[Found], other: list[Found]) -> list[Found]:
    """The levels that the other text does not name."""
    told = Counter(one.keys for one in other)
    return [one for one in own if not told[one.keys]]
