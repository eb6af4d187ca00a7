"""A stage for the worker: an approved post, accounts, and channels that can be made to fail in every way.

The fake channels keep their posts in a folder, so that they survive the death of the worker as a network's
servers do, and count every call.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Engine, select
from sqlmodel import Session

from assets.errors import StoreFault
from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.db import session_scope, trail_keys
from campaigns.placements.actions import add_account, place, propose_placement
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire
from campaigns.settings import Settings
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.channels.feed import Feed
from scheduler.channels.folder import Folder
from scheduler.contract import (
    Absent,
    Adapter,
    Finding,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Unknown,
)
from scheduler.deps import Deps, steady_seconds
from scheduler.lock import SenderLock
from scheduler.posting.letters import send_newsletter_letters
from scheduler.publisher import Publisher
from tests import builders
from tests.replaying import step

ZONE = "Europe/Berlin"
#: Kinds of file that pictures of the builders may have; their made-up bytes name shape and kind.
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/avif")
FAULTS = ("none", "refuse", "drop_before", "drop_after", "error_after", "too_many", "slow")


class Hand:
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Server:
    """The far side: what it accepted, in files. `fault` strikes the first call about a key only."""

    folder: Path
    fault: str = "none"
    lasting: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def posts(self, key: str) -> int:
        return len(self._noted("posts", key))

    def calls(self, key: str) -> int:
        return len(self._noted("calls", key))

    def called(self, key: str) -> str:
        """Notes a call and says which fault strikes it."""
        first = self.calls(key) == 0
        self._note("calls", key)
        return self.fault if first or self.lasting else "none"

    def accept(self, key: str, container: str = "") -> None:
        """One line in one write: whoever calls may be killed, the far side never does half of it."""
        self._note("posts", key, container)

    def make_container(self, key: str) -> str:
        """Something that can be published once; nobody sees it before."""
        self._note("made", key)
        return f"{key}-{len(self._noted('made', key))}"

    def publish_container(self, key: str, container: str) -> bool:
        """Whether this call put it before readers; a container that is out stays one post."""
        if self.is_out(key, container):
            return False
        self.accept(key, container)
        return True

    def is_out(self, key: str, container: str) -> bool:
        return container in self._noted("posts", key)

    def _note(self, kind: str, key: str, what: str = "") -> None:
        with (self.folder / f"{kind}-{key}").open("a") as file:
            file.write(f"{what}\n")

    def _noted(self, kind: str, key: str) -> list[str]:
        path = self.folder / f"{kind}-{key}"
        return path.read_text().splitlines() if path.exists() else []


@dataclass
class FakeChannel(Adapter):
    """A network of some idempotency class whose every answer can go wrong. Serves in place of a real channel."""

    server: Server
    kind: IdempotencyClass = IdempotencyClass.BLIND
    key_lifetime: int = 60
    wires: list[Wire] = field(default_factory=list)
    channel: ClassVar[str] = "folder"

    @property
    def idempotency(self) -> IdempotencyClass:  # type: ignore[override]
        return self.kind

    @property
    def key_minutes(self) -> int | None:  # type: ignore[override]
        return self.key_lifetime if self.kind is IdempotencyClass.KEYED else None

    def prepare(self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED) -> Prepared:
        """In two steps there is a container first; a new one each time, unless an earlier try left one."""
        if self.kind is not IdempotencyClass.TWO_STEP:
            return Prepared(wire, sender)
        container = staged.get("container") or self.server.make_container(wire.key)
        return Prepared(wire, sender, None, {"container": container})

    def send(self, prepared: Prepared) -> Outcome:
        wire, server = prepared.wire, self.server
        self.wires.append(wire)
        fault = server.called(wire.key)
        if fault == "refuse":
            return NotYet("The connection was refused.")
        if fault == "too_many":
            return NotYet("Too many posts.")
        if fault == "reject":
            return Rejected("The text is too long.")
        if fault == "drop_before":
            return Unknown("The reply was lost.")
        if self.kind is IdempotencyClass.TWO_STEP:
            if not server.publish_container(wire.key, str(prepared.staged["container"])):
                return Unknown("This container is out already.")
        elif self.kind not in {IdempotencyClass.KEYED, IdempotencyClass.CLIENT_ID} or not server.posts(
            wire.key
        ):
            server.accept(wire.key)
        if fault == "slow":
            raise TimeoutError
        if fault in {"drop_after", "error_after"}:
            return Unknown("The reply was lost.")
        return Published(f"id-{wire.key}", f"https://network.example/{wire.key}")

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        key = prepared.wire.key
        if self.kind is IdempotencyClass.TWO_STEP:
            out = self.server.is_out(key, str(prepared.staged.get("container")))
            return Published(f"id-{key}") if out else Absent()
        if self.kind not in {IdempotencyClass.READ_BACK, IdempotencyClass.CLIENT_ID}:
            return Unknown("It cannot be asked.")
        return Published(f"id-{key}") if self.server.posts(key) else Absent()


@dataclass
class Stage:
    """Everything a test of the worker stands on."""

    engine: Engine
    settings: Settings
    now: datetime
    cast: builders.Cast
    variant_id: int
    files: Mapping[str, bytes]
    accounts: Mapping[str, Account]
    proofs: Mapping[str, object]
    clock: Hand
    steady: Callable[[], float] = steady_seconds

    def deps(self, *adapters: Adapter, worker: str = "first", **more: object) -> Deps:
        """A worker's surroundings with these adapters; without any, the real feed and folder."""
        chosen = adapters or (Feed(self.settings.base_url), Folder(self.settings.outbox_dir))
        deps = Deps(
            settings=self.settings,
            engine=self.engine,
            clock=self.clock,
            worker=worker,
            started_at=self.now,
            adapters={adapter.channel: adapter for adapter in chosen},
            read_file=self.read_file,
            run_work=lambda deps, work_id: None,
            steady=self.steady,
        )
        return replace(deps, **more)  # type: ignore[arg-type]

    def read_file(self, digest: str) -> bytes:
        if digest not in self.files:
            raise StoreFault("The stored file {digest} is missing.", digest=digest[:12])
        return self.files[digest]

    def place(self, channel: str = "folder", *, at: datetime | None = None) -> int:
        """A placement by the real action, due at `at` (default: in one minute)."""
        due = at or self.now + timedelta(minutes=1)
        with session_scope(self.engine) as session:
            placement = place(
                session,
                variant_id=self.variant_id,
                proof=self.proofs[channel],  # type: ignore[arg-type]
                account=self.accounts[channel],
                wall=wall_time(due, ZONE),
                zone=ZONE,
                fold=0,
                by=self.cast.staff,
                now=self.clock(),
            )
            return placement.id or 0

    def propose(self, channel: str = "folder", *, at: datetime) -> int:
        """A place in the calendar that nobody has made binding."""
        with session_scope(self.engine) as session:
            placement = propose_placement(
                session,
                variant_id=self.variant_id,
                account=self.accounts[channel],
                wall=wall_time(at, ZONE),
                zone=ZONE,
                by=self.cast.staff,
                now=self.clock(),
            )
            return placement.id or 0

    def deliver_due(self, *adapters: Adapter, worker: str) -> None:
        """The part of a worker's round that sends: what a sender does between taking the lock and giving it back."""
        deps = self.deps(*adapters, worker=worker)
        lock = SenderLock(deps.engine, worker)
        assert lock.acquire(deps.clock())
        Publisher(deps).publish_due()
        send_newsletter_letters(deps)
        lock.release()

    def row(self, placement_id: int) -> Placement:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Placement, placement_id)

    def status(self, placement_id: int) -> PlacementStatus:
        return self.row(placement_id).status

    def text(self, channel: str) -> str:
        """What was approved for this channel."""
        return str(json.loads(self.proofs[channel].manifest)["text"])  # type: ignore[attr-defined]

    def health(self, channel: str) -> str:
        with Session(self.engine) as session:
            return session.get_one(Account, self.accounts[channel].id).health

    def publications(self, placement_id: int) -> list[Publication]:
        with Session(self.engine, expire_on_commit=False) as session:
            query = select(Publication).where(Publication.placement_id == placement_id)  # type: ignore[arg-type]
            return list(session.execute(query).scalars())


def set_account(
    stage: Stage,
    channel: str,
    *,
    options: Mapping[str, str],
    capabilities: Mapping[str, Any] = NOTHING_STAGED,
) -> None:
    """What the account of a channel has to know, and what its server has said of itself."""
    with session_scope(stage.engine) as session:
        account = session.get_one(Account, stage.accounts[channel].id)
        account.options, account.capabilities = dict(options), dict(capabilities)
        session.add(account)
    stage.accounts[channel].options = dict(options)
    stage.accounts[channel].capabilities = dict(capabilities)


def build_stage(
    engine: Engine,
    home: Path,
    now: datetime,
    *,
    channels: Sequence[str] = ("feed", "folder"),
    film: bool = False,
    language: str = "de",
    draw: builders.Draw | None = None,
) -> Stage:
    """An approved post, German unless told otherwise, with accounts that take it: the feed and the folder, or others.

    `draw` makes its pictures; without it their bytes are made up.
    """
    with session_scope(engine) as session:
        cast, variant, proofs, accounts = _approved_post(
            session, now=now, channels=channels, film=film, language=language, draw=draw
        )
        pictures = [
            (draw or builders.made_up)(variant.id or 0, shape, kind)
            for shape in ("square", "portrait")
            for kind in PICTURES
        ]
        pictures.append(f"a{variant.id}film".encode())
        wanted = "".join(proof.manifest for proof in proofs.values())
        stage = Stage(
            engine=engine,
            settings=Settings(
                home=home,
                database_url=engine.url.render_as_string(hide_password=False),
                files_url=str(home / "files"),
                base_url="https://litfass.example",
                port=8000,
            ),
            now=now,
            cast=cast,
            variant_id=variant.id or 0,
            files={
                digest: content
                for content in pictures
                if (digest := hashlib.sha256(content).hexdigest()) in wanted
            },
            accounts=accounts,
            proofs=proofs,
            clock=Hand(now),
        )
    engine.dispose()
    # Processes of their own open the database with what lies in the home.
    stage.settings.keys_dir.mkdir(parents=True, exist_ok=True)
    (stage.settings.keys_dir / "trail.key").write_bytes(b"".join(trail_keys(engine)))
    return stage


@step
def _approved_post(
    session: Session,
    *,
    now: datetime,
    channels: Sequence[str],
    film: bool,
    language: str,
    draw: builders.Draw | None,
) -> tuple[builders.Cast, Variant, dict[str, Proof], dict[str, Account]]:
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(
        session, cast, now=now, channels=channels, film=film, language=language, draw=draw
    )
    accounts = {
        channel: add_account(
            session,
            programme_id=cast.programme.id or 0,
            channel=channel,
            name=f"Our {channel}",
            by=cast.admin,
            now=now,
        )
        for channel in channels
    }
    return cast, variant, proofs, accounts
