"""After a backup was put back: what may have gone out since then is doubted, not sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, case, func, or_, update
from sqlmodel import Session

from campaigns.placements.models import Placement
from campaigns.placements.reasons import RESTORED
from campaigns.vocabulary import PlacementStatus

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]


def doubt_restored(session: Session, *, now: datetime) -> int:
    """Placements whose moment came before `now` may exist although the restored rows do not know it.

    They become `unconfirmed` with the channel to be asked; where it cannot be asked, a person looks: so with a
    proposal whose moment has come, which may have been made binding and sent after the backup was made. Returns how
    many. The way through `sending` is skipped: that step was taken, if at all, after the backup was made.
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
    session.expire_all()
    return int(doubted.rowcount)  # type: ignore[attr-defined]
