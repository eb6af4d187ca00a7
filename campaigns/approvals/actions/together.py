"""One word for several cards: only where nothing is new but how the pictures are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.actions.deciding import approve_one
from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.novelty import Novelty, novelties
from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor
from campaigns.people.new_voices import check_day_holds


def approve_drawn_anew(
    session: Session, *, seen: Mapping[int, Mapping[str, str]], by: Actor, now: datetime
) -> int:
    """Approves these cards by their digests as they were seen; all of them or, when one is not so, none."""
    if not seen:
        raise BadInput("Tick the cards you have looked at.")
    query = select(ReviewRequest).where(col(ReviewRequest.id).in_(list(seen)))
    requests = list(session.exec(query.order_by(col(ReviewRequest.id))))
    known = novelties(session, requests)
    for request in requests:
        if request.closed_at is not None or known[request.id].seen != dict(seen[request.id or 0]):
            raise Conflict(
                "Card {number} is not what you saw any more. Open it to see what is different. Nothing was approved.",
                number=request.id,
            )
        if known[request.id].novelty is not Novelty.LAYOUT:
            raise Conflict(
                "Card {number} has other words than were approved, so it is decided by itself. Nothing was approved.",
                number=request.id,
            )
    check_day_holds(session, now=now)
    for request_id, digests in seen.items():
        approve_one(session, request_id=request_id, seen=digests, by=by, now=now)
    return len(seen)
