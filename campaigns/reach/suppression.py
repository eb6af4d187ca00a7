"""Counts of questions on pages that anybody may reload with other days: they go in steps.

A count below k, none as well, is shown as "<k", any other one as the multiple of k that it has reached: "at least so
many". So two figures never differ by a small count, whatever came in between, and nobody learns that anybody asked at
all. A total leaves small parts out, so that it is the same whatever they are.
(The radar counts the same way: docs/decisions, 6, 27 and 31.)
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from campaigns.needs.disclosure import in_steps

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
        return shown - self.fewer, shown + self.more

    def __str__(self) -> str:
        if self.shown is not None:
            return f"{self.shown}°" if self.is_as_told else str(self.shown)
        return f"<{self.below}" if self.below else "·"


@dataclass(frozen=True)
class Counts(Generic[Key]):
    """Parts and their total, each as it may be shown."""

    parts: Mapping[Key, Count]
    total: Count


def step_count(count: int, *, k: int) -> Count:
    """A single count: a small one is hidden and not told from none, others are at least what is shown."""
    return Count(None, k) if count < k else Count(in_steps(count, smallest=k), more=k - 1)


def step_counts(counts: Mapping[Key, int], *, k: int) -> Counts[Key]:
    """The parts that are not small, with their total. Nothing is said of the others, not even that there are any."""
    parts = {key: step_count(count, k=k) for key, count in counts.items() if count >= k}
    total = sum(counts[key] for key in parts)
    return Counts(parts, step_count(total, k=k) if parts else Count(None))
