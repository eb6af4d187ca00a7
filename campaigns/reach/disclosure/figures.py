"""Counts that are shown together, and what a reader learns from each: the count, a bound, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

#: Never fewer: a smaller number would let two people who know each other's question find a third.
SMALLEST = 5
Cells = frozenset[Hashable]


class Mark(StrEnum):
    """How a count is shown. SMALL says "fewer than k", HIDDEN says nothing but that it is not small, SILENT nothing.

    UNTOLD stands in no report at all, and could still be worked out from what stands there.
    """

    SHOWN = "shown"
    SMALL = "small"
    HIDDEN = "hidden"
    SILENT = "silent"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Figure:
    """A count of questions: the sum over `cells`, whatever else is shown. `name` finds it again in its report.

    `k` is the smallest count of its kind that is shown; 0 where it is that of the whole report.
    """

    name: str
    cells: Cells
    count: int
    k: int = 0


@dataclass(frozen=True)
class Shown:
    """A figure as it is shown. A reader knows that the count lies between `low` and `high` (None: no limit)."""

    figure: Figure
    mark: Mark
    low: int = 0
    high: int | None = None
    is_earlier: bool = False

    @property
    def text(self) -> str:
        """What stands in the report."""
        if self.mark is Mark.SHOWN:
            return str(self.low if self.low == self.high else (self.low + (self.high or 0)) // 2)
        return f"<{(self.high or 0) + 1}" if self.mark is Mark.SMALL else "·"


Rule = Callable[[Figure], Shown]


def inside(figure: Figure, *, k: int = SMALLEST) -> Shown:
    """For members and evaluators: 1 to k-1 is "<k", everything else as it is."""
    if 0 < figure.count < k:
        return Shown(figure, Mark.SMALL, 1, k - 1)
    return Shown(figure, Mark.SHOWN, figure.count, figure.count)


PUBLIC_SMALL, PUBLIC_STEP = 7, 5
#: How far a rounded count lies from what it was, at most.
PUBLIC_ROUNDED = PUBLIC_STEP // 2


def outside(figure: Figure) -> Shown:
    """For the public: 1 to 7 is "*", the rest is rounded to the nearest 5, zero stays."""
    if 0 < figure.count <= PUBLIC_SMALL:
        return Shown(figure, Mark.SMALL, 1, PUBLIC_SMALL)
    if not figure.count:
        return Shown(figure, Mark.SHOWN, 0, 0)
    rounded = (figure.count + PUBLIC_ROUNDED) // PUBLIC_STEP * PUBLIC_STEP
    return Shown(figure, Mark.SHOWN, rounded - PUBLIC_ROUNDED, rounded + PUBLIC_ROUNDED)


def hide(shown: Shown, *, k: int) -> Shown:
    """The figure one step less told: a shown one is hidden, a hidden one says nothing any more."""
    if shown.mark is Mark.SHOWN and shown.figure.count >= k:
        return replace(shown, mark=Mark.HIDDEN, low=k, high=None)
    return replace(shown, mark=Mark.SILENT, low=0, high=None)


@dataclass(frozen=True)
class Identity:
    """What everybody knows without being told: the sums over `left` and over `right` are the same."""

    left: Cells
    right: Cells


def as_earlier(shown: Iterable[Shown]) -> list[Shown]:
    """What was told before: it stays told, and nothing of it can be hidden any more."""
    return [replace(each, is_earlier=True) for each in shown]


def cells_of(shown: Sequence[Shown], identities: Sequence[Identity]) -> list[Hashable]:
    """Every cell that is spoken of, in a fixed order."""
    found: set[Hashable] = set()
    for each in shown:
        found |= each.figure.cells
    for identity in identities:
        found |= identity.left | identity.right
    return sorted(found, key=repr)
