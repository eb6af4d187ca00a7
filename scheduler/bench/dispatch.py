"""How fast and how punctual sending is on this machine, beside the usual ways at equal durability.

The channel is a no-op; everything else is real: the approval is asked for, the bytes are hashed, the intent
and the answer are each committed with `synchronous=FULL`, or by a PostgreSQL as it is set up.
"""

from __future__ import annotations

import logging
import os
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Engine, Table, insert, text

from assets.films.bench import start_film
from campaigns.clock import system_clock
from campaigns.db import make_engine
from campaigns.placements.models import Placement
from campaigns.settings import TRAIL_KEY, Settings, prepare_home, secret_key
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass
from scheduler.bench.peers import job_queue_rate, job_store_rate
from scheduler.bench.posts import CHANNEL, POSTS, approved_posts, tell_of_placing
from scheduler.channels.feed import Feed
from scheduler.contract import Adapter, Outcome, Prepared, Published
from scheduler.deps import Deps
from scheduler.engines import cluster, embedded
from scheduler.jobs.child import NICENESS
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher

THROUGHPUT, SINGLE_POSTS, BUSY_MINUTE, STORED_JOBS = 2000, 60, 500, 300
YEARS_AHEAD = timedelta(days=400)
#: So many placements are written in one go.
AT_ONCE = 5000
#: The first post comes so long after the start of the engine: the first look at a long trail is not in the figure.
WARM = timedelta(seconds=8)
#: Scenes of the film that is made beside the busy minute: it takes longer than the minute's posts.
FILM_SCENES = 8


class NoChannel(Adapter):
    """Takes everything at once and notes when."""

    channel: ClassVar[str] = CHANNEL
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID
    wave: ClassVar[int] = Feed.wave

    def __init__(self) -> None:
        self.sent_at: dict[str, datetime] = {}

    def send(self, prepared: Prepared) -> Outcome:
        self.sent_at[prepared.wire.key] = system_clock()
        return Published(prepared.wire.key)


def bench_dispatch(*, size: int = 20_000, url: str | None = None) -> dict[str, Any]:
    """Measures with `size` placements waiting, on a fresh SQLite database or the empty PostgreSQL one at `url`.

    The busy minute has a film made beside it. `job_store_per_s` is what APScheduler's job store does, beside several
    workers on PostgreSQL what Procrastinate does there; `ratio` is ours through that.
    """
    logging.getLogger("litfass").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        bench = Bench(Path(folder), url or f"sqlite:///{folder}/litfass.sqlite")
        bench.fill(size)
        single = bench.lateness(SINGLE_POSTS, timedelta(milliseconds=130))
        film = start_film(Path(folder), scenes=FILM_SCENES, niceness=NICENESS)
        busy = bench.lateness(BUSY_MINUTE, timedelta())
        is_filmed_throughout = film.poll() is None
        os.killpg(film.pid, signal.SIGKILL)
        film.wait()
        rate = bench.rate(THROUGHPUT)
        stored = bench.peer_rate(STORED_JOBS)
        return {
            "waiting": size,
            "lateness_p50_s": round(statistics.median(single), 4),
            "lateness_p99_s": round(_p99(single), 4),
            "busy_minute_p99_s": round(_p99(busy), 4) if is_filmed_throughout else None,
            "dispatches_per_s": round(rate),
            "job_store_per_s": round(stored),
            "ratio": round(rate / stored, 1),
            "idle_ms": round(bench.idle() * 1000, 2),
            "startup_s": round(bench.startup(), 3),
            "engine": f"{'cluster' if bench.is_shared else 'embedded'}, {bench.engine.dialect.name}",
        }


class Bench:
    """A database with approved posts and as many placements as asked for."""

    def __init__(self, folder: Path, url: str) -> None:
        self._settings = Settings(
            home=folder, database_url=url, files_url=str(folder), base_url="http://localhost", port=8000
        )
        # The running engine does its rounds as well, and these read keys of the home.
        prepare_home(self._settings)
        self._key = secret_key(self._settings, TRAIL_KEY)
        self.engine = make_engine(url, trail_key=self._key)
        metadata.create_all(self.engine)
        self._row, self._proofs = approved_posts(self.engine, system_clock())
        self._count = 0

    @property
    def is_shared(self) -> bool:
        """Whether several workers share the database."""
        return self.engine.dialect.name == "postgresql"

    def fill(self, size: int) -> None:
        """Placements that are not due for more than a year: what an idle worker must not feel."""
        ahead = [system_clock() + YEARS_AHEAD + timedelta(minutes=number) for number in range(size)]
        for start in range(0, size, AT_ONCE):
            self._add(ahead[start : start + AT_ONCE])
        if self.is_shared:
            # What a server does by itself when so much has come.
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("ANALYZE"))

    def lateness(self, count: int, apart: timedelta) -> list[float]:
        """Seconds between moment and call for posts this far apart, sent by the running engine."""
        first = system_clock() + WARM
        due = [first + number * apart for number in range(count)]
        keys = self._add(due)
        channel = NoChannel()
        deps = self._deps(channel)
        run = cluster.run if self.is_shared else embedded.run
        worker = threading.Thread(target=run, args=(deps,))
        worker.start()
        while len(channel.sent_at) < count:
            time.sleep(0.05)
        deps.stop.set()
        worker.join()
        return [
            (channel.sent_at[key] - moment).total_seconds() for key, moment in zip(keys, due, strict=True)
        ]

    def rate(self, count: int) -> float:
        """Dispatches per second when everything is due at once, of a worker that has looked at the trail already."""
        self._add([system_clock() - timedelta(seconds=1)] * count)
        publisher = Publisher(self._deps(NoChannel()))
        publisher.watch.look_ahead()
        with _held(publisher.deps):
            return count / _seconds(publisher.publish_due)

    def peer_rate(self, count: int) -> float:
        """Jobs per second of what others use with this database."""
        if self.is_shared:
            return job_queue_rate(self.engine, count)
        return job_store_rate(self._settings.home, count)

    def idle(self) -> float:
        """Seconds of one look at the table when nothing is due."""
        publisher = Publisher(self._deps(NoChannel()))
        publisher.publish_due()
        return statistics.median(
            _seconds(lambda: (publisher.publish_due(), publisher.next_due())) for _ in range(100)
        )

    def startup(self) -> float:
        """Seconds from a new engine to the first look that found nothing."""

        def start() -> None:
            engine = make_engine(self._settings.database_url, trail_key=self._key)
            deps = self._deps(NoChannel(), engine)
            with _held(deps):
                Publisher(deps).publish_due()
            engine.dispose()

        return _seconds(start)

    def _deps(self, channel: NoChannel, engine: Engine | None = None) -> Deps:
        return Deps(
            settings=self._settings,
            engine=engine or self.engine,
            clock=system_clock,
            worker="bench",
            started_at=system_clock(),
            adapters={CHANNEL: channel},
            read_file=lambda digest: b"",
            run_work=lambda deps, work_id: None,
        )

    def _add(self, due: list[datetime]) -> list[str]:
        """Placements due at these moments, told to the trail as people's placing is."""
        table: Table = Placement.__table__  # type: ignore[attr-defined]
        rows = [
            {
                **self._row,
                **self._proofs[number % POSTS],
                "due_at": moment,
                "next_at": moment,
                "key": f"{self._count + number:032x}",
            }
            for number, moment in enumerate(due)
        ]
        self._count += len(rows)
        with self.engine.begin() as connection:
            connection.execute(insert(table), rows)
            tell_of_placing(connection, [row["key"] for row in rows], now=system_clock())
        return [row["key"] for row in rows]


class _held:  # noqa: N801
    """The sender's lock for as long as the block lasts."""

    def __init__(self, deps: Deps) -> None:
        self._lock = SenderLock(deps.engine, deps.worker)

    def __enter__(self) -> None:
        assert self._lock.acquire(system_clock())

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _p99(values: list[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.99) - 1)]
