"""Counts of questions on pages that anybody may reload with other days: they go in steps.

What was asked until the end of a week is counted in steps of k from the very first question on, and a window is told as
the difference of two of these: about so many, up to k−1 more or fewer, and "<k" where no step lies in it. So all
windows of all pages together tell no more than in which weeks a step was taken: each of them stays open by k−1
questions, and nobody learns that anybody asked at all. Whatever is added up is added up from what is shown.
(docs/decisions, 27 and 31.)
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from campaigns.needs.counts.disclosure import in_steps

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: `shown` None means hidden; `below` is k where it is a small count.

    `is_as_told`: what a report told before, because what changed since is held back. The count itself may be up to
    `fewer` less and up to `more` more than what is shown: rounded for the public, in steps on the desk.
    """

    shown: int | None
    below: int | None = None
    is_as_told: bool = False
    fewer: int = 0
    more: int = 0

    @property
    def limits(self) -> tuple[int, int]:
        """How small and how large a shown count may be."""
        shown = self.shown or 0
        return max(0, shown - self.fewer), shown + self.more

    def __str__(self) -> str:
        if self.shown is not None:
            return f"{self.shown}°" if self.is_as_told else str(self.shown)
        return f"<{self.below}" if self.below else "·"


@dataclass(frozen=True)
class Counts(Generic[Key]):
    """Parts and their total, each as it may be shown."""

    parts: Mapping[Key, Count]
    total: Count


def steps_between(before: int, until: int, *, k: int) -> Count:
    """What was asked in a window, of which `before` is what had been asked when it began, `until` when it ended."""
    steps = in_steps(until, smallest=k) - in_steps(before, smallest=k)
    return Count(steps, fewer=k - 1, more=k - 1) if steps else Count(None, k)


def together(parts: Collection[Count]) -> Count:
    """The total of those parts that are shown."""
    shown = [part for part in parts if part.shown is not None]
    if not shown:
        return Count(None)
    return Count(
        sum(part.shown or 0 for part in shown),
        fewer=sum(part.fewer for part in shown),
        more=sum(part.more for part in shown),
    )


def with_small(total: Count, parts: Collection[Count]) -> Count:
    """The total of the parts that stand in a table, small ones with all that they may be."""
    if total.shown is None:
        return total
    return replace(total, more=total.more + sum(part.below - 1 for part in parts if part.below))


def windows_in_steps(before: Mapping[Key, int], until: Mapping[Key, int], *, k: int) -> Counts[Key]:
    """The parts of a window in which a step lies, with their total. Nothing is said of the others."""
    found = {key: steps_between(before.get(key, 0), count, k=k) for key, count in until.items()}
    parts = {key: count for key, count in found.items() if count.shown is not None}
    return Counts(parts, together(parts.values()))
