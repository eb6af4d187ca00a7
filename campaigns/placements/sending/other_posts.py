"""What else goes through the account of a post: where a channel is read back, posts with the same words look alike."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, select

from campaigns.placements.models import Placement, Publication
from campaigns.vocabulary import PlacementStatus

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_PUBLICATION: Table = Publication.__table__  # type: ignore[attr-defined]


def known_posts(connection: Connection, placement_id: int, *, since: datetime) -> frozenset[str]:
    """Ids of posts that went out through the same account since then for other placements."""
    mine, other = _PLACEMENT.alias("mine"), _PLACEMENT.alias("other")
    rows = connection.execute(
        select(_PUBLICATION.c.remote_id)
        .join(other, other.c.id == _PUBLICATION.c.placement_id)
        .join(mine, mine.c.account_id == other.c.account_id)
        .where(mine.c.id == placement_id, other.c.id != placement_id, _PUBLICATION.c.published_at >= since)
    )
    return frozenset(rows.scalars())


def has_one_on_its_way(connection: Connection, placement_id: int) -> bool:
    """Whether another post of the same account is being sent right now. What the account shows may be that one."""
    mine, other = _PLACEMENT.alias("mine"), _PLACEMENT.alias("other")
    return bool(
        connection.execute(
            select(other.c.id)
            .join(mine, mine.c.account_id == other.c.account_id)
            .where(
                mine.c.id == placement_id,
                other.c.id != placement_id,
                other.c.status == PlacementStatus.SENDING,
            )
            .limit(1)
        ).scalar()
    )
