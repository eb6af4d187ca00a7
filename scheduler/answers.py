"""From a channel's answer to the row's next state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.placements import reasons
from campaigns.placements.sending.claim import Claim
from campaigns.placements.sending.ends import End
from campaigns.placements.sending.settle import (
    NotYours,
    Out,
    Ticket,
    hold_back,
    report_illness,
    settle_all_published,
    settle_failed,
    settle_going_on,
    settle_later,
    settle_published,
    settle_unconfirmed,
)
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus
from scheduler.contract import Barred, GoesOn, NotYet, Outcome, Published, Rejected, Unknown
from scheduler.retry import next_try

#: An account that fell ill is looked at by the next claim, which keeps its posts until it is mended.
NEXT_LOOK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel said about a claimed post, and when.

    `ask_after` is how long after a lost reply the channel is asked; None where it cannot be.
    """

    claim: Claim
    outcome: Outcome
    at: datetime
    ask_after: timedelta | None

    @property
    def out(self) -> Out | None:
        """What is written down of a post that exists now."""
        if not isinstance(self.outcome, Published):
            return None
        ticket = Ticket(self.claim.placement_id, self.claim.token)
        return Out(ticket, self.outcome.remote_id, self.outcome.url, self.at)


def settle_answers(connection: Connection, answers: Sequence[Answer]) -> tuple[list[End], list[Claim]]:
    """Writes the answers down: where the placements stand now, and the claims that somebody else had decided.

    What the channel has is written down together, which takes a tenth of the time; one by one only where one of
    them was taken away meanwhile.
    """
    posts = [out for answer in answers if (out := answer.out) is not None]
    are_written = len(posts) > 1 and settle_all_published(connection, posts)
    ends: list[End] = []
    taken: list[Claim] = []
    for answer in answers:
        claim = answer.claim
        if are_written and answer.out is not None:
            ends.append(End(claim.placement_id, claim.programme_id, claim.digest, PlacementStatus.PUBLISHED))
            continue
        try:
            ends.append(
                settle_outcome(connection, claim, answer.outcome, now=answer.at, ask_after=answer.ask_after)
            )
        except NotYours:
            taken.append(claim)
    return ends, taken


def settle_outcome(
    connection: Connection, claim: Claim, outcome: Outcome, *, now: datetime, ask_after: timedelta | None
) -> End:
    """Writes the answer down and says where the placement stands now. The caller adds it to the trail.

    `ask_after` is how long after a lost reply the channel is asked; None where it cannot be.
    """
    ticket = Ticket(claim.placement_id, claim.token)

    def end(status: PlacementStatus, why: Reason) -> End:
        return End(claim.placement_id, claim.programme_id, claim.digest, status, why)

    if isinstance(outcome, Published):
        settle_published(connection, ticket, remote_id=outcome.remote_id, url=outcome.url, now=now)
        return end(PlacementStatus.PUBLISHED, Reason(""))
    if isinstance(outcome, GoesOn):
        rest = Reason(reasons.GOES_ON, {"done": outcome.done, "of": outcome.of})
        settle_going_on(connection, ticket, reason=rest, next_at=outcome.next_at, now=now)
        return end(PlacementStatus.SCHEDULED, rest)
    reason = Reason("{answer}", {"answer": outcome.reason[:300]})
    if isinstance(outcome, Unknown):
        ask_at = now + ask_after if ask_after is not None else None
        settle_unconfirmed(connection, ticket, reason=reason, next_at=ask_at, now=now)
        return end(PlacementStatus.UNCONFIRMED, reason)
    if isinstance(outcome, Barred):
        report_illness(connection, claim.placement_id, outcome.reason)
        settle = settle_going_on if outcome.underway else settle_later
        settle(connection, ticket, reason=Reason(outcome.reason), next_at=now + NEXT_LOOK, now=now)
        return end(PlacementStatus.SCHEDULED, Reason(outcome.reason))
    if isinstance(outcome, Rejected) and outcome.permanent:
        settle_failed(connection, ticket, reason=reason, now=now)
        return end(PlacementStatus.FAILED, reason)
    again = next_try(claim.attempt, now, None if isinstance(outcome, Rejected) else outcome.retry_at)
    if isinstance(outcome, NotYet) and outcome.whole_account:
        hold_back(connection, claim.placement_id, until=again or outcome.retry_at or now)
    if again is None:
        tried = Reason(reasons.TRIED_OFTEN, {"attempts": claim.attempt, "answer": outcome.reason[:300]})
        settle_failed(connection, ticket, reason=tried, now=now)
        return end(PlacementStatus.FAILED, tried)
    settle_later(connection, ticket, reason=reason, next_at=again, now=now)
    return end(PlacementStatus.SCHEDULED, reason)
