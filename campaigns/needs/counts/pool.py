"""Changes of the weekly counts wait for one another, so that no reload of the radar tells what one question was about.

A threshold pool mix, as remailers have it (Serjantov, Dingledine, Syverson, "From a Trickle to a Flood", 2002): of
each kind of change (new, moved to another topic, taken back) nothing is counted before 2k−1 wait; then all are but
k−1 of them, and chance says which. So a view differs from an earlier one by k changes at least, and of nobody who
knows when each question was entered, and reads everything there is to read before and after, a count can be told more
closely than within k−1: k−1 of those that were counted may have waited since before, and k−1 of those that came may
wait now. (docs/decisions, 27; `tests/campaigns/needs/reloads.py` attacks it.)

What waits counts by its case: five questions of one case are one person's.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from campaigns.needs.counts.disclosure import SMALLEST_COUNT
from campaigns.needs.counts.rollup import COUNTED, WeekTally
from campaigns.needs.models import AdviceNeed, NeedWaiting, NeedWeek
from campaigns.people.models import Programme
from campaigns.vocabulary import InfoQuality

#: The columns of a question that say what a change of its counts is and whose.
KNOWN = (*COUNTED, "day", "content_hash", "case_hash")
#: So many units are collected before the first of them are counted: a million questions are not held in memory.
_AT_ONCE = 2000
_TABLE: SqlTable = NeedWaiting.__table__  # type: ignore[attr-defined]


class Kind(Enum):
    """Kinds wait apart: one new question among corrections would be found out."""

    NEW = "new"
    MOVED = "moved"
    TAKEN = "taken"


class Change(NamedTuple):
    """What a question counts as, before and after; None where it counts as nothing."""

    content: str
    unit: str
    day: date
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.NEW
        return Kind.MOVED if self.after is not None else Kind.TAKEN

    def then(self, later: Change) -> Change | None:
        """Both changes as one; None when nothing is left to change."""
        if self.before == later.after:
            return None
        return later._replace(before=self.before)


class Pool:
    """The one way into the weekly counts. Collects changes; `save` writes what may be counted and what waits."""

    def __init__(self, session: Session, programme_id: int) -> None:
        self._session, self._programme_id = session, programme_id
        programme = session.get(Programme, programme_id)
        self._kept = max(programme.smallest_count if programme else 0, SMALLEST_COUNT) - 1
        self._tally = WeekTally()
        self._came: dict[Kind, dict[str, list[Change]]] = {kind: defaultdict(list) for kind in Kind}
        self._open: set[Kind] = set()
        waiting = self._rows()
        self._waiting = {change.content for change, _turn in waiting}
        self._again: list[Change] = []
        self._turn = 1 + max((turn for _change, turn in waiting), default=0)

    def add(self, values: Mapping[str, Any]) -> None:
        """A question came; `values` hold the columns `KNOWN`."""
        self._change(values, None, _counted(values))

    def take_away(self, values: Mapping[str, Any]) -> None:
        """A question was taken back. Those whose time is over are not: their counts stay."""
        self._change(values, _counted(values), None)

    def move(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A question counts as something else from now on."""
        if _counted(before) != _counted(after):
            self._change(after, _counted(before), _counted(after))

    def save(self) -> None:
        """Counts what may be counted and writes what waits."""
        waiting = {change.content: change for change, _turn in self._rows(lock=True)}
        takes = bool(self._came[Kind.TAKEN] or self._open) or any(one.after is None for one in self._again)
        for change in self._collected():
            known = waiting.pop(change.content, None)
            merged = known.then(change) if known else change
            if merged:
                waiting[change.content] = merged
        kinds: dict[Kind, dict[str, list[Change]]] = {kind: defaultdict(list) for kind in Kind}
        for change in waiting.values():
            kinds[change.kind][change.unit].append(change)
        for kind, units in kinds.items():
            if kind in self._open or len(units) > 2 * self._kept:
                self._let_in(units)
        self._tally.save(self._session, self._programme_id)
        if takes and self._is_empty(kinds):
            # Everybody knows that nothing is left where everything was taken back.
            self._count_all(kinds)
        self._write(kinds)

    def _change(
        self, values: Mapping[str, Any], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        content = values["content_hash"]
        change = Change(content, values["case_hash"] or content, values["day"], before, after)
        if content in self._waiting:
            self._again.append(change)
            return
        units = self._came[change.kind]
        units[change.unit].append(change)
        if len(units) > _AT_ONCE + self._kept:
            self._open.add(change.kind)
            self._let_in(units)

    def _collected(self) -> list[Change]:
        """What came and is not counted yet, in the order in which it came for each question."""
        fresh = [one for units in self._came.values() for changes in units.values() for one in changes]
        return [*fresh, *self._again]

    def _let_in(self, units: dict[str, list[Change]]) -> None:
        """Counts all units but those that chance keeps back."""
        drawn = sorted(units, key=self._chance)
        for unit in drawn[: max(0, len(drawn) - self._kept)]:
            for change in units.pop(unit):
                self._count(change, self._tally)

    def _chance(self, unit: str) -> bytes:
        """Where a unit stands in this turn's draw. Units are keyed hashes, so nobody can foresee it."""
        return hashlib.blake2b(unit.encode(), key=str(self._turn).encode()).digest()

    @staticmethod
    def _count(change: Change, tally: WeekTally) -> None:
        if change.before is not None:
            tally.take_away(change.before)
        if change.after is not None:
            tally.add(change.after)

    def _is_empty(self, kinds: Mapping[Kind, Mapping[str, list[Change]]]) -> bool:
        """Whether nothing is left to count once all that waits is counted."""
        if kinds[Kind.MOVED]:
            return False
        counts = func.coalesce(func.sum(col(NeedWeek.asked)), 0)
        shown = self._session.scalar(select(counts).where(col(NeedWeek.programme_id) == self._programme_id))
        new, taken = (sum(map(len, kinds[kind].values())) for kind in (Kind.NEW, Kind.TAKEN))
        return int(shown or 0) + new - taken == 0

    def _count_all(self, kinds: Mapping[Kind, dict[str, list[Change]]]) -> None:
        tally = WeekTally()
        for units in kinds.values():
            for changes in units.values():
                for change in changes:
                    self._count(change, tally)
            units.clear()
        tally.save(self._session, self._programme_id)

    def _rows(self, *, lock: bool = False) -> list[tuple[Change, int]]:
        query = select(_TABLE).where(_TABLE.c.programme_id == self._programme_id)
        if lock:
            # Two that save at the same time would each write what waits without the other's.
            lone = select(col(Programme.id)).where(col(Programme.id) == self._programme_id)
            self._session.execute(lone.with_for_update(key_share=True))
        rows = self._session.execute(query)
        return [
            (Change(row.content_hash, row.unit, row.day, _read(row.before), _read(row.after)), row.turn)
            for row in rows
        ]

    def _write(self, kinds: Mapping[Kind, Mapping[str, list[Change]]]) -> None:
        self._session.execute(delete(_TABLE).where(_TABLE.c.programme_id == self._programme_id))
        rows = [
            {
                "programme_id": self._programme_id,
                "content_hash": change.content,
                "unit": change.unit,
                "day": change.day,
                "before": _written(change.before),
                "after": _written(change.after),
                "turn": self._turn,
            }
            for units in kinds.values()
            for changes in units.values()
            for change in changes
        ]
        if rows:
            self._session.execute(insert(_TABLE), rows)


def waiting_by(
    keys: Sequence[str], session: Session, *, programme_id: int, topic: str | None, days: tuple[date, date]
) -> Counter[tuple[str, ...]]:
    """What the questions of these days hold more than may be told, by some of their columns ('' for none)."""
    found: Counter[tuple[str, ...]] = Counter()
    rows = select(_TABLE.c.before, _TABLE.c.after).where(
        _TABLE.c.programme_id == programme_id, _TABLE.c.day >= days[0], _TABLE.c.day <= days[1]
    )
    for before, after in session.execute(rows):
        for counted, times in ((before, -1), (after, 1)):
            if counted is not None and topic in (None, counted["topic"]):
                found[tuple(counted[key] or "" for key in keys)] += times
    return found


def known_of(need: AdviceNeed) -> dict[str, Any]:
    """A question as the pool expects it."""
    return {name: getattr(need, name) for name in KNOWN}


def _counted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in COUNTED}


def _written(counted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if counted is None:
        return None
    return {**counted, "week": counted["week"].isoformat(), "info_quality": str(counted["info_quality"])}


def _read(counted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if counted is None:
        return None
    quality = InfoQuality(counted["info_quality"])
    return {**counted, "week": date.fromisoformat(counted["week"]), "info_quality": quality}
