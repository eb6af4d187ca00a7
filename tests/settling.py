"""What the worker writes down when a channel says that a post exists: the publication, and the row of the trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.placements.models import Placement
from campaigns.placements.sending.ends import End, record_ends
from campaigns.placements.sending.settle import Ticket, settle_published
from campaigns.vocabulary import PlacementStatus


def note_published(
    connection: Connection, row: Placement, *, token: str, remote_id: str, url: str = "", now: datetime
) -> None:
    """A placement that was claimed by this token is out."""
    settle_published(connection, Ticket(row.id or 0, token), remote_id=remote_id, url=url, now=now)
    end = End(row.id or 0, row.programme_id, row.digest, PlacementStatus.PUBLISHED)
    record_ends(connection, [end], now=now)
