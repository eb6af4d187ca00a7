"""The row that adds up the others, by its name or by its figures: it is no post and no day."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.needs.intake.names import folded
from campaigns.reach.exports.columns import Columns
from campaigns.reach.exports.numbers import NotACount, read_count
from campaigns.reach.exports.words import lifetimes, totals
from campaigns.reach.insights.metrics import NEVER_ADDED

Row = tuple[int, tuple[str, ...]]
_NAMES = ("id", "url", "text", "posted", "date")


def is_total(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether the row says that it adds up the others, where a post has its name."""
    first = next((cell for cell in cells if cell), "")
    named = [columns.cell(cells, meaning) for meaning in ("id", "text", "date", "posted")]
    if any(folded(cell) in totals() for cell in (first, *named) if cell) and not columns.cell(cells, "url"):
        return folded(columns.cell(cells, "date")) not in lifetimes() or not columns.cell(cells, "id")
    return False


def unnamed_totals(columns: Columns, body: Sequence[Row]) -> list[Row]:
    """Rows that name nothing and in which each figure is the sum of all rows that do.

    Reach decides only where nothing else does: platforms count each person of the total once.
    """
    named = [row for row in body if _has_name(columns, row[1])]
    unnamed = [row for row in body if not _has_name(columns, row[1])]
    if not named or not unnamed:
        return []
    sums = {name: sum(_count(columns, cells, name) or 0 for _, cells in named) for name in columns.counted}
    return [row for row in unnamed if _adds_up(columns, row[1], sums)]


def _adds_up(columns: Columns, cells: Sequence[str], sums: dict[str, int]) -> bool:
    filled = {name: count for name in sums if (count := _count(columns, cells, name)) is not None}
    told = {name: count for name, count in filled.items() if name not in NEVER_ADDED} or filled
    return any(told.values()) and all(count == sums[name] for name, count in told.items())


def _has_name(columns: Columns, cells: Sequence[str]) -> bool:
    names = (folded(columns.cell(cells, meaning)) for meaning in _NAMES)
    return any(name and name not in lifetimes() for name in names)


def _count(columns: Columns, cells: Sequence[str], name: str) -> int | None:
    try:
        return read_count(columns.cell(cells, name))
    except NotACount:
        return None
