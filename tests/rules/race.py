"""Lets several workers race for the same placements, kills them again and again, and looks at what readers would get.

`python scripts/postgres.py python -m tests.rules.race 100000` has four workers share that many placements of five
kinds of channel on PostgreSQL, every tenth with a fault of its network, and kills one of them for every hundred
placements, wherever it happens to be. With `--careless` the claim neither locks nor looks again; then the same race
has to find double claims, which proves that it can. It ends with the first worker that runs into the second post of a
placement, which the database forbids.

Every second worker prepares posts out of turn, so that the claim alone decides between them. The clock stands while
anybody works and jumps when all of them found nothing due: a lease ends only because its worker is dead, never because
this machine is slow, and all the living race for what the dead one left.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import random
import signal
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Row, Table, bindparam, insert, select, update

import campaigns.placements.sending.claim as claim_module
import scheduler.publisher as publisher_module
from campaigns.db import make_engine, read_scope
from campaigns.people.audit import append_entry
from campaigns.people.models import AuditEntry
from campaigns.people.verifying import verify
from campaigns.placements.models import Placement, Publication
from campaigns.placements.sending.claim import Claim, Wanted
from campaigns.placements.sending.waiting import next_due
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.bench.posts import tell_of_placing
from scheduler.delivery import Delivery
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests.scheduler.stage import FAULTS, FakeChannel, Server, Stage, build_stage
from tests.shared import TRAIL_KEY

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
#: A channel for every class of what a repeat does.
KINDS = {
    "mastodon": IdempotencyClass.KEYED,
    "bluesky": IdempotencyClass.CLIENT_ID,
    "facebook": IdempotencyClass.READ_BACK,
    "threads": IdempotencyClass.TWO_STEP,
    "telegram": IdempotencyClass.BLIND,
}
WORKERS, PER_KILL = 4, 100
#: Deaths after which the approval is told once more. Each telling is read and checked with every claim from then on.
DEATHS_PER_YES = 25
#: Seconds between two looks of somebody who waits, and how many looks a careless worker takes at most.
GLANCE, LOOKS = 0.005, 2000
#: What stands on the board for a worker that is at work, and for one that is held up.
WORKS, HELD = -1.0, -2.0
#: A noted claim: placement and attempt in ten and four digits.
NOTE = 15

_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_PUBLICATION: Table = Publication.__table__  # type: ignore[attr-defined]


class FaultyServer(Server):
    """A far side whose first call about a key goes wrong for one key in ten, always the same ones."""

    def called(self, key: str) -> str:
        chance = zlib.crc32(key.encode())
        self.fault = FAULTS[chance // 10 % len(FAULTS)] if chance % 10 == 0 else "none"
        return super().called(key)


def far_channel(name: str, server: Server) -> FakeChannel:
    """The fake channel under another name; where a repeat finds its own id, several posts are claimed at once."""

    class Far(FakeChannel):
        channel: ClassVar[str] = name
        wave: ClassVar[int] = 5 if KINDS[name] is IdempotencyClass.CLIENT_ID else 1

    return Far(server, KINDS[name])


class NotingDelivery(Delivery):
    """Notes every claim that was granted: one write each, so that a death tears no note."""

    notes: Path

    def _claim(self, wanted: Sequence[Wanted]) -> list[Claim]:
        claims = super()._claim(wanted)
        with self.notes.open("ab") as file:
            file.write(b"".join(b"%010d%4d\n" % (claim.placement_id, claim.attempt) for claim in claims))
        return claims


class Board:
    """What the workers and whoever watches them share: the clock, and who found nothing due at which moment."""

    def __init__(self, workers: int) -> None:
        self._memory = mmap.mmap(-1, 8 * (workers + 1))
        self._workers = workers
        self.put(0, 0.0)
        for place in range(1, workers + 1):
            self.put(place, WORKS)

    def get(self, place: int) -> float:
        return float(struct.unpack_from("d", self._memory, 8 * place)[0])

    def put(self, place: int, value: float) -> None:
        struct.pack_into("d", self._memory, 8 * place, value)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.get(0))

    def all_wait(self) -> bool:
        """Whether every worker has looked since the clock was set, and found nothing."""
        return all(self.get(place) == self.get(0) for place in range(1, self._workers + 1))

    def hold_up(self, place: int) -> None:
        """Lets a worker wait until another is held up as well, or all others found nothing due."""
        pause = threading.Event()
        self.put(place, HELD)
        for _ in range(LOOKS):
            others = [self.get(other) for other in range(1, self._workers + 1) if other != place]
            if HELD in others or all(other == self.get(0) for other in others):
                break
            pause.wait(GLANCE)
        self.put(place, WORKS)


@dataclass
class Outcome:
    """What a race came to. `ends` counts kinds of channel with where their placements stand."""

    placements: int = 0
    killed: int = 0
    claims: int = 0
    double_claims: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not (self.double_claims or self.duplicates or self.lost or self.stuck)


class Race:
    """One race on one stage. `careless` takes the locks out of the claim."""

    def __init__(self, stage: Stage, work: Path, *, seed: int = 7, careless: bool = False) -> None:
        self.stage, self.work, self.careless = stage, work, careless
        self.server = FaultyServer(work / "network")
        self.notes = work / "claims"
        self.notes.touch()
        self.chance = random.Random(seed)
        self.outcome = Outcome()
        self._started = 0

    def run(self, placements: int, kills: int, workers: int = WORKERS) -> Outcome:
        """Sends all of them while `kills` workers die, evenly spread over the claims, at places nobody chose."""
        self._add(placements)
        self.stage.engine.dispose()
        self.board = Board(workers)
        self.board.put(0, 60.0)
        crew = {place: self._start(place) for place in range(1, workers + 1)}
        pause = threading.Event()
        try:
            while True:
                if self.outcome.killed < kills and self._claimed() >= self._next_death(placements, kills):
                    pause.wait(self.chance.random() * 4 * GLANCE)
                    place = self.chance.randrange(1, workers + 1)
                    self._kill(crew[place])
                    self.outcome.killed += 1
                    if self.outcome.killed % DEATHS_PER_YES == 0:
                        self._tell_of_the_yes()
                    self.board.put(place, WORKS)
                    crew[place] = self._start(place)
                elif self.board.all_wait() and not self._move_clock():
                    break
                if self._has_ended(crew):
                    break
                pause.wait(GLANCE)
        finally:
            for process in crew.values():
                self._kill(process)
        self._judge(placements)
        return self.outcome

    def _next_death(self, placements: int, kills: int) -> float:
        return (self.outcome.killed + 0.5) * placements / (kills + 2)

    def _claimed(self) -> int:
        return self.notes.stat().st_size // NOTE

    def _move_clock(self) -> bool:
        """To the next moment at which something is due; False when nothing ever will be."""
        with self.stage.engine.connect() as connection:
            due = next_due(connection)
        # The next fork must not inherit a connection.
        self.stage.engine.dispose()
        if due is not None:
            self.board.put(0, max((due - START).total_seconds(), self.board.get(0)))
        return due is not None

    def _tell_of_the_yes(self) -> None:
        with self.stage.engine.begin() as connection:
            _tell_of_the_yes_again(connection)
        # The next fork must not inherit a connection.
        self.stage.engine.dispose()

    def _has_ended(self, crew: dict[int, int]) -> bool:
        """Whether a worker ended by itself: careless ones run into what the database forbids, no other may."""
        ended = any(os.waitpid(process, os.WNOHANG) != (0, 0) for process in crew.values())
        if ended and not self.careless:
            raise RuntimeError("a worker ended by itself")
        return ended

    @staticmethod
    def _kill(process: int) -> None:
        try:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        except (ProcessLookupError, ChildProcessError):
            return

    def _start(self, place: int) -> int:
        self._started += 1
        child = os.fork()
        if child == 0:
            try:
                self._work(place)
            except BaseException as problem:
                if not self.careless:
                    sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
            os._exit(3)
        return child

    def _work(self, place: int) -> None:
        """A worker: looks, sends, waits for the clock; until it is killed."""
        if place % 2:
            publisher_module.turns_of = _out_of_turn
        if self.careless:
            _forget_the_locks(lambda: self.board.hold_up(place))
        engine = make_engine(self.stage.settings.database_url, trail_key=TRAIL_KEY)
        stage = replace(self.stage, engine=engine)
        adapters = [far_channel(name, self.server) for name in KINDS]
        deps = stage.deps(*adapters, worker=f"w{place}n{self._started}", clock=self.board.now)
        lock, publisher = SenderLock(engine, deps.worker), Publisher(deps)
        publisher._delivery = delivery = NotingDelivery(deps, publisher.tally)
        delivery.notes = self.notes
        pause = threading.Event()
        while True:
            seen = self.board.get(0)
            if lock.acquire(self.board.now()):
                publisher.publish_due()
                due = publisher.next_due()
                if due is not None and due <= self.board.now():
                    # Another worker has it in hands.
                    pause.wait(4 * GLANCE)
                    continue
            self.board.put(place, seen)
            # Behind another sender one looks again and again; it may be dead.
            while self.board.get(0) == seen and (lock.is_held or not lock.acquire(self.board.now())):
                pause.wait(GLANCE)
            if self.board.get(0) == seen:
                self.board.put(place, WORKS)

    def _add(self, placements: int) -> None:
        """Real placements, one of each kind by the action, and copies of them."""
        names = list(KINDS)
        patterns = []
        for name in names:
            number = self.stage.place(name, at=START + timedelta(minutes=1))
            with self.stage.engine.begin() as connection:
                row = connection.execute(select(_PLACEMENT).where(_PLACEMENT.c.id == number)).one()
                connection.execute(_PLACEMENT.delete().where(_PLACEMENT.c.id == number))
            patterns.append({key: value for key, value in row._mapping.items() if key != "id"})
        rows = [{**patterns[at % len(names)], "key": f"{at:032x}"} for at in range(placements)]
        with self.stage.engine.begin() as connection:
            for first in range(0, placements, 5000):
                part = rows[first : first + 5000]
                connection.execute(insert(_PLACEMENT), part)
                tell_of_placing(connection, [row["key"] for row in part], now=START)
            _tell_of_the_yes_again(connection)

    def _judge(self, placements: int) -> None:
        outcome = self.outcome
        outcome.placements = placements
        granted = Counter(self.notes.read_bytes().splitlines())
        outcome.claims = granted.total()
        outcome.double_claims = [note.decode() for note, times in granted.items() if times > 1]
        with self.stage.engine.connect() as connection:
            published = Counter(connection.execute(select(_PUBLICATION.c.placement_id)).scalars())
            rows = connection.execute(
                select(
                    _PLACEMENT.c.id,
                    _PLACEMENT.c.key,
                    _PLACEMENT.c.channel,
                    _PLACEMENT.c.status,
                    _PLACEMENT.c.next_at,
                )
            ).all()
        assert len(rows) == placements
        for row in rows:
            self._judge_one(row, self.server.posts(row.key), published[row.id])

    def _judge_one(self, row: object, posts: int, published: int) -> None:
        status, kind = row.status, KINDS[row.channel]  # type: ignore[attr-defined]
        where = f"placement {row.id} ({kind}): {status}, {posts} posts"  # type: ignore[attr-defined]
        self.outcome.ends[f"{kind} {status}"] += 1
        if posts > 1 or published > 1:
            self.outcome.duplicates.append(where)
        if status is PlacementStatus.PUBLISHED:
            if posts == 0 or published == 0:
                self.outcome.lost.append(where)
        elif status is PlacementStatus.FAILED:
            if posts:
                self.outcome.lost.append(where)
        elif status is not PlacementStatus.UNCONFIRMED or row.next_at is not None:  # type: ignore[attr-defined]
            self.outcome.stuck.append(where)
        elif kind not in {IdempotencyClass.BLIND, IdempotencyClass.KEYED}:
            # Whoever can be asked has to have answered; a key may be forgotten before.
            self.outcome.stuck.append(where)


def _tell_of_the_yes_again(connection: Connection) -> None:
    """The approval once more behind all rows that there are.

    A worker that starts looks through the trail since the approval: with all placements and all that was sent in
    between, each start after a death would take longer than all that is sent until the next.
    """
    yes = connection.execute(select(_ENTRY).where(_ENTRY.c.action == "approve_variant").limit(1)).one()
    append_entry(
        connection,
        action=yes.action,
        subject=yes.subject,
        subject_id=yes.subject_id,
        by=yes.by,
        programme_id=yes.programme_id,
        now=yes.at,
        detail=json.loads(yes.detail),
    )


@contextmanager
def _out_of_turn(engine: Engine, placement_ids: Collection[int], *, now: datetime) -> Iterator[set[int]]:
    """Everything at once, whoever prepares it already."""
    yield set(placement_ids)


def _forget_the_locks(hold_up: Callable[[], None]) -> None:
    """The claim as one writes it without thinking of others: read what is due, then mark it as taken.

    Between the two it is held up as any process may be, until another one has read as well, so that any machine shows
    it, however busy.
    """
    table, take = _PLACEMENT.c, claim_module._take

    def read(connection: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
        return connection.execute(claim_module._QUESTIONS, {"wanted": list(ids)}).all()

    def take_late(connection: Connection, rows: Sequence[Any], token: str, now: datetime) -> list[Claim]:
        if rows:
            hold_up()
        return take(connection, rows, token, now)

    claim_module._asked = read
    claim_module._take = take_late
    claim_module._TAKE = (
        update(_PLACEMENT)
        .where(table.id.in_(bindparam("wanted", expanding=True)))
        .values(
            status=PlacementStatus.SENDING,
            token=bindparam("its_token"),
            attempt=table.attempt + 1,
            sending_at=bindparam("now"),
            next_at=bindparam("lease_ends"),
        )
    )


def main(arguments: Sequence[str]) -> int:
    """The number of placements and of deaths, and `--careless`."""
    logging.disable(logging.CRITICAL)
    url = os.environ.get("LITFASS_TEST_POSTGRES")
    if url is None:
        sys.stderr.write("Start it beside a server: python scripts/postgres.py python -m tests.rules.race\n")
        return 2
    numbers = [int(each) for each in arguments if each.isdecimal()]
    placements = numbers[0] if numbers else 100_000
    kills = numbers[1] if len(numbers) > 1 else max(1, placements // PER_KILL)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="litfass-race-") as folder:
        engine = make_engine(url, trail_key=TRAIL_KEY)
        metadata.create_all(engine)
        stage = build_stage(engine, Path(folder) / "home", START, channels=tuple(KINDS))
        run = Race(stage, Path(folder), careless="--careless" in arguments)
        outcome = run.run(placements, kills)
        with read_scope(engine) as session:
            broken = verify(session)["broken"]
    sys.stdout.write(
        f"{WORKERS} workers, {outcome.placements} placements, {outcome.killed} killed, {outcome.claims} claims in "
        f"{time.monotonic() - begun:.0f} s: {len(outcome.double_claims)} double claims, "
        f"{len(outcome.duplicates)} duplicates, {len(outcome.lost)} lost, {len(outcome.stuck)} stuck; "
        f"breaks of the trail: {len(broken)}; ends: {dict(sorted(outcome.ends.items()))}\n"
    )
    if run.careless:
        return 0 if outcome.double_claims else 1
    for line in [*outcome.double_claims, *outcome.duplicates, *outcome.lost, *outcome.stuck][:20]:
        sys.stdout.write(f"  {line}\n")
    return 0 if outcome.is_clean and not broken else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
