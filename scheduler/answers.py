"""From a channel's answer to the row's next state."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.placements import reasons
from campaigns.placements.claim import Claim
from campaigns.placements.ends import End
from campaigns.placements.settle import (
    Ticket,
    settle_failed,
    settle_later,
    settle_published,
    settle_unconfirmed,
)
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Outcome, Published, Rejected, Unknown
from scheduler.retry import next_try

#: After a lost reply the channel is asked as soon as its own writing can be over.
SETTLE_TIME = timedelta(seconds=5)


def settle_outcome(
    connection: Connection, claim: Claim, outcome: Outcome, *, now: datetime, is_blind: bool
) -> End:
    """Writes the answer down and says where the placement stands now. The caller adds it to the trail."""
    ticket = Ticket(claim.placement_id, claim.token)

    def end(status: PlacementStatus, why: Reason) -> End:
        return End(claim.placement_id, claim.programme_id, claim.digest, status, why)

    if isinstance(outcome, Published):
        settle_published(connection, ticket, remote_id=outcome.remote_id, url=outcome.url, now=now)
        return end(PlacementStatus.PUBLISHED, Reason(""))
    reason = Reason("{answer}", {"answer": outcome.reason[:300]})
    if isinstance(outcome, Unknown):
        ask_at = None if is_blind else now + SETTLE_TIME
        settle_unconfirmed(connection, ticket, reason=reason, next_at=ask_at, now=now)
        return end(PlacementStatus.UNCONFIRMED, reason)
    if isinstance(outcome, Rejected) and outcome.permanent:
        settle_failed(connection, ticket, reason=reason, now=now)
        return end(PlacementStatus.FAILED, reason)
    again = next_try(claim.attempt, now, None if isinstance(outcome, Rejected) else outcome.retry_at)
    if again is None:
        tried = Reason(reasons.TRIED_OFTEN, {"attempts": claim.attempt, "answer": outcome.reason[:300]})
        settle_failed(connection, ticket, reason=tried, now=now)
        return end(PlacementStatus.FAILED, tried)
    settle_later(connection, ticket, reason=reason, next_at=again, now=now)
    return end(PlacementStatus.SCHEDULED, reason)
