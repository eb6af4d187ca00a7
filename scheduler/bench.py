"""How fast and how punctual sending is on this machine, beside the usual job store at equal durability.

The channel is a no-op; everything else is real: the approval is asked for, the bytes are hashed, the intent
and the answer are each committed with `synchronous=FULL`.
"""

from __future__ import annotations

import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any, ClassVar

from sqlalchemy import Engine, Table, insert
from sqlmodel import Session

from campaigns.approvals.models import Approval, Proof
from campaigns.canonical import canonical_json, digest_of
from campaigns.clock import system_clock
from campaigns.content.compose import compose_text
from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.db import make_engine, session_scope
from campaigns.links.models import ShortLink
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Person, Programme, ProgrammeLanguage
from campaigns.people.queries import load_actor
from campaigns.placements.models import Account, Placement
from campaigns.settings import Settings
from campaigns.tables import metadata
from campaigns.vocabulary import (
    Decision,
    IdempotencyClass,
    Origin,
    PlacementStatus,
    Role,
    VariantStatus,
)
from scheduler.contract import Adapter, Outcome, Prepared, Published
from scheduler.deps import Deps
from scheduler.engines.embedded import run
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher

CHANNEL = "feed"
TARGET = "https://example.org/page"
THROUGHPUT, SINGLE_POSTS, BUSY_MINUTE, STORED_JOBS = 2000, 60, 500, 300
#: Different texts in turn: every claim has its own digest to look up.
POSTS = 50
YEARS_AHEAD = timedelta(days=400)


class NoChannel(Adapter):
    """Takes everything at once and notes when."""

    channel: ClassVar[str] = CHANNEL
    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.CLIENT_ID
    wave: ClassVar[int] = 100

    def __init__(self) -> None:
        self.sent_at: dict[str, datetime] = {}

    def send(self, prepared: Prepared) -> Outcome:
        self.sent_at[prepared.wire.key] = system_clock()
        return Published(prepared.wire.key)


def bench_dispatch(*, size: int = 20_000, url: str | None = None) -> dict[str, Any]:
    """Measures with `size` placements waiting, on a fresh SQLite database or the empty one at `url`."""
    logging.getLogger("litfass").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        bench = Bench(Path(folder), url or f"sqlite:///{folder}/litfass.sqlite")
        bench.fill(size)
        single = bench.lateness(SINGLE_POSTS, timedelta(milliseconds=130))
        busy = bench.lateness(BUSY_MINUTE, timedelta())
        rate = bench.rate(THROUGHPUT)
        stored = job_store_rate(Path(folder), STORED_JOBS)
        return {
            "waiting": size,
            "lateness_p50_s": round(statistics.median(single), 4),
            "lateness_p99_s": round(_p99(single), 4),
            "busy_minute_p99_s": round(_p99(busy), 4),
            "dispatches_per_s": round(rate),
            "job_store_per_s": round(stored),
            "ratio": round(rate / stored, 1),
            "idle_ms": round(bench.idle() * 1000, 2),
            "startup_s": round(bench.startup(), 3),
            "engine": f"embedded, {bench.engine.dialect.name}",
        }


class Bench:
    """A database with approved posts and as many placements as asked for."""

    def __init__(self, folder: Path, url: str) -> None:
        self._key = token_bytes(32)
        self.engine = make_engine(url, trail_key=self._key)
        metadata.create_all(self.engine)
        self._settings = Settings(
            home=folder, database_url=url, files_url=str(folder), base_url="http://localhost", port=8000
        )
        self._row, self._proofs = _approved_posts(self.engine, system_clock())
        self._count = 0

    def fill(self, size: int) -> None:
        """Placements that are not due for more than a year: what an idle worker must not feel."""
        self._add([system_clock() + YEARS_AHEAD + timedelta(minutes=number) for number in range(size)])

    def lateness(self, count: int, apart: timedelta) -> list[float]:
        """Seconds between moment and call for posts this far apart, sent by the running engine."""
        first = system_clock() + timedelta(seconds=1.5)
        due = [first + number * apart for number in range(count)]
        keys = self._add(due)
        channel = NoChannel()
        deps = self._deps(channel)
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
        """Dispatches per second when everything is due at once."""
        self._add([system_clock() - timedelta(seconds=1)] * count)
        deps = self._deps(NoChannel())
        with _held(deps):
            return count / _seconds(lambda: Publisher(deps).publish_due())

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
        return [row["key"] for row in rows]


def job_store_rate(folder: Path, count: int) -> float:
    """Jobs per second of APScheduler with its own table on SQLite, WAL and FULL: one post a job."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    engine = make_engine(f"sqlite:///{folder}/jobs.sqlite", trail_key=token_bytes(32))
    ticker = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        job_defaults={"misfire_grace_time": None},
        timezone="UTC",
    )
    ticker.start(paused=True)
    for number in range(count):
        ticker.add_job(_nothing, "date", run_date=datetime.now(UTC), id=str(number))
    begun = time.perf_counter()
    ticker.resume()
    while ticker.get_jobs():
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    ticker.shutdown()
    engine.dispose()
    return count / seconds


def _nothing() -> None:
    """What a stored job does here."""


def _approved_posts(engine: Engine, now: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Approved posts of one account: the columns that all placements share, and those of each post."""
    with session_scope(engine) as session:
        programme = _kept(session, Programme(key="bench", name="Bench", organisation="Bench", created_at=now))
        session.add(ProgrammeLanguage(programme_id=programme, language="de"))
        person = _kept(session, Person(email="lawyer@bench.example", name="Lawyer 1", created_at=now))
        grant_role(
            session,
            person=session.get_one(Person, person),
            programme_id=programme,
            role=Role.LAWYER,
            language="de",
            by=None,
            now=now,
        )
        lawyer = load_actor(session, session.get_one(Person, person), programme)
        campaign = _kept(
            session,
            Campaign(
                programme_id=programme,
                topic="t",
                title="t",
                starts_on=now.date(),
                link=TARGET,
                created_at=now,
            ),
        )
        proofs = [_approved_post(session, campaign, lawyer, number, now) for number in range(1, POSTS + 1)]
        account = _kept(
            session, Account(programme_id=programme, channel=CHANNEL, name="Feed", created_at=now)
        )
    shared = {
        "programme_id": programme,
        "account_id": account,
        "channel": CHANNEL,
        "status": PlacementStatus.SCHEDULED,
        "wall": now.replace(tzinfo=None),
        "zone": "Europe/Berlin",
        "tz_version": "",
        "attempt": 0,
        "reason": "",
        "reason_values": {},
        "created_at": now,
    }
    return shared, proofs


def _approved_post(
    session: Session, campaign: int, lawyer: Actor, number: int, now: datetime
) -> dict[str, Any]:
    """A post in German that may leave: its words, what leaves of them, the short link, the yes and its row of the
    trail."""
    copy = Copy(headline=f"Title {number}", body="Text " * 60)
    post = _kept(session, Post(campaign_id=campaign, position=number, kind="explainer", layout="explainer"))
    variant = _kept(
        session,
        Variant(post_id=post, language="de", status=VariantStatus.APPROVED, revision=1, changed_at=now),
    )
    code = f"x{number}"
    _kept(
        session,
        ShortLink(code=code, variant_id=variant, channel=CHANNEL, target=TARGET, created_at=now),
    )
    revision = _kept(
        session,
        Revision(
            variant_id=variant,
            number=1,
            words=copy.to_dict(),
            digest=digest_of(copy.to_dict()),
            origin=Origin.HUMAN,
            created_at=now,
        ),
    )
    link = f"https://example.org/s/{code}"
    manifest = {
        "version": 1,
        "channel": CHANNEL,
        "language": "de",
        "direction": "ltr",
        "title": copy.headline,
        "text": compose_text(copy, channel_limit=None, link=link),
        "link": link,
        "target": TARGET,
        "media": [],
        "notice": copy.notice,
        "funder": "",
    }
    digest = digest_of(manifest)
    proof = _kept(
        session,
        Proof(
            variant_id=variant,
            revision_id=revision,
            channel=CHANNEL,
            manifest=canonical_json(manifest),
            digest=digest,
            created_at=now,
        ),
    )
    _kept(
        session,
        Approval(
            proof_id=proof,
            digest=digest,
            language="de",
            channel=CHANNEL,
            decision=Decision.APPROVE,
            by=lawyer.person_id,
            at=now,
        ),
    )
    record(
        session,
        action="approve_variant",
        subject="variant",
        subject_id=variant,
        by=lawyer,
        programme_id=lawyer.programme_id,
        now=now,
        digests={CHANNEL: digest},
        language="de",
        valid_until=None,
    )
    return {"variant_id": variant, "proof_id": proof, "digest": digest}


def _kept(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row.id


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
