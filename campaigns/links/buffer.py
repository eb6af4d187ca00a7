"""What is counted waits here for a few seconds and is written together: clicks on links, uses of kits.

One commit a click would fight the worker for SQLite's single writer. A crash loses at most one flush and
never counts anything twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class CountBuffer(Generic[Key]):
    """Counts not yet written, by what is counted, day and kind of visitor. Safe between threads."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()
        self._lock = Lock()

    def add(self, key: Key) -> None:
        """Remembers one more."""
        with self._lock:
            self._counts[key] += 1

    def take(self) -> Counter[Key]:
        """Everything remembered since the last time; the caller writes it."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def put_back(self, counts: Counter[Key]) -> None:
        """Counts that could not be written wait for the next flush."""
        with self._lock:
            self._counts.update(counts)
