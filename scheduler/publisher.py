"""Sending what is due: read, check the bytes, claim and commit, one irreversible call, settle.

The order is the promise. Before the call the database holds, on the disk, that it is about to happen; after
it only the token's owner may say what came of it. Whatever dies in between leaves a row that says `sending`,
and such a row is asked about, never sent again blindly.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from campaigns.db import READ_ONLY
from campaigns.placements import reasons
from campaigns.placements.claim import Claim, Left, TakenOver, claim_placement, leave_placement
from campaigns.placements.reasons import Reason
from campaigns.placements.settle import NotYours, lose_claim, postpone
from campaigns.placements.waiting import Due, due_rows, next_due
from campaigns.placements.wire import Parcel, Tampered, Wire, build_wire, load_parcel
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.answers import settle_outcome
from scheduler.contract import Adapter, NotYet, Outcome, Prepared, Rejected, Unknown
from scheduler.deps import Deps
from scheduler.questions import ask_channel
from scheduler.registry import effective_class
from scheduler.retry import STUMBLE
from scheduler.traces import place_of

BATCH = 50
log = logging.getLogger("litfass.publisher")


class Publisher:
    """Handles due rows one after the other. Keeps answers that could not be written down and writes them later."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self.tally: Counter[str] = Counter()
        self._unsettled: dict[int, Callable[[Connection], None]] = {}

    def next_due(self) -> datetime | None:
        """When a row has to be looked at next."""
        with self._reading() as connection:
            return next_due(connection)

    def publish_due(self) -> int:
        """Handles everything that is due by now; how many rows that were."""
        self.settle_open()
        handled = 0
        while not self.deps.stop.is_set():
            with self._reading() as connection:
                rows = due_rows(connection, now=self.deps.clock(), limit=BATCH + len(self._unsettled))
            rows = [row for row in rows if row.placement_id not in self._unsettled]
            if not rows:
                return handled
            for row in rows:
                if self.deps.stop.is_set():
                    break
                self._handle_safely(row)
                handled += 1
        return handled

    def settle_open(self) -> None:
        """Writes down answers that the database could not take before (a full disk, a lost connection)."""
        for placement_id, write in list(self._unsettled.items()):
            self._settle(placement_id, write)

    def _handle_safely(self, row: Due) -> None:
        try:
            self._handle(row)
        except (TakenOver, DBAPIError):
            # Nothing can be written now; the engine looks again soon.
            raise
        except Exception as problem:
            log.error("placement %s is looked at again later: %s", row.placement_id, place_of(problem))
            self.tally["stumbled"] += 1
            with self.deps.engine.begin() as connection:
                later = self.deps.clock() + STUMBLE
                postpone(connection, placement_id=row.placement_id, seen_at=row.next_at, next_at=later)

    def _handle(self, row: Due) -> None:
        with self._reading() as connection:
            parcel = load_parcel(connection, row.placement_id)
        adapter = self.deps.adapters.get(parcel.channel) if parcel else None
        if row.status is PlacementStatus.SENDING:
            self._lose(row, parcel, adapter)
        elif parcel is None or adapter is None:
            self._strand(row, parcel)
        elif row.status is PlacementStatus.UNCONFIRMED:
            self.tally[ask_channel(self.deps, parcel, adapter, self._token())] += 1
        else:
            self._deliver(row, parcel, adapter)

    def _deliver(self, row: Due, parcel: Parcel, adapter: Adapter) -> None:
        wire = self._wire(parcel)
        if wire is None:
            return
        prepared = adapter.prepare(wire, parcel.sender)
        if not isinstance(prepared, Prepared):
            self._not_prepared(row, prepared)
            return
        claim = self._claim(parcel, prepared)
        if claim is None:
            return
        outcome = _send(adapter, prepared)
        self._settle(claim.placement_id, self._answer(claim, outcome, adapter, parcel))

    def _claim(self, parcel: Parcel, prepared: Prepared) -> Claim | None:
        with self.deps.engine.begin() as connection:
            answer = claim_placement(
                connection,
                placement_id=parcel.placement_id,
                digest=prepared.wire.digest,
                token=self._token(),
                now=self.deps.clock(),
                publisher=None if self.deps.is_shared else self.deps.worker,
                approved=self.deps.approved,
            )
        if isinstance(answer, Left):
            self._tell_left(parcel.placement_id, answer)
            return None
        return answer

    def _answer(
        self, claim: Claim, outcome: Outcome, adapter: Adapter, parcel: Parcel
    ) -> Callable[[Connection], None]:
        moment = self.deps.clock()
        blind = effective_class(adapter, parcel.sender) is IdempotencyClass.BLIND

        def write(connection: Connection) -> None:
            status = settle_outcome(connection, claim, outcome, now=moment, is_blind=blind)
            self.tally[status] += 1
            log.info("placement %s try %s: %s", claim.placement_id, claim.attempt, status)

        return write

    def _settle(self, placement_id: int, write: Callable[[Connection], None]) -> None:
        self._unsettled[placement_id] = write
        try:
            with self.deps.engine.begin() as connection:
                write(connection)
        except NotYours:
            log.warning("placement %s was decided by somebody else meanwhile", placement_id)
        del self._unsettled[placement_id]

    def _wire(self, parcel: Parcel) -> Wire | None:
        try:
            return build_wire(parcel, self.deps.read_file)
        except Tampered as problem:
            reason = Reason(reasons.CHANGED, {"what": problem.what})
            self._leave(parcel.placement_id, PlacementStatus.HELD, reason)
            return None

    def _strand(self, row: Due, parcel: Parcel | None) -> None:
        if parcel is None:
            reason = Reason(reasons.CHANGED, {"what": "the proof or the account is gone"})
        else:
            reason = Reason(reasons.NO_ADAPTER, {"channel": parcel.channel})
        if row.status is PlacementStatus.UNCONFIRMED:
            with self.deps.engine.begin() as connection:
                postpone(connection, placement_id=row.placement_id, seen_at=row.next_at, next_at=None)
        else:
            self._leave(row.placement_id, PlacementStatus.HELD, reason)

    def _not_prepared(self, row: Due, answer: Rejected | NotYet) -> None:
        reason = Reason("{answer}", {"answer": answer.reason})
        if isinstance(answer, Rejected) and answer.permanent:
            self._leave(row.placement_id, PlacementStatus.FAILED, reason)
            return
        later = self.deps.clock() + STUMBLE
        if isinstance(answer, NotYet) and answer.retry_at:
            later = max(later, answer.retry_at)
        self._leave(row.placement_id, PlacementStatus.SCHEDULED, reason, next_at=later)

    def _leave(
        self, placement_id: int, status: PlacementStatus, reason: Reason, next_at: datetime | None = None
    ) -> None:
        with self.deps.engine.begin() as connection:
            leave_placement(connection, placement_id, status, reason, self.deps.clock(), next_at=next_at)
        self._tell_left(placement_id, Left(status, reason))

    def _lose(self, row: Due, parcel: Parcel | None, adapter: Adapter | None) -> None:
        """A lease is over without an answer: the worker that had it is gone."""
        can_ask = (
            parcel is not None
            and adapter is not None
            and effective_class(adapter, parcel.sender) is not IdempotencyClass.BLIND
        )
        with self.deps.engine.begin() as connection:
            lose_claim(
                connection,
                placement_id=row.placement_id,
                token=row.token,
                next_at=self.deps.clock() if can_ask else None,
            )
        self.tally[PlacementStatus.UNCONFIRMED] += 1
        log.warning("placement %s: its worker ended while sending", row.placement_id)

    def _tell_left(self, placement_id: int, left: Left) -> None:
        self.tally[left.status] += 1
        log.info("placement %s was not sent: %s", placement_id, left.status)

    def _token(self) -> str:
        return f"{self.deps.worker}.{secrets.token_hex(8)}"

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.deps.engine.connect() as connection:
            connection = connection.execution_options(**{READ_ONLY: True})
            yield connection
            connection.rollback()


def _send(adapter: Adapter, prepared: Prepared) -> Outcome:
    """The one irreversible call. An adapter that breaks has not said whether the post left."""
    try:
        return adapter.send(prepared)
    except Exception as problem:
        log.error("the adapter %s broke while sending: %s", adapter.channel, place_of(problem))
        return Unknown(f"The connection broke while it was sent ({type(problem).__name__}).")
