"""Before anything is sent: does the trail hold that the approvals rest on?

A word against an approval may be among rows that somebody changed or took away. The worker looks at the rows since the
latest approval of each text that is due, and at the last head that was written down; where they do not hold all sending
is paused, with the reason for whoever resumes it. What is approved anew after that can be sent.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, select

from campaigns.approvals.witness import SAYS, SUBJECT
from campaigns.db import numbers, read_connection, session_scope
from campaigns.errors import Unusable
from campaigns.people.audit import FIRST
from campaigns.people.heads import FILE, missing_head
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import first_break
from campaigns.placements.actions.pauses import pause_sending
from campaigns.placements.models import Placement
from campaigns.placements.sending.waiting import due_rows
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import Decision
from scheduler.deps import Deps

#: Rows that were looked at are looked at again after so many seconds; later where that would take more than this part
#: of the worker's time: a house of many years has hundreds of thousands of rows behind an old approval.
TRUSTED_FOR_S = 30.0
SHARE = 0.05
#: Beside sending, the rows behind what is due within so long are looked at again after half of that, so that a post
#: does not wait for it: some rows at a time, with pauses as many times as long.
AHEAD = timedelta(minutes=2)
MOST, ROWS, PAUSES = 1000, 200, 4

log = logging.getLogger("litfass.worker")

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_YES = [action for action, decision in SAYS.items() if decision is Decision.APPROVE]
_LATEST = (
    select(func.max(_ENTRY.c.id).label("row"))
    .where(
        _ENTRY.c.subject == SUBJECT,
        _ENTRY.c.action.in_(_YES),
        _ENTRY.c.subject_id.in_(
            select(_PLACEMENT.c.variant_id).where(_PLACEMENT.c.id.in_(numbers("wanted")))
        ),
    )
    .group_by(_ENTRY.c.subject_id)
    .subquery()
)
_FIRST_WORD = select(func.min(_LATEST.c.row))
_ROW = select(_ENTRY.c.id, _ENTRY.c.digest).where(_ENTRY.c.id == bindparam("row"))


class _Seen(NamedTuple):
    """What was looked at: from which row to which, when (on the steady clock), and for how many seconds that counts."""

    first: int
    last: tuple[int, str] | None
    at: float
    trusted_for: float

    def covers(self, first: int, now: float, seconds: float) -> bool:
        """Whether this row and those behind it were looked at within so many seconds."""
        return first >= self.first and now - self.at <= seconds


class TrailWatch:
    """What one worker has seen of the trail: from which row to which it holds, and when that was looked at.

    Two threads use it. Whatever of both is written down last is true; at worst rows are looked at twice.
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._seen: _Seen | None = None

    def pause_if_broken(self, connection: Connection, placement_ids: Collection[int]) -> None:
        """Pauses all sending where the trail behind these placements does not hold."""
        try:
            missing = missing_head(connection, self._deps.settings.home)
        except Unusable as problem:
            log.error("%s", problem)
            missing = None
        if missing is not None:
            self._pause(_cut(missing.row))
            return
        first = _first_word(connection, placement_ids)
        # Nothing of it was approved where there is no word; the claim says so.
        broken = self._broken(connection, first) if first is not None else None
        if broken is not None:
            self._pause(_broken(broken))

    def look_ahead(self) -> None:
        """Looks anew at the trail behind what is due soon, which would else be done when a post waits."""
        with read_connection(self._deps.engine) as connection:
            soon = due_rows(connection, now=self._deps.clock() + AHEAD, limit=MOST)
            first = _first_word(connection, [row.placement_id for row in soon])
        if first is None:
            return
        seen, now = self._seen, self._deps.steady()
        if seen is not None and seen.covers(first, now, seen.trusted_for / 2):
            return
        broken = self._walk(first, now, is_first=seen is None)
        if broken is not None:
            self._pause(_broken(broken))

    def _broken(self, connection: Connection, first: int) -> int | None:
        seen, now = self._seen, self._deps.steady()
        if seen is not None and seen.covers(first, now, seen.trusted_for):
            problem, last = first_break(connection, seen.last)
            self._seen = seen._replace(last=last) if problem is None else None
            return problem["id"] if problem else None
        before, is_there = _row_before(connection, first)
        if not is_there:
            return first
        problem, last = first_break(connection, before)
        self._seen = _Seen(first, last, now, self._trust(self._deps.steady() - now)) if not problem else None
        return problem["id"] if problem else None

    def _walk(self, first: int, now: float, *, is_first: bool) -> int | None:
        """The same in steps, with pauses in which posts are sent. None as well where the worker ends."""
        taken = 0.0
        with read_connection(self._deps.engine) as connection:
            last, is_there = _row_before(connection, first)
        if not is_there:
            return first
        while not self._deps.stop.is_set():
            begun, before = self._deps.steady(), last
            with read_connection(self._deps.engine) as connection:
                problem, last = first_break(connection, before, most=ROWS)
            if problem is not None:
                self._seen = None
                return problem["id"]
            took = self._deps.steady() - begun
            taken += took
            if last == (before or (0, FIRST)):
                self._seen = _Seen(first, last, now, self._trust(taken))
                return None
            # Nothing was looked at yet: the first post would have to wait for all of it.
            self._deps.stop.wait(0 if is_first else took * PAUSES)
        return None

    @staticmethod
    def _trust(seconds: float) -> float:
        return max(TRUSTED_FOR_S, seconds / SHARE)

    def _pause(self, why: Reason) -> None:
        log.error("%s", why)
        with session_scope(self._deps.engine) as session:
            pause_sending(session, programme_id=None, reason=why, by=None, now=self._deps.clock())


def _cut(row: int) -> Reason:
    return reason(
        "Row {row} of the audit trail is not what was written down in {file}: rows are gone or changed. Run litfass "
        "audit verify, compare with a backup, and when it is understood move the file away before you resume.",
        row=row,
        file=FILE,
    )


def _broken(row: int) -> Reason:
    return reason(
        "The audit trail does not hold at row {row}: it was changed, or rows before it are gone. Run litfass audit "
        "verify, compare with a backup, and have what was approved before that row approved again before you resume.",
        row=row,
    )


def _first_word(connection: Connection, placement_ids: Collection[int]) -> int | None:
    """The row from which on the trail matters to these: the earliest of the latest approvals of their texts."""
    row: int | None = connection.execute(_FIRST_WORD, {"wanted": list(placement_ids)}).scalar()
    return row


def _row_before(connection: Connection, first: int) -> tuple[tuple[int, str] | None, bool]:
    """Number and digest of the row before this one, None at the beginning; and whether it is where it has to be."""
    if first == 1:
        return None, True
    row = connection.execute(_ROW, {"row": first - 1}).one_or_none()
    return ((row.id, row.digest), True) if row is not None else (None, False)
