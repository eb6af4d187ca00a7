"""Taking due placements: every condition asked once more, and the intent written before the first byte.

Everything here runs in one write transaction of the caller. When it is committed, every row with a `Claim`
says `sending` on the disk; only then may the adapter's one irreversible call begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, exists, or_, select, update
from sqlmodel import Session

from campaigns.approvals.validity import valid_approvals
from campaigns.clock import wall_time
from campaigns.db import numbers
from campaigns.placements import reasons
from campaigns.placements.calendar.told import moved_by_hand
from campaigns.placements.gate import ApprovalCheck, Departure, closed_for
from campaigns.placements.models import Account, Placement, PublisherLock, SendingPause
from campaigns.placements.sending.ends import End, record_ends
from campaigns.placements.sending.wire import UNDERWAY
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

#: How long a claim is believed without an answer. Longer than any adapter may take for its one call.
LEASE = timedelta(seconds=90)

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_ACCOUNT: Table = Account.__table__  # type: ignore[attr-defined]
_PAUSE: Table = SendingPause.__table__  # type: ignore[attr-defined]
_LOCK: Table = PublisherLock.__table__  # type: ignore[attr-defined]
_VARIANT = Placement.metadata.tables["variant"]
_PROGRAMME = Placement.metadata.tables["programme"]


#: What speaks against sending a row, with where the row belongs.
Objection = tuple[PlacementStatus, Reason]


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one placement once. Only who holds `token` may settle it."""

    placement_id: int
    token: str
    attempt: int
    digest: str
    programme_id: int


class Wanted(NamedTuple):
    """A placement to claim, the digest of the package that is ready for it, and what it has staged on its channel.

    `attempt` is how many claims it had when the package was made: after another one the package may be too old.
    None takes any.
    """

    placement_id: int
    digest: str
    staged: Mapping[str, Any] = {}
    attempt: int | None = None


class TakenOver(Exception):
    """Another worker is the one that sends; this one must stop."""


def claim_placements(
    connection: Connection,
    *,
    wanted: Sequence[Wanted],
    token: str,
    now: datetime,
    publisher: str | None = None,
    approved: ApprovalCheck = valid_approvals,
) -> tuple[list[Claim], list[End]]:
    """Claims those of the wanted placements that may leave now, and says where it left those that may not.

    A row that somebody else moved meanwhile is in neither list.
    `publisher` is the worker that must hold the lock row (SQLite); None where many workers share the table.
    """
    if publisher is not None and connection.execute(_HOLDER).scalar() != publisher:
        raise TakenOver
    rows = _asked(connection, [one.placement_id for one in wanted])
    digests = {one.placement_id: one.digest for one in wanted}
    objections = _objections(connection, rows, digests, now, approved)
    asked_for = {one.placement_id: one for one in wanted}
    still_due = [row for row in rows if _is_due(row, asked_for[row.id], now)]
    # Only of rows that are ours now: what another worker has staged and may be sending stays written down.
    keep_staged(connection, {row.id: staged for row in still_due if (staged := asked_for[row.id].staged)})
    left = [_leave(connection, row, objections[row.id], now) for row in still_due if row.id in objections]
    taken = [row for row in still_due if row.id not in objections]
    record_ends(connection, left, now=now)
    return _take(connection, taken, token, now), left


def keep_staged(connection: Connection, staged: Mapping[int, Mapping[str, Any]]) -> None:
    """Writes down what lies ready on a channel for these placements, where nobody has claimed them meanwhile."""
    for placement_id, values in staged.items():
        connection.execute(
            update(_PLACEMENT)
            .where(_PLACEMENT.c.id == placement_id, _PLACEMENT.c.status == PlacementStatus.SCHEDULED)
            .values(staged=dict(values))
        )


def may_repeat(
    connection: Connection,
    *,
    placement_id: int,
    digest: str,
    now: datetime,
    approved: ApprovalCheck = valid_approvals,
) -> bool:
    """Whether an unconfirmed placement may be sent again under the same key: the same conditions as a claim."""
    rows = _asked(connection, [placement_id])
    return bool(rows) and not _objections(connection, rows, {placement_id: digest}, now, approved)


def park_placement(connection: Connection, placement_id: int, now: datetime) -> End | None:
    """Keeps a scheduled row back as a claim would: because of its account or a pause, or because it is too late.

    None when nothing speaks against it any more, or it moved meanwhile.
    """
    for row in _asked(connection, [placement_id]):
        against = _against(row, row.digest, now)
        if against is not None and row.status is PlacementStatus.SCHEDULED:
            end = _leave(connection, row, against, now)
            record_ends(connection, [end], now=now)
            return end
    return None


def leave_placement(
    connection: Connection,
    placement_id: int,
    status: PlacementStatus,
    reason: Reason,
    now: datetime,
    *,
    next_at: datetime | None = None,
) -> End | None:
    """Moves a row that is still scheduled elsewhere without sending it. None when it moved meanwhile."""
    end = _move(connection, placement_id, status, reason, now, next_at)
    record_ends(connection, [end] if end else [], now=now)
    return end


def _move(
    connection: Connection,
    placement_id: int,
    status: PlacementStatus,
    reason: Reason,
    now: datetime,
    next_at: datetime | None,
) -> End | None:
    changed = connection.execute(
        update(_PLACEMENT)
        .where(_PLACEMENT.c.id == placement_id, _PLACEMENT.c.status == PlacementStatus.SCHEDULED)
        .values(
            status=status,
            reason=reason.msgid,
            reason_values=reason.values,
            next_at=next_at,
            settled_at=None if status is PlacementStatus.SCHEDULED else now,
        )
        .returning(_PLACEMENT.c.programme_id, _PLACEMENT.c.digest)
    ).one_or_none()
    return End(placement_id, changed.programme_id, changed.digest, status, reason) if changed else None


def _asked(connection: Connection, placement_ids: Sequence[int]) -> Sequence[Any]:
    """What a claim depends on. Rows that another worker is claiming right now are passed over."""
    query = _QUESTIONS
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(of=_PLACEMENT, skip_locked=True)
    return connection.execute(query, {"wanted": list(placement_ids)}).all()


def _is_due(row: Any, wanted: Wanted, now: datetime) -> bool:
    """Whether it waits and is due, and nobody claimed it since its package was made."""
    return (
        row.status is PlacementStatus.SCHEDULED
        and row.next_at is not None
        and row.next_at <= now
        and wanted.attempt in (None, row.attempt)
    )


def _objections(
    connection: Connection,
    rows: Sequence[Any],
    digests: Mapping[int, str],
    now: datetime,
    approved: ApprovalCheck,
) -> dict[int, Objection]:
    """The first thing that speaks against sending each of these rows now; nothing for those that may leave."""
    leaving = {
        row.id: Departure(
            row.variant_id,
            row.digest,
            row.language,
            row.channel,
            wall_time(now, row.zone).date(),
            row.programme_id,
        )
        for row in rows
    }
    with Session(connection) as session:
        closed = closed_for(session, set(leaving.values()), approved=approved)
    found: dict[int, Objection] = {}
    moved = moved_by_hand(connection, rows)
    for row in rows:
        against = _against(row, digests[row.id], now)
        if against is None and leaving[row.id] in closed:
            against = (PlacementStatus.HELD, closed[leaving[row.id]])
        if row.id in moved and (against is None or against[0] is PlacementStatus.MISSED):
            against = (PlacementStatus.HELD, Reason(reasons.MOVED_BY_HAND))
        if against is not None:
            found[row.id] = against
    return found


def _against(row: Any, digest: str, now: datetime) -> Objection | None:
    late, limit = now - row.due_at, timedelta(minutes=row.lateness_minutes)
    if late < timedelta():
        # Only the look came early: the clock was set back, or somebody wrote into the row. The moment stays.
        return PlacementStatus.SCHEDULED, Reason("")
    if late > limit and not row.staged.get(UNDERWAY):
        return PlacementStatus.MISSED, reasons.missed(late, row.lateness_minutes, kept_back=row.reason)
    if row.is_paused:
        return PlacementStatus.SCHEDULED, Reason(reasons.ALL_PAUSED)
    if row.paused_at is not None:
        return PlacementStatus.SCHEDULED, Reason(reasons.ACCOUNT_PAUSED)
    if row.health:
        return PlacementStatus.SCHEDULED, Reason(reasons.ACCOUNT_ILL)
    if row.digest != digest:
        return PlacementStatus.HELD, Reason(reasons.CHANGED, {"what": "the proof was exchanged"})
    return None


def _leave(connection: Connection, row: Any, against: Objection, now: datetime) -> End:
    status, reason = against
    next_at = None
    if status is PlacementStatus.SCHEDULED:
        # A pause keeps it back; it is looked at again when it would be too late.
        late_at = row.due_at + timedelta(minutes=row.lateness_minutes)
        soon = timedelta(hours=1) if row.staged.get(UNDERWAY) else timedelta(seconds=1)
        next_at = row.due_at if now < row.due_at else max(late_at, now + soon)
    _move(connection, row.id, status, reason, now, next_at)
    return End(row.id, row.programme_id, row.digest, status, reason)


def _take(connection: Connection, rows: Sequence[Any], token: str, now: datetime) -> list[Claim]:
    if not rows:
        return []
    changed = connection.execute(
        _TAKE,
        {
            "wanted": [row.id for row in rows],
            "its_token": token,
            "now": now,
            "lease_ends": now + LEASE,
        },
    )
    if changed.rowcount != len(rows):
        # The rows are locked since they were read; whatever this is, nothing may be sent on it.
        raise RuntimeError("rows changed inside the claiming transaction")
    return [Claim(row.id, token, row.attempt + 1, row.digest, row.programme_id) for row in rows]


_HOLDER = select(_LOCK.c.worker).where(_LOCK.c.id == 1)

_QUESTIONS = (
    select(
        _PLACEMENT.c.id,
        _PLACEMENT.c.status,
        _PLACEMENT.c.programme_id,
        _PLACEMENT.c.variant_id,
        _PLACEMENT.c.channel,
        _PLACEMENT.c.account_id,
        _PLACEMENT.c.space_id,
        _PLACEMENT.c.digest,
        _PLACEMENT.c.attempt,
        _PLACEMENT.c.due_at,
        _PLACEMENT.c.next_at,
        _PLACEMENT.c.zone,
        _PLACEMENT.c.staged,
        _PLACEMENT.c.reason,
        _VARIANT.c.language,
        _PROGRAMME.c.lateness_minutes,
        _ACCOUNT.c.paused_at,
        _ACCOUNT.c.health,
        exists()
        .where(
            _PAUSE.c.ended_at.is_(None),
            or_(_PAUSE.c.programme_id.is_(None), _PAUSE.c.programme_id == _PLACEMENT.c.programme_id),
        )
        .label("is_paused"),
    )
    .join(_VARIANT, _VARIANT.c.id == _PLACEMENT.c.variant_id)
    .join(_PROGRAMME, _PROGRAMME.c.id == _PLACEMENT.c.programme_id)
    .join(_ACCOUNT, _ACCOUNT.c.id == _PLACEMENT.c.account_id)
    .where(_PLACEMENT.c.id.in_(numbers("wanted")))
    .order_by(_PLACEMENT.c.id)
)

_TAKE = (
    update(_PLACEMENT)
    .where(
        _PLACEMENT.c.id.in_(numbers("wanted")),
        _PLACEMENT.c.status == PlacementStatus.SCHEDULED,
    )
    .values(
        status=PlacementStatus.SENDING,
        token=bindparam("its_token"),
        attempt=_PLACEMENT.c.attempt + 1,
        sending_at=bindparam("now"),
        next_at=bindparam("lease_ends"),
        reason="",
        reason_values={},
    )
)
