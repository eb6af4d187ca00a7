"""A worker, a line and a channel's server, and what is true afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine

from campaigns.placements.models import Placement
from campaigns.placements.sending.wire import Sender, Wire, WireFile, build_wire, load_parcels
from campaigns.reach.insights.metrics import Metric
from campaigns.settings import prepare_home
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Adapter
from scheduler.guard import GuardedTransport
from scheduler.means import Means
from scheduler.posting.ledger import SealedLedger
from scheduler.registry import effective_class
from scheduler.transport import Transport
from tests.builders import Draw
from tests.scheduler.channels.network import Fake, Fault, Line, loopback_only
from tests.scheduler.stage import Stage, build_stage, set_account

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
#: Minutes after the moment at which a worker makes its rounds.
ROUNDS = (0, 0.3, 3, 6, 12, 18, 30, 45)


@dataclass
class Kept:
    """Secrets in memory, one account's."""

    values: dict[str, str] = field(default_factory=dict)

    def open(self, sender: Sender) -> Mapping[str, str]:
        return self.values

    def newest(self, sender: Sender) -> Mapping[str, str]:
        return self.values

    def keep(self, sender: Sender, values: Mapping[str, str]) -> None:
        self.values |= {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Kind:
    """How to set up one channel: its server, its adapter, what its account holds. `{here}` in an option is the line,
    `{port}` its port. `begin` sets up what else the channel needs. `doubts`: a lost answer may stay a person's to
    settle although the channel as a whole can be asked. `counts` are figures of a post under the channel's own names,
    `told` what they are under ours; `follows`: whether it tells how many follow the account.
    """

    channel: str
    server: Callable[[Callable[[], datetime]], Fake]
    adapter: Callable[[Means, str], Adapter]
    options: Mapping[str, str]
    secret: Mapping[str, str]
    capabilities: Mapping[str, Any] = field(default_factory=dict)
    film: bool = False
    counts: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[Metric, int] = field(default_factory=dict)
    follows: bool = False
    begin: Callable[[Stage], None] = lambda stage: None
    doubts: bool = False


@dataclass
class World:
    """Everything around one channel."""

    stage: Stage
    kind: Kind
    fake: Fake
    line: Line
    adapter: Adapter
    vault: Kept
    means: Means
    number: int = 0
    placement: int = 0

    @property
    def is_blind(self) -> bool:
        return self.kind.doubts or effective_class(self.adapter, self.sender()) is IdempotencyClass.BLIND

    def sender(self) -> Sender:
        account = self.stage.accounts[self.kind.channel]
        return Sender(
            account_id=account.id or 0,
            programme="test",
            name=account.name,
            zone=account.zone,
            options=account.options,
            secret=None,
            capabilities=account.capabilities,
        )

    def wire_of_last(self, **words: str) -> Wire:
        """The package of the post that was placed last, with other words."""
        with self.stage.engine.connect() as connection:
            [parcel] = load_parcels(connection, [self.placement]).values()
        wire = build_wire(parcel, self.stage.read_file)
        return replace(wire, manifest={**wire.manifest, **words})

    def deliver(self, fault: Fault | None = None, trouble: str = "") -> Delivered:
        """One post from due to its end, with one thing going wrong on the way."""
        self.number += 1
        moment = START + timedelta(hours=2 * self.number)
        self.stage.clock.moment = moment - timedelta(minutes=10)
        placement = self.stage.place(self.kind.channel, at=moment)
        self.placement = placement
        before = len(self.fake.posts)
        self.line.set(fault)
        self.fake.trouble = trouble
        for minutes in ROUNDS:
            self.stage.clock.moment = moment + timedelta(minutes=minutes)
            self.round(f"w{self.number}at{minutes}")
            row = self.stage.row(placement)
            if row.status is not PlacementStatus.SCHEDULED and row.next_at is None:
                break
        self.fake.trouble = ""
        return Delivered(self, self.stage.row(placement), self.fake.posts[before:])

    def round(self, worker: str) -> None:
        self.stage.deliver_due(self.adapter, worker=worker)
        self.fake.rest()


@dataclass(frozen=True)
class Delivered:
    """What became of a post: what we believe, and what readers see."""

    world: World
    row: Placement
    posts: list[Any]

    def check_true(self) -> None:
        """At most once, and what we say is so."""
        told = f"we say {self.row.status} ({self.row.reason} {self.row.reason_values}), readers see {len(self.posts)}"
        published = self.world.stage.publications(self.row.id or 0)
        assert len(self.posts) <= 1, told
        assert len(published) == (self.row.status is PlacementStatus.PUBLISHED), told
        if self.row.status is PlacementStatus.PUBLISHED:
            assert [post.id for post in self.posts] == [publication.remote_id for publication in published], (
                told
            )
        else:
            assert self.row.status is PlacementStatus.UNCONFIRMED, told
            assert self.world.is_blind, told


@contextlib.contextmanager
def world_of(
    engine: Engine,
    home: Path,
    kind: Kind,
    *,
    read_s: float = 20.0,
    language: str = "de",
    draw: Draw | None = None,
) -> Iterator[World]:
    """A stage whose worker reaches one channel through a line that can break."""
    stage = build_stage(
        engine, home, START, channels=(kind.channel,), film=kind.film, language=language, draw=draw
    )
    fake = kind.server(stage.clock)
    with fake.running() as port:
        line = Line(port)
        here = f"http://127.0.0.1:{line.port}"
        fake.address = here
        means, client = means_for(stage, dict(kind.secret), read_s=read_s)
        options = {name: value.format(here=here, port=line.port) for name, value in kind.options.items()}
        set_account(stage, kind.channel, options=options, capabilities=kind.capabilities)
        assert isinstance(means.vault, Kept)
        kind.begin(stage)
        try:
            yield World(stage, kind, fake, line, kind.adapter(means, here), means.vault, means)
        finally:
            line.close()
            client.close()


def means_for(stage: Stage, secret: dict[str, str], *, read_s: float = 20.0) -> tuple[Means, httpx.Client]:
    """What an adapter works with on this machine."""
    client = httpx.Client(
        timeout=httpx.Timeout(read_s, connect=5.0),
        trust_env=False,
        transport=GuardedTransport(loopback_only),
    )
    prepare_home(stage.settings)
    ledger = SealedLedger(stage.engine, stage.settings, stage.read_file, stage.clock)
    return Means(Transport(client, whole_s=60.0), Kept(secret), stage.clock, public_address, ledger), client


def public_address(file: WireFile) -> str:
    """Where a channel would fetch the file from."""
    return f"https://litfass.example/fetch/{file.digest}.jpg"
