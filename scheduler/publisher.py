"""Looking at what is due: posts to send, leases that are over, lost replies to ask about."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from campaigns.db import read_connection
from campaigns.placements import reasons
from campaigns.placements.actions.restored import doubt_at_its_moment
from campaigns.placements.sending.claim import TakenOver
from campaigns.placements.sending.settle import lose_claim, postpone
from campaigns.placements.sending.waiting import Due, due_rows, next_due
from campaigns.placements.sending.wire import Parcel, load_parcels
from campaigns.reasons import Reason
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Adapter
from scheduler.delivery import Delivery
from scheduler.deps import Deps
from scheduler.questions import ask_channel, asks_first
from scheduler.registry import effective_class
from scheduler.trail_watch import TrailWatch
from scheduler.turns import turns_of

BATCH = 500
#: What was read is used for so many seconds; then it is read again, for channels take their time, and meanwhile a token
#: may have been renewed.
FRESH_S = 10.0
log = logging.getLogger("litfass.publisher")

Wave = list[tuple[Due, Parcel]]


class Publisher:
    """Handles due rows in the order of their moments, one wave after the other."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps
        self.tally: Counter[str] = Counter()
        self._delivery = Delivery(deps, self.tally)
        self.watch = TrailWatch(deps)

    @property
    def notices(self) -> tuple[str, ...]:
        """The latest sentences about placements that ask for a person."""
        return tuple(self._delivery.notices)

    def next_due(self) -> datetime | None:
        """When a row has to be looked at next."""
        with read_connection(self.deps.engine) as connection:
            return next_due(connection)

    def publish_due(self) -> int:
        """Handles everything that is due by now; how many rows that were."""
        self._delivery.settle_open()
        handled = 0
        while not self.deps.stop.is_set():
            read_at = self.deps.steady()
            rows, parcels = self._read_due()
            if not rows:
                break
            before = handled
            for wave in self._waves(rows, parcels):
                is_old = handled > before and self.deps.steady() - read_at > FRESH_S
                if is_old or self._delivery.has_held_back or self.deps.stop.is_set():
                    break
                handled += self._handle(wave, parcels)
            if handled == before:
                # All of it is in the hands of other workers.
                break
        return handled

    def _read_due(self) -> tuple[list[Due], dict[int, Parcel]]:
        self._delivery.has_held_back = False
        open_ids = self._delivery.open_ids()
        with read_connection(self.deps.engine) as connection:
            rows = due_rows(connection, now=self.deps.clock(), limit=BATCH + len(open_ids))
            rows = [row for row in rows if row.placement_id not in open_ids]
            if rows:
                self.watch.pause_if_broken(connection, [row.placement_id for row in rows])
            return rows, load_parcels(connection, [row.placement_id for row in rows])

    def _waves(self, rows: Sequence[Due], parcels: Mapping[int, Parcel]) -> Iterator[list[Due]]:
        """Rows in their order, neighbours of a channel that takes waves together."""
        wave: list[Due] = []
        for row in rows:
            if wave and not self._joins(wave, row, parcels):
                yield wave
                wave = []
            wave.append(row)
        if wave:
            yield wave

    def _joins(self, wave: Sequence[Due], row: Due, parcels: Mapping[int, Parcel]) -> bool:
        first, last = self._adapter(wave[0], parcels), self._adapter(row, parcels)
        return (
            last is not None
            and first is last
            and len(wave) < last.wave
            and wave[0].status is row.status is PlacementStatus.SCHEDULED
            and not any(asks_first(parcels[one.placement_id], last) for one in (wave[0], row))
        )

    def _adapter(self, row: Due, parcels: Mapping[int, Parcel]) -> Adapter | None:
        parcel = parcels.get(row.placement_id)
        return self.deps.adapters.get(parcel.channel) if parcel else None

    def _handle(self, wave: Sequence[Due], parcels: Mapping[int, Parcel]) -> int:
        """One wave; how many rows of it were ours. The database's own refusals go up to the engine; anything else
        costs the row a minute."""
        row, adapter = wave[0], self._adapter(wave[0], parcels)
        parcel = parcels.get(row.placement_id)
        try:
            if row.status is PlacementStatus.SENDING:
                self._lose(row, parcel, adapter)
            elif parcel is None or adapter is None:
                self._strand(row, parcel)
            elif row.status is PlacementStatus.UNCONFIRMED:
                self._ask(parcel, adapter)
            elif asks_first(parcel, adapter):
                self._doubt(parcel)
            else:
                return self._deliver(wave, parcels, adapter)
        except (TakenOver, DBAPIError):
            raise
        except Exception as problem:
            for one in wave:
                self._delivery.stumble(one, problem)
        return len(wave)

    def _deliver(self, wave: Sequence[Due], parcels: Mapping[int, Parcel], adapter: Adapter) -> int:
        ids = [row.placement_id for row in wave]
        with turns_of(self.deps.engine, ids, now=self.deps.clock()) as ours:
            due = [(row, parcels[row.placement_id]) for row in wave if row.placement_id in ours]
            if due:
                self._delivery.deliver(due, adapter)
        return len(due)

    def _doubt(self, parcel: Parcel) -> None:
        """It came back with a backup and may be out: the channel is asked, in the next look, before it is sent."""
        with self.deps.engine.begin() as connection:
            end = doubt_at_its_moment(connection, parcel.placement_id, self.deps.clock())
        self._delivery.tell([end] if end else [])

    def _ask(self, parcel: Parcel, adapter: Adapter) -> None:
        end = ask_channel(self.deps, parcel, adapter, self._delivery.new_token())
        if end is None:
            self.tally[PlacementStatus.UNCONFIRMED] += 1
        else:
            self._delivery.tell([end])

    def _strand(self, row: Due, parcel: Parcel | None) -> None:
        """Nothing can be done with this row here; a person has to look."""
        if row.status is PlacementStatus.UNCONFIRMED:
            with self.deps.engine.begin() as connection:
                postpone(connection, placement_id=row.placement_id, seen_at=row.next_at, next_at=None)
            return
        if parcel is None:
            reason = Reason(reasons.CHANGED, {"what": "the proof or the account is gone"})
        else:
            reason = Reason(reasons.NO_ADAPTER, {"channel": parcel.channel})
        self._delivery.leave(row.placement_id, PlacementStatus.HELD, reason)

    def _lose(self, row: Due, parcel: Parcel | None, adapter: Adapter | None) -> None:
        """A lease is over without an answer: the worker that had it is gone."""
        can_ask = (
            parcel is not None
            and adapter is not None
            and effective_class(adapter, parcel.sender) is not IdempotencyClass.BLIND
        )
        next_at = self.deps.clock() if can_ask else None
        with self.deps.engine.begin() as connection:
            end = lose_claim(
                connection,
                placement_id=row.placement_id,
                token=row.token,
                next_at=next_at,
                now=self.deps.clock(),
            )
        self._delivery.tell([end] if end else [])
