"""Before anything is sent: does the trail hold that the approvals rest on?

A word against an approval may be among rows that somebody changed or took away. The worker looks at the rows since the
latest approval of each text that is due, and at the last head that was written down; where they do not hold all sending
is paused, with the reason for whoever resumes it. What is approved anew after that can be sent.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy import Connection, Table, bindparam, func, select

from campaigns.approvals.witness import SAYS, SUBJECT
from campaigns.db import session_scope
from campaigns.errors import Unusable
from campaigns.people.heads import FILE, missing_head
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import first_break
from campaigns.placements.actions.pauses import pause_sending
from campaigns.placements.models import Placement
from campaigns.vocabulary import Decision
from scheduler.deps import Deps

CUT = (
    "Row {row} of the audit trail is not what was written down in {file}: rows are gone or changed. Run litfass audit "
    "verify, compare with a backup, and when it is understood move the file away before you resume."
)
BROKEN = (
    "The audit trail does not hold at row {row}: it was changed, or rows before it are gone. Run litfass audit verify, "
    "compare with a backup, and have what was approved before that row approved again before you resume."
)
#: Rows that were looked at are looked at again after so many seconds; later where that would take more than this part
#: of the worker's time: a house of many years has hundreds of thousands of rows behind an old approval.
TRUSTED_FOR_S = 30.0
SHARE = 0.05

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
            select(_PLACEMENT.c.variant_id).where(_PLACEMENT.c.id.in_(bindparam("wanted", expanding=True)))
        ),
    )
    .group_by(_ENTRY.c.subject_id)
    .subquery()
)
_FIRST_WORD = select(func.min(_LATEST.c.row))
_ROW = select(_ENTRY.c.id, _ENTRY.c.digest).where(_ENTRY.c.id == bindparam("row"))


class TrailWatch:
    """What one worker has seen of the trail: from which row to which it holds, and when that was looked at."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._since = 0
        self._last: tuple[int, str] | None = None
        self._looked_at = float("-inf")
        self._trusted_for = TRUSTED_FOR_S

    def pause_if_broken(self, connection: Connection, placement_ids: Collection[int]) -> None:
        """Pauses all sending where the trail behind these placements does not hold."""
        try:
            missing = missing_head(connection, self._deps.settings.home)
        except Unusable as problem:
            log.error("%s", problem)
            missing = None
        if missing is not None:
            self._pause(CUT.format(row=missing.row, file=FILE))
            return
        broken = self._broken(connection, placement_ids)
        if broken is not None:
            self._pause(BROKEN.format(row=broken))

    def _broken(self, connection: Connection, placement_ids: Collection[int]) -> int | None:
        first: int | None = connection.execute(_FIRST_WORD, {"wanted": list(placement_ids)}).scalar()
        if first is None:
            return None  # nothing of it was approved; the claim says so
        now = self._deps.steady()
        begun = first - 1
        is_anew = self._last is None or begun < self._since or now - self._looked_at > self._trusted_for
        if is_anew:
            row = connection.execute(_ROW, {"row": begun}).one_or_none() if begun else None
            if begun and row is None:
                return first
            self._since, self._looked_at = begun, now
            self._last = (row.id, row.digest) if row is not None else None
        problem, self._last = first_break(connection, self._last)
        if is_anew:
            self._trusted_for = max(TRUSTED_FOR_S, (self._deps.steady() - now) / SHARE)
        return problem["id"] if problem else None

    def _pause(self, reason: str) -> None:
        log.error("%s", reason)
        with session_scope(self._deps.engine) as session:
            pause_sending(session, programme_id=None, reason=reason, by=None, now=self._deps.clock())
