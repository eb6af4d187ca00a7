"""What was worked out for the radar, kept as long as nobody does anything in the programme.

Every action is told to the trail, so its last row says whether anything can have changed. A large home is read in half
a second otherwise, and people go back and forth between windows, topics and proposals.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app
from sqlmodel import Session, col, func, select

from campaigns.people.models import AuditEntry

#: So many answers are kept at most, those used last: one is a few megabytes in a large programme.
MOST = 12
EXTENSION = "litfass_radar"
Found = TypeVar("Found")


class Kept:
    """Answers by what they were asked of; the oldest go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """The answer that was kept, or a new one."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast(Found, self._answers[key])
        found = work_out()
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found


def kept(
    session: Session, programme_id: int, key: tuple[Hashable, ...], work_out: Callable[[], Found]
) -> Found:
    """The answer to `key` in a programme as it stands now."""
    last = session.exec(
        select(func.max(col(AuditEntry.id))).where(AuditEntry.programme_id == programme_id)
    ).one()
    answers: Kept = current_app.extensions.setdefault(EXTENSION, Kept())
    return answers.get((programme_id, last, *key), work_out)
