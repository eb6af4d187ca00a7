"""After a backup was put back: what may have gone out since then is doubted, not sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, case, func, or_, update
from sqlmodel import Session

from campaigns.placements.models import Placement
from campaigns.placements.reasons import RESTORED
from campaigns.placements.sending.ends import End, record_ends
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

#: What may go out, or be let go again.
MAY_BE_SENT = (
    PlacementStatus.PROPOSED,
    PlacementStatus.SCHEDULED,
    PlacementStatus.HELD,
    PlacementStatus.EXPIRED,
    PlacementStatus.MISSED,
    PlacementStatus.FAILED,
)
_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]


def doubt_restored(session: Session, *, backed_up_at: datetime, now: datetime) -> int:
    """Placements whose moment came before `now` may exist although the restored rows do not know it.

    They become `unconfirmed` with the channel to be asked; where it cannot be asked, a person looks: so with a
    proposal whose moment has come, which may have been made binding and sent after the backup was made. Returns how
    many. The way through `sending` is skipped: that step was taken, if at all, after the backup was made.

    The others are marked with the moment of the backup: one that was moved to an earlier moment since, or let go again,
    may be out as well (`doubt_at_its_moment`). So may a hand-off: its page has the person look first.
    """
    rows = _PLACEMENT.c
    doubted = session.execute(
        update(_PLACEMENT)
        .where(
            or_(
                rows.status == PlacementStatus.SENDING,
                rows.status.in_([PlacementStatus.SCHEDULED, PlacementStatus.PROPOSED])
                & rows.account_id.is_not(None)
                & (rows.due_at <= now),
            )
        )
        .values(
            status=PlacementStatus.UNCONFIRMED,
            reason=RESTORED,
            reason_values={},
            token=None,
            sending_at=func.coalesce(rows.sending_at, rows.due_at),
            next_at=case((rows.digest.is_not(None), now)),
        )
    )
    session.execute(update(_PLACEMENT).where(rows.status.in_(MAY_BE_SENT)).values(restored_from=backed_up_at))
    session.expire_all()
    return int(doubted.rowcount)  # type: ignore[attr-defined]


def doubt_at_its_moment(connection: Connection, placement_id: int, now: datetime) -> End | None:
    """A restored post whose moment has come, on a channel that can be asked: it is asked before anything is sent.

    None when the row moved meanwhile.
    """
    rows = _PLACEMENT.c
    changed = connection.execute(
        update(_PLACEMENT)
        .where(
            rows.id == placement_id,
            rows.status == PlacementStatus.SCHEDULED,
            rows.restored_from.is_not(None),
        )
        .values(
            status=PlacementStatus.UNCONFIRMED,
            reason=RESTORED,
            reason_values={},
            sending_at=rows.restored_from,
            restored_from=None,
            next_at=now,
            settled_at=now,
        )
        .returning(rows.programme_id, rows.digest)
    ).one_or_none()
    if changed is None:
        return None
    end = End(
        placement_id, changed.programme_id, changed.digest, PlacementStatus.UNCONFIRMED, Reason(RESTORED)
    )
    record_ends(connection, [end], now=now)
    return end
