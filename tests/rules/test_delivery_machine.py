"""Any order of placing, cancelling, pausing, recalling, faults, deaths and odd clocks keeps the promises."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from campaigns.db import make_engine, session_scope
from campaigns.errors import Refusal
from campaigns.placements.actions import (
    cancel,
    hold,
    pause_account,
    pause_sending,
    resume_account,
    resume_sending,
    schedule,
)
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Outcome, Prepared
from scheduler.rounds import run_once
from tests.rules.crash import START
from tests.scheduler.stage import FAULTS, FakeChannel, Server, Stage, build_stage
from tests.shared import TRAIL_KEY
from tests.whole import WHOLE

KINDS = [
    IdempotencyClass.KEYED,
    IdempotencyClass.CLIENT_ID,
    IdempotencyClass.READ_BACK,
    IdempotencyClass.TWO_STEP,
    IdempotencyClass.BLIND,
]


class Killed(BaseException):
    """The worker is gone: nothing after this line happens."""


class Mortal(FakeChannel):
    """A channel during whose call the worker can die, before or after the post is accepted."""

    dies: str = ""

    def send(self, prepared: Prepared) -> Outcome:
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Killed
        outcome = super().send(prepared)
        if dies == "after":
            raise Killed
        return outcome


@cache
def prepared_stage() -> tuple[Stage, Path]:
    """One stage, built once; every run gets a copy of its database."""
    folder = Path(tempfile.mkdtemp(prefix="litfass-machine-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    return build_stage(engine, folder / "home", START), folder


class Delivery(RuleBasedStateMachine):
    """A worker, a network and people, in any order."""

    def __init__(self) -> None:
        super().__init__()
        stage, origin = prepared_stage()
        self.folder = Path(tempfile.mkdtemp(prefix="litfass-machine-run-"))
        shutil.copyfile(origin / "litfass.sqlite", self.folder / "litfass.sqlite")
        engine = make_engine(f"sqlite:///{self.folder}/litfass.sqlite", trail_key=TRAIL_KEY)
        stage.clock.moment = START
        self.stage = replace(stage, engine=engine)
        self.channel = Mortal(Server(self.folder / "network"))
        self.placed: list[int] = []
        self.workers = 0
        self.cancelled_unsent: set[int] = set()

    def teardown(self) -> None:
        self.stage.engine.dispose()
        shutil.rmtree(self.folder)

    @rule(minutes=some.integers(0, 600))
    def place(self, minutes: int) -> None:
        moment = self.stage.clock() + timedelta(minutes=minutes)
        try:
            self.placed.append(self.stage.place(at=moment))
        except Refusal:
            return

    @precondition(lambda self: self.placed)
    @rule(which=some.integers(0, 50), verb=some.sampled_from([cancel, hold, schedule]))
    def steer(self, which: int, verb: object) -> None:
        placement = self.placed[which % len(self.placed)]
        values = {"placement_id": placement, "by": self.stage.cast.staff, "now": self.stage.clock()}
        try:
            with session_scope(self.stage.engine) as session:
                if verb is hold:
                    hold(session, reason="Wait.", **values)  # type: ignore[arg-type]
                elif verb is schedule:
                    schedule(session, proof=self.stage.proofs["folder"], **values)  # type: ignore[arg-type]
                else:
                    cancel(session, **values)  # type: ignore[arg-type]
        except Refusal:
            return
        key = self.stage.row(placement).key
        if verb is cancel and self.channel.server.posts(key) == 0:
            self.cancelled_unsent.add(placement)

    @rule(stop=some.booleans(), account=some.booleans())
    def pause_or_resume(self, stop: bool, account: bool) -> None:
        cast = self.stage.cast
        who = {"by": cast.lead if account else cast.admin, "now": self.stage.clock()}
        with session_scope(self.stage.engine) as session:
            if account:
                verb = pause_account if stop else resume_account
                verb(session, account_id=self.stage.accounts["folder"].id or 0, **who)  # type: ignore[arg-type]
            elif stop:
                pause_sending(session, programme_id=None, reason="Wait.", **who)  # type: ignore[arg-type]
            else:
                resume_sending(session, programme_id=None, **who)  # type: ignore[arg-type]

    @rule(fault=some.sampled_from(FAULTS), kind=some.sampled_from(KINDS))
    def change_the_network(self, fault: str, kind: IdempotencyClass) -> None:
        unsettled = {PlacementStatus.SENDING, PlacementStatus.UNCONFIRMED}
        if not any(self.stage.status(one) in unsettled for one in self.placed):
            self.channel.kind = kind
        self.channel.server.fault = fault

    @rule(minutes=some.sampled_from([-1440, -60, 0, 1, 2, 7, 40, 400, 1440]))
    def jump(self, minutes: int) -> None:
        self.stage.clock.moment = max(START, self.stage.clock.moment + timedelta(minutes=minutes))

    @rule(dies=some.sampled_from(["", "", "before", "after"]))
    def work(self, dies: str) -> None:
        self.workers += 1
        self.channel.dies = dies
        try:
            run_once(self.stage.deps(self.channel, worker=f"worker{self.workers}"))
        except Killed:
            self.stage.engine.dispose()
        self.channel.dies = ""

    @invariant()
    def nothing_is_there_twice_and_published_means_there(self) -> None:
        for placement in self.placed:
            row = self.stage.row(placement)
            posts = self.channel.server.posts(row.key)
            assert posts <= 1, "a post is there twice"
            published = len(self.stage.publications(placement))
            assert published == (row.status is PlacementStatus.PUBLISHED)
            if row.status is PlacementStatus.PUBLISHED:
                assert posts == 1, "published, but not there"
            if row.status in {PlacementStatus.CANCELLED, PlacementStatus.MISSED, PlacementStatus.HELD}:
                assert posts == 0, f"{row.status}, but it is there"

    @invariant()
    def what_was_cancelled_in_time_never_appears(self) -> None:
        for placement in self.cancelled_unsent:
            assert self.channel.server.posts(self.stage.row(placement).key) == 0


Delivery.TestCase.settings = settings(
    max_examples=50 if WHOLE else 12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDelivery = Delivery.TestCase
