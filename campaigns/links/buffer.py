"""Clicks wait here for a few seconds and are written together.

One commit a click would fight the worker for SQLite's single writer. A crash loses at most one flush and
never counts a click twice.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from threading import Lock

from campaigns.vocabulary import Visitor

Click = tuple[int, date, Visitor]


class ClickBuffer:
    """Counts of clicks not yet written, by link, day and kind of visitor. Safe between threads."""

    def __init__(self) -> None:
        self._counts: Counter[Click] = Counter()
        self._lock = Lock()

    def add(self, link_id: int, day: date, visitor: Visitor) -> None:
        """Remembers one click."""
        with self._lock:
            self._counts[(link_id, day, visitor)] += 1

    def take(self) -> Counter[Click]:
        """Everything remembered since the last time; the caller writes it."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def put_back(self, counts: Counter[Click]) -> None:
        """Counts that could not be written wait for the next flush."""
        with self._lock:
            self._counts.update(counts)
