"""Counts of questions on pages that anybody may reload with other days: they go in steps.

A count from 1 to k−1 is shown as "<k", any other one as the multiple of k that it has reached: "at least so many". So
two figures never differ by a small count, whatever came in between. A total leaves small parts out, so that it is the
same whatever they are.
(The radar counts the same way: docs/decisions, 6, 27 and 31.)
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Generic, TypeVar

from campaigns.needs.disclosure import in_steps

Key = TypeVar("Key", bound=Hashable)
#: Between which two numbers a count lies for whoever reads it.
Limits = tuple[float, float]


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: `shown` None means hidden; `below` is k where it is a small count.

    `is_as_told`: what a report told before, because what changed since is held back.
    """

    shown: int | None
    below: int | None = None
    is_as_told: bool = False

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
    """A single count: small ones are hidden, zero is shown, others are at least what is shown."""
    return Count(None, k) if 0 < count < k else Count(in_steps(count, smallest=k))


def step_counts(counts: Mapping[Key, int], *, k: int) -> Counts[Key]:
    """Parts with the total of those that are not small."""
    parts = {key: step_count(count, k=k) for key, count in counts.items()}
    small = sum(part.below is not None for part in parts.values())
    total = sum(count for count in counts.values() if count >= k)
    if total or not small:
        return Counts(parts, step_count(total, k=k))
    return Counts(parts, Count(None, k if small == 1 else None))


def step_some(counts: Mapping[Key, int], *, beside: Counts[Any], k: int) -> dict[Key, Count]:
    """Some parts, cut another way, of a total that stands beside them; what is left of it is shown nowhere.

    Parts are held back, the one shown smallest first, until none of them and nothing that is left can be worked out.
    That hangs on nothing but what is shown.
    """
    parts = {key: step_count(count, k=k) for key, count in counts.items()}
    small = sum(part.below is not None for part in beside.parts.values())
    low = beside.total.shown or 0
    total = low, (low + (k - 1) * (1 + small) if beside.total.shown is not None else inf)
    for key in sorted(parts, key=lambda key: (parts[key].shown or 0, str(key))):
        if _stay_open(
            [*(_limits(part, k) for part in parts.values() if part.shown != 0), (0, inf)], total, k=k
        ):
            break
        if parts[key].shown != 0:
            parts[key] = Count(None)
    return parts


def _limits(count: Count, k: int) -> Limits:
    if count.shown is not None:
        return count.shown, count.shown + k - 1
    return (1, count.below - 1) if count.below else (0, inf)


def _stay_open(parts: Sequence[Limits], total: Limits, *, k: int) -> bool:
    """Whether every small part, and what the last one stands for, can still be all that it may be."""
    for place, (low, high) in enumerate(parts):
        if (low, high) != (1, k - 1) and place < len(parts) - 1:
            continue
        others = [each for at, each in enumerate(parts) if at != place]
        lowest = max(low, total[0] - sum(most for _least, most in others))
        highest = min(high, total[1] - sum(least for least, _most in others))
        if not (lowest <= 1 and highest >= k - 1) and highest - lowest < k - 1:
            return False
    return True
