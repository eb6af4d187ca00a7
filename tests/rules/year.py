"""Plays a year of posts through the worker, with outages of every kind and all nights on which clocks change.

`python -m tests.rules.year 50000` places that many posts, lets 200 outages of a minute to three days strike (the
worker killed and away, the network refusing, swallowing replies, or slow to say no), and looks at every post at the
end: each in a final state that somebody sees, none with readers twice, none later than the programme allows, none
late while nothing was wrong. The clock is handed in and jumps from one moment to the next; chance has a seed.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Engine, Table, event, insert, select

from campaigns.clock import instant, is_fold, is_gap, wall_time
from campaigns.clock import zone as clock_zone
from campaigns.db import make_engine, session_scope
from campaigns.errors import BadInput, Conflict
from campaigns.placements.actions import place
from campaigns.placements.models import Placement, Publication
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.bench.posts import tell_of_placing
from scheduler.contract import Adapter, Finding, Outcome, Prepared, Unknown
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests.scheduler.stage import FakeChannel, Server, Stage, build_stage
from tests.shared import TRAIL_KEY

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LENGTH = timedelta(days=365)
KINDS = {
    "mastodon": IdempotencyClass.KEYED,
    "bluesky": IdempotencyClass.CLIENT_ID,
    "facebook": IdempotencyClass.READ_BACK,
    "threads": IdempotencyClass.TWO_STEP,
    "telegram": IdempotencyClass.BLIND,
}
#: Clocks that change by an hour or by half of one, in both halves of the year, and some that never do.
ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Asia/Kabul",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
#: What an outage does to whatever is called meanwhile; `dead` is the worker itself.
OUTAGES = ("dead", "dead", "refuse", "drop_before", "drop_after", "too_many")
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=3)
#: Nothing wrong, and it is out within this.
PUNCTUAL = timedelta(minutes=1)
#: How long after an outage its traces may be seen: back-offs, questions, what a key outlives.
AFTERMATH = timedelta(hours=2)
FINAL = {
    PlacementStatus.PUBLISHED,
    PlacementStatus.MISSED,
    PlacementStatus.FAILED,
    PlacementStatus.UNCONFIRMED,
}

_PLACEMENT: Table = Placement.__table__  # type: ignore[attr-defined]
_PUBLICATION: Table = Publication.__table__  # type: ignore[attr-defined]


class Killed(BaseException):
    """The worker is gone: nothing after this line happens."""


@dataclass(frozen=True)
class Outage:
    """From when until when what goes wrong; `dies` says where a dead worker's last call broke off."""

    begins: datetime
    ends: datetime
    kind: str
    dies: str


class Network(Server):
    """The far side in memory, with the moment at which it took each post."""

    def __init__(self, now: Any) -> None:
        self._now = now
        self._lines: dict[str, list[str]] = defaultdict(list)
        self.taken: dict[str, datetime] = {}
        self.fault, self.lasting = "none", True

    def _note(self, kind: str, key: str, what: str = "") -> None:
        self._lines[f"{kind}-{key}"].append(what)
        if kind == "posts":
            self.taken.setdefault(key, self._now())

    def _noted(self, kind: str, key: str) -> list[str]:
        return self._lines.get(f"{kind}-{key}", [])


@dataclass
class Year:
    """What became of a year."""

    posts: int = 0
    outages: int = 0
    deaths: int = 0
    nights: int = 0
    refused: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Play:
    """One year on one stage."""

    def __init__(self, stage: Stage, *, seed: int, zones: Sequence[str] = ZONES) -> None:
        self.stage, self.zones, self.chance = stage, zones, random.Random(seed)
        self.start = stage.now
        self.network = Network(stage.clock)
        self.channels: list[Adapter] = [_channel(name, self) for name in KINDS]
        self.year = Year()
        self.dies = ""
        self._workers = 0

    def run(self, posts: int, outages: int, length: timedelta = LENGTH) -> Year:
        """Places all of it, lives through the time and judges."""
        until = self.start + length
        self._place_the_nights(until)
        self._place(max(0, posts - self.year.posts), until)
        self.outages = self._plan_outages(outages, until)
        self._live()
        self._judge()
        return self.year

    def _place_the_nights(self, until: datetime) -> None:
        """Around each change of the clocks: by the real action, which has to refuse and to ask."""
        for zone, change in _changes(self.zones, self.start, until):
            self.year.nights += 1
            wall = wall_time(change - timedelta(minutes=100), zone).replace(second=0)
            for step in range(14):
                self._place_one(wall + timedelta(minutes=20 * step), zone)

    def _place_one(self, wall: datetime, zone: str) -> None:
        if is_gap(wall, zone) or is_fold(wall, zone):
            self._expect_refusal(wall, zone)
        if not is_gap(wall, zone):
            for fold in (0, 1) if is_fold(wall, zone) else (None,):
                self._by_action(wall, zone, fold)

    def _expect_refusal(self, wall: datetime, zone: str) -> None:
        try:
            self._by_action(wall, zone, None)
        except BadInput:
            self.year.refused += 1
        else:
            self.year.wrong.append(f"{wall} in {zone} was taken without a question")

    def _by_action(self, wall: datetime, zone: str, fold: int | None) -> None:
        """On a channel where the post does not stand at this moment yet: many zones change at the same one."""
        for channel in self.chance.sample(list(KINDS), len(KINDS)):
            try:
                with session_scope(self.stage.engine) as session:
                    place(
                        session,
                        variant_id=self.stage.variant_id,
                        proof=self.stage.proofs[channel],  # type: ignore[arg-type]
                        account=self.stage.accounts[channel],
                        wall=wall,
                        zone=zone,
                        fold=fold,
                        by=self.stage.cast.staff,
                        now=self.stage.clock(),
                    )
            except Conflict:
                continue
            self.year.posts += 1
            return

    def _place(self, count: int, until: datetime) -> None:
        """The others, as copies of one of each kind: at full quarters of hours, often several at once."""
        patterns = [self._pattern(name) for name in KINDS]
        quarters = int((until - self.start) / timedelta(minutes=15))
        rows = []
        for number in range(count):
            zone = self.chance.choice(self.zones)
            due = self.start + timedelta(minutes=15 * self.chance.randrange(1, quarters))
            wall = wall_time(due, zone)
            fold = due.astimezone(clock_zone(zone)).fold if is_fold(wall, zone) else None
            moment = instant(wall, zone, fold=fold)
            rows.append(
                {
                    **patterns[number % len(patterns)],
                    "wall": wall,
                    "zone": zone,
                    "fold": fold,
                    "due_at": moment,
                    "next_at": moment,
                    "key": f"{number:032x}",
                }
            )
        with self.stage.engine.begin() as connection:
            for first in range(0, count, 2000):
                part = rows[first : first + 2000]
                connection.execute(insert(_PLACEMENT), part)
                tell_of_placing(connection, [row["key"] for row in part], now=START)
        self.year.posts += count

    def _pattern(self, channel: str) -> dict[str, Any]:
        number = self.stage.place(channel, at=self.start + timedelta(minutes=1))
        with self.stage.engine.begin() as connection:
            row = connection.execute(select(_PLACEMENT).where(_PLACEMENT.c.id == number)).one()
            connection.execute(_PLACEMENT.delete().where(_PLACEMENT.c.id == number))
        return {name: value for name, value in row._mapping.items() if name != "id"}

    def _plan_outages(self, count: int, until: datetime) -> list[Outage]:
        """Short ones are as likely as long ones, counted by orders of magnitude; half of them begin on a post."""
        spread = LONGEST / SHORTEST
        found = []
        for number in range(count):
            begins = self.start + (until - self.start) * self.chance.random()
            if number % 2:
                begins -= timedelta(
                    minutes=begins.minute % 15, seconds=begins.second, microseconds=begins.microsecond
                )
            length = SHORTEST * spread ** self.chance.random()
            kind = OUTAGES[number % len(OUTAGES)]
            found.append(Outage(begins, begins + length, kind, self.chance.choice(("before", "after"))))
        self.year.outages = count
        return sorted(found, key=lambda outage: outage.begins)

    def _live(self) -> None:
        """From one moment at which something is due to the next; a worker that died comes back after its outage."""
        publisher: Publisher | None = None
        lock: SenderLock | None = None
        clock = self.stage.clock
        while True:
            if publisher is None:
                publisher, lock = self._new_worker()
            due = publisher.next_due()
            if due is None:
                return
            clock.moment = max(clock.moment, due)
            self.network.fault, self.dies = self._weather(clock.moment)
            try:
                publisher.publish_due()
            except Killed:
                self.year.deaths += 1
                clock.moment = self._back_at(clock.moment)
                assert lock is not None
                _die(lock)
                self.stage.engine.dispose()
                publisher = None

    def _new_worker(self) -> tuple[Publisher, SenderLock]:
        self._workers += 1
        deps = self.stage.deps(*self.channels, worker=f"worker{self._workers}")
        lock = SenderLock(self.stage.engine, deps.worker)
        assert lock.acquire(self.stage.clock())
        return Publisher(deps), lock

    def _weather(self, now: datetime) -> tuple[str, str]:
        """What strikes a call made now, and where a worker that is about to die does."""
        around = [outage for outage in self.outages if outage.begins <= now < outage.ends]
        dead = next((outage for outage in around if outage.kind == "dead"), None)
        faults = [outage.kind for outage in around if outage.kind != "dead"]
        return faults[0] if faults else "none", dead.dies if dead else ""

    def _back_at(self, now: datetime) -> datetime:
        """When nothing keeps the worker away any more."""
        while True:
            around = [
                outage.ends
                for outage in self.outages
                if outage.kind == "dead" and outage.begins <= now < outage.ends
            ]
            if not around:
                return now
            now = max(around)

    def _judge(self) -> None:
        with self.stage.engine.connect() as connection:
            published = dict(
                connection.execute(select(_PUBLICATION.c.placement_id, _PUBLICATION.c.published_at)).all()  # type: ignore[arg-type]
            )
            rows = connection.execute(select(_PLACEMENT)).all()
        if len(rows) != self.year.posts:
            self.year.wrong.append(f"{len(rows)} posts are there, {self.year.posts} were placed")
        for row in rows:
            self.year.ends[row.status] += 1
            self.year.wrong += [
                f"placement {row.id} ({KINDS[row.channel]}, due {row.due_at}): {row.status}, {problem}"
                for problem in self._wrong_with(row, published)
            ]

    def _wrong_with(self, row: Any, published: dict[int, datetime]) -> Iterator[str]:
        posts, taken = self.network.posts(row.key), self.network.taken.get(row.key)
        if row.status not in FINAL or row.next_at is not None:
            yield "which is no final state"
        if posts > 1:
            yield f"with readers {posts} times"
        if (row.status is PlacementStatus.PUBLISHED) != (row.id in published):
            yield "which its publication denies"
        if row.status is PlacementStatus.PUBLISHED and not posts:
            yield "but no reader has it"
        if row.status in {PlacementStatus.MISSED, PlacementStatus.FAILED} and posts:
            yield "but readers have it"
        if taken and not timedelta() <= taken - row.due_at <= timedelta(hours=6, minutes=1):
            yield f"taken by the channel at {taken}"
        if row.due_at != instant(row.wall, row.zone, fold=row.fold):
            yield "whose moment is not its wall time"
        if not self._was_disturbed(row.due_at) and not (taken and taken - row.due_at <= PUNCTUAL):
            yield f"although nothing was wrong (taken at {taken})"

    def _was_disturbed(self, due: datetime) -> bool:
        return any(
            outage.begins <= due + PUNCTUAL and due < outage.ends + AFTERMATH for outage in self.outages
        )


def _channel(name: str, play: Play) -> Adapter:
    """The fake channel of that name, during whose call the worker can die before or after the post is taken."""

    class Far(FakeChannel):
        channel: ClassVar[str] = name

        def send(self, prepared: Prepared) -> Outcome:
            if play.dies == "before":
                raise Killed
            outcome = super().send(prepared)
            self.wires.clear()
            if play.dies == "after":
                raise Killed
            return outcome

        def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
            if self.server.fault != "none":
                return Unknown("It cannot be reached.")
            return super().reconcile(prepared, since)

    return Far(play.network, KINDS[name])


def _die(lock: SenderLock) -> None:
    """What the operating system does for a killed worker: its lock is free, its row stays."""
    if lock._file is not None:
        os.close(lock._file)
        lock._file = None


def _changes(zones: Sequence[str], begins: datetime, ends: datetime) -> list[tuple[str, datetime]]:
    """Every change of the clocks of these zones, to the minute."""
    found = []
    for name in zones:
        place_ = clock_zone(name)
        day = begins
        while day < ends:
            after = day + timedelta(days=1)
            if day.astimezone(place_).utcoffset() != after.astimezone(place_).utcoffset():
                low, high = day, after
                while high - low > timedelta(minutes=1):
                    middle = low + (high - low) / 2
                    same = middle.astimezone(place_).utcoffset() == day.astimezone(place_).utcoffset()
                    low, high = (middle, high) if same else (low, middle)
                found.append((name, high.replace(second=0, microsecond=0)))
            day = after
    return found


def careless_disk(engine: Engine) -> None:
    """A played power cut is no part of this: nobody waits for the disk."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        engine.dispose()


def main(arguments: Sequence[str]) -> int:
    """The number of posts, and of outages."""
    logging.disable(logging.CRITICAL)
    numbers = [int(each) for each in arguments if each.isdecimal()]
    posts, outages = (numbers + [50_000, 200][len(numbers) :])[:2]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="litfass-year-") as folder:
        engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
        careless_disk(engine)
        metadata.create_all(engine)
        stage = build_stage(engine, Path(folder) / "home", START, channels=tuple(KINDS))
        year = Play(stage, seed=2027).run(posts, outages)
        engine.dispose()
    sys.stdout.write(
        f"{year.posts} posts, {year.outages} outages, {year.deaths} deaths in the middle of a call, {year.nights} "
        f"changes of clocks ({year.refused} moments refused or asked about) in {time.monotonic() - begun:.0f} s; "
        f"ends: {dict(sorted(year.ends.items()))}; wrong: {len(year.wrong)}\n"
    )
    for line in year.wrong[:20]:
        sys.stdout.write(f"  {line}\n")
    return 1 if year.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
