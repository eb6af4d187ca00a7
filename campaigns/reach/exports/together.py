"""What was set apart of an export, said once for each reason: a file may hold the same trouble in a thousand rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: So many rows of a reason are named, and so many of the things that stood there.
MOST_NAMED = 12
MOST_HINTS = 3


@dataclass(frozen=True)
class Together:
    """One reason in one column. `rows` are the first ones, `more` how many others there are."""

    column: str
    reason: str
    rows: Sequence[int]
    more: int
    hints: Sequence[str]


def together(apart: Sequence[Mapping[str, Any]]) -> list[Together]:
    """Cells and rows that were set apart, as an export's report holds them, by column and reason; first come first."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in apart:
        groups.setdefault((str(each["column"]), str(each["reason"])), []).append(each)
    return [
        Together(
            column=column,
            reason=reason,
            rows=[int(each["row"]) for each in group[:MOST_NAMED]],
            more=max(len(group) - MOST_NAMED, 0),
            hints=list(dict.fromkeys(str(each["value_hint"]) for each in group if each["value_hint"]))[
                :MOST_HINTS
            ],
        )
        for (column, reason), group in groups.items()
    ]
