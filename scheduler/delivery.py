"""One wave of posts of one channel: check the bytes, claim and commit, one irreversible call each, settle.

The order is the promise. Before a call the database holds, on the disk, that it is about to happen; after
it only the token's owner may say what came of it. Whatever dies in between leaves rows that say `sending`,
and such rows are asked about, never sent again blindly.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.db import read_connection
from campaigns.placements import reasons
from campaigns.placements.sending.channel_answers import BROKE_OFF
from campaigns.placements.sending.claim import (
    Claim,
    Wanted,
    claim_placements,
    keep_staged,
    leave_placement,
    park_placement,
)
from campaigns.placements.sending.ends import ASKING, End, record_ends, told_ends
from campaigns.placements.sending.settle import hold_back, postpone, report_illness
from campaigns.placements.sending.waiting import Due
from campaigns.placements.sending.wire import Parcel, Tampered, build_wire
from campaigns.reasons import Reason
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.answers import Answer, settle_answers
from scheduler.contract import Adapter, Barred, NotYet, Outcome, Prepared, Rejected, Unknown
from scheduler.deps import Deps
from scheduler.registry import effective_class, settle_time
from scheduler.retry import STUMBLE
from scheduler.traces import place_of

log = logging.getLogger("litfass.publisher")

#: The call begins within this after the claim or not at all: then it has ended before the lease does.
BEGIN_WITHIN_S = 25.0
HELD_UP = NotYet("The machine was held up between the claim and the call; nothing was sent.")

#: Sentences that are kept for whoever asks what a round did; the log has them all.
MOST_NOTICES = 200


class Delivery:
    """Delivers waves. Keeps answers that could not be written down, and writes them before anything else.

    `notices` are the latest sentences about placements that ask for a person. `has_held_back`: a channel told an
    account to wait, so that rows which were read before are due later now.
    """

    def __init__(self, deps: Deps, tally: Counter[str]) -> None:
        self._deps, self._tally = deps, tally
        self._unsettled: list[Answer] = []
        self.notices: deque[str] = deque(maxlen=MOST_NOTICES)
        self.has_held_back = False

    def open_ids(self) -> set[int]:
        """Placements whose answer is still to be written down."""
        return {answer.claim.placement_id for answer in self._unsettled}

    def deliver(self, due: Sequence[tuple[Due, Parcel]], adapter: Adapter) -> None:
        """Sends those of these posts that may leave."""
        prepared = {
            ready.placement_id: (ready, package)
            for row, ready in due
            if (package := self._prepare_safely(row, ready, adapter)) is not None
        }
        if not prepared:
            return
        wanted = [
            Wanted(number, package.wire.digest, package.staged, parcel.attempt)
            for number, (parcel, package) in prepared.items()
        ]
        begun = self._deps.steady()
        for claim in self._claim(wanted):
            parcel, package = prepared[claim.placement_id]
            # Whoever was held up for long may have lost the claim, and another worker may ask or send already.
            in_time = self._deps.steady() - begun < BEGIN_WITHIN_S
            outcome = _send(adapter, package) if in_time else HELD_UP
            ask_after = _ask_after(adapter, parcel) if isinstance(outcome, Unknown) else None
            self.has_held_back |= isinstance(outcome, NotYet) and outcome.whole_account
            self._unsettled.append(Answer(claim, outcome, self._deps.clock(), ask_after))
        self.settle_open()

    def settle_open(self) -> None:
        """Writes the answers down, those that the database could not take before (a full disk) as well."""
        if not self._unsettled:
            return
        with self._deps.engine.begin() as connection:
            ends, taken = settle_answers(connection, self._unsettled)
            record_ends(connection, ends, now=self._deps.clock())
        self._unsettled.clear()
        for claim in taken:
            log.warning("placement %s was decided by somebody else", claim.placement_id)
        self.tell(ends)

    def leave(
        self, placement_id: int, status: PlacementStatus, reason: Reason, next_at: datetime | None = None
    ) -> None:
        """Moves a scheduled row elsewhere without sending it."""
        with self._deps.engine.begin() as connection:
            end = leave_placement(
                connection, placement_id, status, reason, self._deps.clock(), next_at=next_at
            )
        self.tell([end] if end else [])

    def tell(self, ends: Sequence[End]) -> None:
        """Counts ends and writes them to the log; those that ask for a person as a sentence."""
        for end in ends:
            self._tally[end.status] += 1
            log.info("placement %s: %s", end.placement_id, end.status)
        asking = [end for end in ends if end.status in ASKING]
        if not asking:
            return
        try:
            with read_connection(self._deps.engine) as connection:
                sentences = told_ends(connection, asking)
        except Exception as problem:
            # It is written down already; that it cannot be told must not keep claimed posts from leaving.
            log.error("what became of %d placements cannot be told: %s", len(asking), place_of(problem))
            return
        for sentence in sentences:
            log.warning("%s", sentence)
        self.notices.extend(sentences)

    def stumble(self, row: Due, problem: Exception) -> None:
        """Something of ours broke before anything was claimed: the row is looked at again later."""
        log.error("placement %s is looked at again later: %s", row.placement_id, place_of(problem))
        self._tally["stumbled"] += 1
        later = self._deps.clock() + STUMBLE
        with self._deps.engine.begin() as connection:
            postpone(connection, placement_id=row.placement_id, seen_at=row.next_at, next_at=later)

    def new_token(self) -> str:
        """A token that nobody had before; it begins with the worker's name."""
        return f"{self._deps.worker}.{secrets.token_hex(8)}"

    def _prepare_safely(self, row: Due, parcel: Parcel, adapter: Adapter) -> Prepared | None:
        try:
            return self._prepare(parcel, adapter)
        except Exception as problem:
            self.stumble(row, problem)
            return None

    def _prepare(self, parcel: Parcel, adapter: Adapter) -> Prepared | None:
        try:
            wire = build_wire(parcel, self._deps.read_file)
            answer = adapter.prepare(wire, parcel.sender, parcel.staged)
        except Tampered as problem:
            reason = Reason(reasons.CHANGED, {"what": problem.what})
            self.leave(parcel.placement_id, PlacementStatus.HELD, reason)
            return None
        if isinstance(answer, Prepared):
            return answer
        self._put_off(parcel, answer)
        return None

    def _put_off(self, parcel: Parcel, answer: Rejected | NotYet | Barred) -> None:
        """What could not be prepared: nothing was claimed and nothing was sent."""
        reason = Reason("{answer}", {"answer": answer.reason})
        if isinstance(answer, Rejected) and answer.permanent:
            self.leave(parcel.placement_id, PlacementStatus.FAILED, reason)
            return
        later = self._deps.clock() + STUMBLE
        if isinstance(answer, NotYet) and answer.retry_at:
            # What is still being worked on says itself when it can be ready.
            later = answer.retry_at if answer.staged else max(later, answer.retry_at)
        if isinstance(answer, Barred):
            with self._deps.engine.begin() as connection:
                report_illness(connection, parcel.placement_id, answer.reason)
                end = park_placement(connection, parcel.placement_id, self._deps.clock())
            self.tell([end] if end else [])
            return
        if isinstance(answer, NotYet) and answer.staged:
            with self._deps.engine.begin() as connection:
                keep_staged(connection, {parcel.placement_id: answer.staged})
        if isinstance(answer, NotYet) and answer.whole_account:
            with self._deps.engine.begin() as connection:
                hold_back(connection, parcel.placement_id, until=later)
            self.has_held_back = True
        self.leave(parcel.placement_id, PlacementStatus.SCHEDULED, reason, next_at=later)

    def _claim(self, wanted: Sequence[Wanted]) -> list[Claim]:
        with self._deps.engine.begin() as connection:
            claims, left = claim_placements(
                connection,
                wanted=wanted,
                token=self.new_token(),
                now=self._deps.clock(),
                publisher=None if self._deps.is_shared else self._deps.worker,
                approved=self._deps.approved,
            )
        self.tell(left)
        return claims


def _ask_after(adapter: Adapter, parcel: Parcel) -> timedelta | None:
    if effective_class(adapter, parcel.sender) is IdempotencyClass.BLIND:
        return None
    return settle_time(adapter, parcel.sender)


def _send(adapter: Adapter, prepared: Prepared) -> Outcome:
    """The one irreversible call. An adapter that breaks has not said whether the post left."""
    try:
        return adapter.send(prepared)
    except Exception as problem:
        log.error("the adapter %s broke while sending: %s", adapter.channel, place_of(problem))
        return Unknown(BROKE_OFF.format(kind_of_fault=type(problem).__name__))
