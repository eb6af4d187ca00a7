"""Cells that name something we have no code for: told, so that nobody believes they were understood.

Such a cell may hold anything, a name as well. So only counts and numbers of rows are kept; the words themselves are
shown in the look at a file, of which nothing stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.needs.intake.names import (
    folded,
    is_info_quality,
    is_platform,
    is_residence,
    is_risk,
    is_sector,
    language_code,
    says_nothing,
    topic_key,
)
from campaigns.needs.intake.towns import is_known_place

#: Whether a field has a code for what a cell says. (A programme's own topics are asked for besides.)
KNOWS: Mapping[str, Callable[[str], Any]] = {
    "language": language_code,
    "region": is_known_place,
    "platform": is_platform,
    "risk": is_risk,
    "sector": is_sector,
    "residence_status": is_residence,
    "info_quality": is_info_quality,
    "topic": topic_key,
}
FIRST_ROWS = 5
MOST_WORDS = 5
LONGEST_WORD = 24
_MOST_KEPT = 200


def is_unknown(name: str, cell: str) -> bool:
    """Whether this field has no code for what stands in the cell."""
    return not (says_nothing(cell) or KNOWS[name](cell))


@dataclass
class Unknown:
    """What was not understood in one field: of how many rows, the first of them, and how often each word."""

    rows: int = 0
    first: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)

    def add(self, row: int, word: str) -> None:
        """Counts one row."""
        self.rows += 1
        if len(self.first) < FIRST_ROWS:
            self.first.append(row)
        if word and (word in self.words or len(self.words) < _MOST_KEPT):
            self.words[word] += 1

    def as_json(self) -> dict[str, Any]:
        """What may be kept: how many rows, and where the first of them are."""
        return {"rows": self.rows, "first": list(self.first)}

    @property
    def told(self) -> list[str]:
        """The most frequent words, to be shown and not kept."""
        return [word for word, _ in self.words.most_common(MOST_WORDS)]


def tellable(cell: str) -> str:
    """The cell if it is one plain word, as codes and places are; else nothing."""
    word = cell.strip()
    plain = word.replace("-", "")
    return word if len(word) <= LONGEST_WORD and plain.isalpha() and folded(word) else ""
