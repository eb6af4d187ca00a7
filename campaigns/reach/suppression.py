"""Small counts of people stay hidden, also from anybody who can subtract.

A count from 1 to k−1 is shown as "<k". Where a total stands beside its parts, hidden parts can be narrowed
down by subtracting the others. Therefore further parts are hidden, the smallest first, until every small
count could still be anything from 1 to k−1; where no part is left to hide, the total is hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


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


def show_count(count: int, *, k: int) -> Count:
    """A single count: small ones are hidden, zero is shown."""
    return Count(None, k) if 0 < count < k else Count(count)


def show_counts(counts: Mapping[Key, int], *, k: int) -> Counts[Key]:
    """Parts with their total, so that no hidden part can be found by subtraction."""
    parts = {key: show_count(count, k=k) for key, count in counts.items()}
    total = sum(counts.values())
    if all(part.shown is not None for part in parts.values()):
        return Counts(parts, Count(total))
    # A reader knows that a part shown as "<k" is at least 1 and one hidden beside it at least k. What the
    # hidden parts hold beyond that is the room in which a small count can be any other.
    room = sum(count - 1 for count in counts.values() if 0 < count < k)
    large_hidden = False
    for count, _name, key in sorted((count, str(key), key) for key, count in counts.items() if count >= k):
        if large_hidden and room >= k - 2:
            break
        parts[key], large_hidden = Count(None), True
        room += count - k
    if large_hidden and room >= k - 2:
        return Counts(parts, Count(total))
    return Counts(parts, Count(None, k if total < k else None))


def show_some(counts: Mapping[Key, int], *, total: int | None, k: int) -> dict[Key, Count]:
    """Some parts of a total that stands beside them, so that neither a small one nor a small rest can be worked out.

    The rest, which is not shown, is nothing, large, or as uncertain as a hidden part. Without a total nothing is told.
    """
    if total is None:
        return {key: Count(None) for key in counts}
    parts = {key: show_count(count, k=k) for key, count in counts.items()}
    for _count, _name, key in sorted((count, str(key), key) for key, count in counts.items() if count >= k):
        if _stay_open(counts, parts, total, k=k):
            return parts
        parts[key] = Count(None)
    return parts if _stay_open(counts, parts, total, k=k) else {key: Count(None) for key in counts}


def _stay_open(counts: Mapping[Key, int], parts: Mapping[Key, Count], total: int, *, k: int) -> bool:
    """Whether every hidden part, and a small rest, can still be all that it has to."""
    left = total - sum(part.shown or 0 for part in parts.values())
    hidden = [
        (counts[key], *((1, part.below - 1) if part.below else (k, left)))
        for key, part in parts.items()
        if part.shown is None
    ]
    hidden.append((total - sum(counts.values()), 0, left))
    least, most = (sum(each[at] for each in hidden) for at in (1, 2))
    for count, low, high in hidden:
        lowest, highest = max(low, left - (most - high)), min(high, left - (least - low))
        is_wide = highest - lowest >= k - 1 or (lowest <= 1 and highest >= k - 1)
        if count and not is_wide and (low or count < k):
            return False
    return True
