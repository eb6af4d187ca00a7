"""An attack on the radar by reloading it, written apart from the code that protects it.

A random stream of entries, imports, corrections, undone imports and deletions goes through the real actions. The
attacker knows when each of them happened and how many questions it concerned. He reloads after each one and sees more
than the radar ever shows: every row of the weekly counts, exactly, by topic, language and region. He even knows how
many changes of each kind wait. For every cell he asks two linear programmes how few and how many of the questions that
came (were moved there, were taken back) between two looks can have been in it.

    python -m tests.campaigns.needs.reloads --streams 200
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix
from sqlmodel import Session, col, select

import campaigns.tables
from campaigns.db import make_engine
from campaigns.needs.actions import confirm_topic, forget_old_needs, import_needs, record_need, undo_import
from campaigns.needs.actions.taking_back import take_back_decision
from campaigns.needs.decisions import last_decision
from campaigns.needs.models import AdviceNeed, NeedBatch, NeedRegion, NeedWaiting, NeedWeek
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import Role

K = 5
CELLS = tuple(product(("wage", "child_benefit"), ("ar", "uk"), ("DE-BE", "DE-NW")))
#: What can happen to a question, and how it can wait: what each adds to a cell and takes from it.
KINDS = ("new", "into", "out_of", "taken")
_WAITS = {"new": "new", "into": "moved", "out_of": "moved", "taken": "taken"}
_SIGN = {"new": 1, "into": 1, "out_of": -1, "taken": -1}
KEY = b"k" * 32
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """A reload: what the counts hold, what happened since the look before, and how many changes of each kind wait."""

    view: Counter[Cell]
    happened: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)


def stream(
    session: Session, programme: Programme, by: Actor, chance: random.Random, *, events: int
) -> Iterator[Look]:
    """Looks at the counts after each of so many random events."""
    favourite, before, before_waiting = chance.choice(CELLS), _truth(session), _waiting(session)
    yield Look(_view(session), Counter(), before_waiting)
    for number in range(events):
        now = BEGAN + timedelta(hours=number)
        happened = Counter[str]()
        kinds = ("entry", "import", "correct", "back", "undo", "forget")
        kind = chance.choices(kinds, (50, 12, 25, 6, 8, 5))[0]
        if kind == "entry":
            cell = favourite if chance.random() < 0.3 else chance.choice(CELLS)
            record_need(session, programme=programme, values=_values(cell, number), key=KEY, by=by, now=now)
        elif kind == "import":
            _import(session, programme, chance, favourite, number, now)
        elif kind == "correct" and before:
            ids = chance.sample(sorted(before), min(len(before), chance.choice((1, 1, 2, 3, 12))))
            confirm_topic(session, need_ids=ids, topic=chance.choice(CELLS)[0], by=by, now=now)
        elif kind == "back" and last_decision(session, by=by, now=now):
            take_back_decision(session, by=by, now=now)
        elif kind == "undo":
            batches = session.exec(select(NeedBatch.id).where(col(NeedBatch.undone_at).is_(None))).all()
            if batches:
                undo_import(session, batch_id=chance.choice(batches) or 0, by=None, now=now)
        elif kind == "forget":
            # Counts stay when the time of a question is over; what waits of them is never counted.
            days = session.exec(select(AdviceNeed.day)).all()
            if days:
                late = datetime.combine(min(days), BEGAN.timetz()) + timedelta(programme.retention_days + 1)
                forget_old_needs(session, programme=programme, now=late)
        session.flush()
        session.expire_all()
        after = _truth(session)
        waiting = _waiting(session)
        if kind == "forget":
            happened.update({f"lost {one}": before_waiting[one] - waiting[one] for one in before_waiting})
        else:
            happened["new"] = len(after.keys() - before.keys())
            happened["taken"] = len(before.keys() - after.keys())
            happened["moved"] = sum(after[one] != before[one] for one in after.keys() & before.keys())
        yield Look(_view(session), happened, waiting)
        before, before_waiting = after, waiting


def _values(cell: Cell, number: int) -> dict[str, str]:
    topic, language, region = cell
    return {"topic": topic, "language": language, "region": region, "space": f"Group {number}"}


def _import(
    session: Session, programme: Programme, chance: random.Random, favourite: Cell, number: int, now: datetime
) -> None:
    alike = chance.random() < 0.5
    lines = ["date,topic,language,region,space"]
    for row in range(chance.randint(2, 16)):
        topic, language, region = favourite if alike else chance.choice(CELLS)
        day = now.date() - timedelta(days=chance.choice((0, 0, 3)))
        lines.append(f"{day},{topic},{language},{region},Group {number} {row}")
    data = "\n".join(lines).encode()
    import_needs(session, programme=programme, data=data, name="log.csv", key=KEY, by=None, now=now)


def _truth(session: Session) -> dict[int, str | None]:
    return {one.id or 0: one.topic for one in session.exec(select(AdviceNeed))}


def _view(session: Session) -> Counter[Cell]:
    found = Counter[Cell]()
    by_week: Counter[tuple[str, str]] = Counter()
    for row in session.exec(select(NeedRegion)):
        found[row.topic, row.language, row.region] += row.asked
        by_week[row.topic, row.language] += row.asked
    for week in session.exec(select(NeedWeek)):
        by_week[week.topic, week.language] -= week.asked
    assert not +by_week
    assert not -by_week
    return found


def _waiting(session: Session) -> Counter[str]:
    found = Counter[str]()
    for row in session.exec(select(NeedWaiting)):
        found["new" if row.before is None else "taken" if row.after is None else "moved"] += 1
    return found


def told(looks: Sequence[Look], *, pairs: int, chance: random.Random, k: int = K) -> list[str]:
    """Every count between two looks that the attacker knows more closely than within k-1 (or than how many came)."""
    system = _System(looks)
    changed = [
        at for at in range(1, len(looks)) if looks[at].view != looks[at - 1].view and at + 1 < len(looks)
    ]
    chosen = [(at - 1, at) for at in changed]
    chosen += [tuple(sorted(chance.sample([0, *changed, len(looks) - 1], 2))) for _ in range(pairs)]  # type: ignore[misc]
    found = []
    for first, last in chance.sample(chosen, min(pairs, len(chosen))):
        for kind in KINDS:
            number = sum(look.happened[_WAITS[kind]] for look in looks[first + 1 : last + 1])
            for cell in CELLS if number else ():
                low, high = system.bounds(kind, cell, first, last)
                if high - low < min(k - 1, number):
                    found.append(
                        f"{kind} {'/'.join(cell)}, looks {first} to {last}: {low} to {high} of {number}"
                    )
    return found


class _System:
    """Everything that the attacker knows, as equations: unknown are what happened in each cell and what waits there."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks
        self._place: dict[tuple[str, int, Cell], int] = {}
        rows: list[tuple[int, int, float]] = []
        equal: list[float] = []
        for at, look in enumerate(looks):
            for kind in KINDS:
                if at and look.happened[_WAITS[kind]]:
                    rows += [(len(equal), self._at("did " + kind, at, cell), 1.0) for cell in CELLS]
                    equal.append(look.happened[_WAITS[kind]])
                if lost := look.happened["lost " + _WAITS[kind]]:
                    rows += [(len(equal), self._at("lost " + kind, at, cell), 1.0) for cell in CELLS]
                    equal.append(lost)
                if look.waiting[_WAITS[kind]]:
                    rows += [(len(equal), self._at("waits " + kind, at, cell), 1.0) for cell in CELLS]
                    equal.append(look.waiting[_WAITS[kind]])
        for at in range(1, len(looks)):
            for cell in CELLS:
                # What is shown moves by what happened, less what waits now or will never be counted, more what waited.
                moves = (("did ", at, 1), ("waits ", at, -1), ("lost ", at, -1), ("waits ", at - 1, 1))
                for kind in KINDS:
                    for name, moment, sign in moves:
                        if (name + kind, moment, cell) in self._place:
                            place = self._place[name + kind, moment, cell]
                            rows.append((len(equal), place, float(sign * _SIGN[kind])))
                equal.append(looks[at].view[cell] - looks[at - 1].view[cell])
        lines, columns, values = zip(*rows, strict=True)
        self._matrix = coo_matrix((values, (lines, columns)), shape=(len(equal), len(self._place))).tocsr()
        self._equal = np.array(equal, dtype=float)

    def _at(self, name: str, moment: int, cell: Cell) -> int:
        return self._place.setdefault((name, moment, cell), len(self._place))

    def bounds(self, kind: str, cell: Cell, first: int, last: int) -> tuple[int, int]:
        """How few and how many of that kind can have been in the cell after the one look and up to the other."""
        goal = np.zeros(len(self._place))
        for moment in range(first + 1, last + 1):
            place = self._place.get(("did " + kind, moment, cell))
            if place is not None:
                goal[place] = 1.0
        low, high = (self._least(sign * goal) * sign for sign in (1, -1))
        return math.ceil(low - 1e-6), math.floor(high + 1e-6)

    def _least(self, goal: np.ndarray) -> float:
        solved = linprog(goal, A_eq=self._matrix, b_eq=self._equal, method="highs")
        assert solved.status == 0, solved.message
        return float(solved.fun)


def cast(session: Session) -> tuple[Programme, Actor]:
    """A programme and somebody who logs and corrects."""
    programme = Programme(key="p", name="P", organisation="O", retention_days=365, created_at=BEGAN)
    person = Person(email="staff@example.org", name="Staff 1", created_at=BEGAN)
    session.add_all([programme, person])
    session.flush()
    roles = frozenset({(Role.STAFF, "")})
    return programme, Actor(person.id or 0, person.name, programme.id, roles)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--events", type=int, default=60)
    options = parser.parse_args()
    began, broken, looked, moved = time.monotonic(), 0, 0, 0
    for seed in range(options.first, options.first + options.streams):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            engine = make_engine(f"sqlite:///{Path(folder) / 'attack.db'}", trail_key=b"k" * 32)
            campaigns.tables.metadata.create_all(engine)
            with Session(engine, expire_on_commit=False) as session:
                looks = list(stream(session, *cast(session), chance, events=options.events))
            engine.dispose()
        problems = told(looks, pairs=12, chance=chance)
        broken += len(problems)
        looked += len(looks)
        moved += sum(one.view != other.view for one, other in pairwise(looks))
        for problem in problems:
            sys.stdout.write(f"stream {seed}: {problem}\n")
    sys.stdout.write(
        f"{options.streams} streams, {looked} looks, {moved} of them saw other counts than the look before, "
        f"{broken} counts told, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
