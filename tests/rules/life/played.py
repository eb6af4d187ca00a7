"""One life as it is played: its house, its worker, and what must be so whatever happens."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.canonical import digest_of
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Variant
from campaigns.db import make_engine, session_scope
from campaigns.errors import Refusal
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.verifying import verify
from campaigns.placements.binding import approved_proof
from campaigns.placements.models import Placement, Publication
from campaigns.placements.public.feed import feed_entries
from campaigns.placements.sending.wire import Wire
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.channels.feed import Feed
from scheduler.lock import SenderLock
from scheduler.rounds import run_once
from tests.rules.crash import START
from tests.rules.life.oracle import LANGUAGES, Killed, Known, Watched
from tests.rules.life.theatre import FAST, digest, theatre
from tests.scheduler.stage import ZONE, Hand, Server
from tests.shared import TRAIL_KEY

LATEST = timedelta(hours=6)


class Played(RuleBasedStateMachine):
    """One programme's life."""

    #: The planted fault: nobody looks at the digest any more.
    careless: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.theatre = theatre()
        self.folder = Path(tempfile.mkdtemp(prefix="litfass-life-run-", dir=FAST))
        self.restored = 0
        shutil.copyfile(self.theatre.folder / "litfass.sqlite", self.path)
        self.known = copy.deepcopy(self.theatre.known)
        self.files = dict(self.theatre.stage.files)
        self.latest = START
        self.backup: tuple[Path, Known, datetime] | None = None
        self.backups = 0
        self.workers = 0
        self.moved = False
        self.broken: AssertionError | None = None
        self.channel = Watched(Server(self.folder / "network"))
        self.channel.life = self
        self._open()

    @property
    def path(self) -> Path:
        """Another file after each restore: whatever still has the old one open cannot touch the new one."""
        return self.folder / f"litfass-{self.restored}.sqlite"

    def _open(self) -> None:
        clock = getattr(self, "stage", None)
        self.stage = replace(
            self.theatre.stage,
            engine=self.theatre.compiled(make_engine(f"sqlite:///{self.path}", trail_key=TRAIL_KEY)),
            files=self.files,
            clock=clock.clock if clock else Hand(START),
        )

    def teardown(self) -> None:
        with Session(self.stage.engine) as session:
            assert verify(session)["broken"] == [], "A6: the trail does not hold"
        self.stage.engine.dispose()
        shutil.rmtree(self.folder)

    # What must be so

    def look_at(self, wire: Wire) -> None:
        """At the door of the channel: the very bytes, against everything the oracle knows."""
        with Session(self.stage.engine) as session:
            row = session.exec(select(Placement).where(Placement.key == wire.key)).one()
        media = [
            {**said, "digest": digest(file.content)}
            for said, file in zip(wire.manifest["media"], wire.files, strict=True)
        ]
        found = digest_of({**wire.manifest, "media": media})
        expected = self.known.may_leave(wire.language, str(wire.manifest["channel"]))
        now = self.stage.clock()
        assert expected == found, "A1: other bytes leave than were approved"
        assert row.id not in self.known.cancelled, "D7: a cancelled post leaves"
        assert row.status in (PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED), (
            "D3: no intent on the disk"
        )
        assert row.due_at is not None and row.due_at <= now <= row.due_at + LATEST + timedelta(days=2), "D8"
        if row.status is PlacementStatus.SENDING and row.attempt == 1:
            assert now - row.due_at <= LATEST, "D8: it leaves too late"
        if self.channel.kind is IdempotencyClass.BLIND:
            assert self.channel.server.posts(wire.key) == 0, "D5: sent again blindly"

    @invariant()
    def every_post_is_there_once_at_most(self) -> None:
        if not self.moved:
            return
        self.moved = False
        with Session(self.stage.engine) as session:
            rows = session.exec(select(Placement, Publication.id).join(Publication, isouter=True)).all()
        for row, publication in rows:
            posts = self.channel.server.posts(row.key) if row.channel == "folder" else 0
            assert posts <= 1, "D1: a post is there twice"
            assert (publication is not None) == (row.status is PlacementStatus.PUBLISHED), "D2: a false state"
            if row.status is PlacementStatus.EXPIRED:
                assert posts == 0, "an expired post is out"
            if row.status is PlacementStatus.SENDING:
                assert row.next_at is not None, "D2: a claim without an end"

    # Inside

    def _work(self, dies: str) -> None:
        self.workers += 1
        self.moved = True
        self.channel.dies = dies
        self.latest = max(self.latest, self.stage.clock.moment)
        settings_now = replace(self.stage.settings, frozen_now=self.stage.clock())
        deps = self.stage.deps(
            self.channel,
            Feed(self.stage.settings.base_url),
            worker=f"worker{self.workers}",
            settings=settings_now,
        )
        try:
            with carelessly(self.careless):
                run_once(deps)
        except Killed:
            self.stage.engine.dispose()
            if self.broken is not None:
                raise self.broken from None
        else:
            self._look_at_the_feed()
            self._check_one_publisher(deps)
        self.channel.dies = ""

    def _look_at_the_feed(self) -> None:
        today = wall_time(self.stage.clock(), ZONE).date()
        with Session(self.stage.engine) as session:
            programme = session.get_one(Programme, self.stage.cast.programme.id)
            for language in LANGUAGES:
                for entry in feed_entries(session, programme=programme, language=language, today=today):
                    standing = self.known.approved[language, "feed"].values()
                    assert digest_of(entry.manifest) in standing, "A1: the feed shows what is not approved"

    def _check_one_publisher(self, deps: Any) -> None:
        lock = SenderLock(deps.engine, "another")
        if self.workers % 5 == 0 and lock.acquire(self.stage.clock()):
            assert run_once(deps).idle_behind == "another", "D9: two workers send"
            lock.release()

    def _does(self, act: Callable[[Session], None]) -> bool:
        """Whether the product let it happen; a refusal leaves everything as it was."""
        placed = list(self.known.placed)
        try:
            with session_scope(self.stage.engine) as session:
                act(session)
        except Refusal:
            self.known.placed = placed
            return False
        self.moved = True
        return True

    def _person(self, who: str) -> Actor:
        return self.theatre.both if who == "both" else getattr(self.stage.cast, who)  # type: ignore[no-any-return]

    def _variant(self, session: Session, language: str) -> Variant:
        return session.get_one(Variant, self.theatre.variants[language])

    def _campaign(self, session: Session) -> Campaign:
        return session.exec(select(Campaign)).one()

    def _proof(self, session: Session, variant: Variant, channel: str, moment: datetime) -> Proof:
        found = approved_proof(
            session,
            variant=variant,
            channel=channel,
            programme_id=self.stage.cast.programme.id or 0,
            on=wall_time(moment, ZONE).date(),
        )
        if found is None:
            raise Refusal("Nothing is approved.")
        return found


class carelessly(ExitStack):  # noqa: N801
    """Leaves the worker's checks of digests out while the block lasts."""

    def __init__(self, is_careless: bool) -> None:
        super().__init__()
        if is_careless:
            self.enter_context(patch("campaigns.placements.sending.wire.check_wire"))
            self.enter_context(patch("campaigns.placements.sending.wire.read_manifest", _read_unseen))


def _read_unseen(text: str, **_unasked: str) -> Any:
    return json.loads(text)
