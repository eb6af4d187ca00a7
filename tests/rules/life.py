"""Writers, lawyers, planners, a worker, a network, clocks, deaths and backups, in any order: no promise breaks.

`python -m tests.rules.life 1000` plays that many lives of 50 steps each, spread over the machine's processors. The
oracle beside the database knows what was approved and what has changed since; it looks at every byte at the very
moment at which the channel gets it. `--careless` leaves out the check of digests, to show that the oracle sees it.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import pysqlite3
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, Table, update
from sqlmodel import Session, col, select

from campaigns.approvals.actions import approve_review, return_review
from campaigns.approvals.models import Proof
from campaigns.approvals.queries import open_review_of
from campaigns.canonical import digest_of
from campaigns.clock import wall_time
from campaigns.content.actions import write_revision
from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import latest_revision, variants_of_posts
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import make_engine, session_scope
from campaigns.errors import Refusal
from campaigns.facts.models import Fact
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.people.verifying import verify
from campaigns.placements.actions import cancel, place, propose_placement, schedule
from campaigns.placements.actions.restored import doubt_restored
from campaigns.placements.binding import approved_proof
from campaigns.placements.feed import feed_entries
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.queries import get_placement
from campaigns.placements.recall.actions import check_and_release, doubt_and_recall
from campaigns.placements.wire import Wire
from campaigns.placements.withdrawing import withdraw_and_hold
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass, PlacementStatus, Role
from scheduler.channels.feed import Feed
from scheduler.contract import Outcome, Prepared
from scheduler.lock import SenderLock
from scheduler.rounds import run_once
from tests import builders
from tests.compiling import compiled_once
from tests.rules.crash import START
from tests.scheduler.stage import FAULTS, ZONE, FakeChannel, Hand, Server, Stage, build_stage
from tests.shared import TRAIL_KEY
from tests.temporary import roomy_memory

LANGUAGES = ("de", "ar")
CHANNELS = ("feed", "folder")
LATEST = timedelta(hours=6)
KINDS = (
    IdempotencyClass.KEYED,
    IdempotencyClass.CLIENT_ID,
    IdempotencyClass.READ_BACK,
    IdempotencyClass.BLIND,
)
#: In memory where there is room: a commit then costs what it costs, and no disk.
FAST = roomy_memory()

LINKS = ("https://advice.example/child-benefit", "https://advice.example/other")
WELL_AGAIN = "all is well again"
DISTURBANCES = ("link", "funder", "fact", "file", "proof")

PROOF: Table = Proof.__table__  # type: ignore[attr-defined]

Snapshot = tuple[int, str, str, str]


class Killed(BaseException):
    """The worker is gone: nothing after this line happens."""


@dataclass
class Known:
    """What the oracle knows: how each text stands, and what was approved of it. `None` as tag: no picture yet."""

    revision: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LANGUAGES, 1))
    tag: dict[tuple[str, int], str] = field(default_factory=dict)
    link: str = ""
    funder: str = ""
    doubted: dict[str, int] = field(default_factory=dict)
    authors: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    approved: dict[tuple[str, str], dict[Snapshot, str]] = field(default_factory=lambda: defaultdict(dict))
    shown: dict[str, tuple[Snapshot, dict[str, str]]] = field(default_factory=dict)
    placed: list[int] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    spoiled: dict[int, str] = field(default_factory=dict)

    def snapshot(self, language: str) -> Snapshot:
        number = self.revision[language]
        return number, self.tag.get((language, number), ""), self.link, self.funder

    def may_leave(self, language: str, channel: str) -> str | None:
        """The digest that may leave now, or None."""
        if self.doubted.get(language) == self.revision[language]:
            return None
        return self.approved[language, channel].get(self.snapshot(language))


class Watched(FakeChannel):
    """A channel during whose call the worker can die, and at whose door the oracle stands."""

    dies: str = ""
    life: Life

    def send(self, prepared: Prepared) -> Outcome:
        try:
            self.life.look_at(prepared.wire)
        except AssertionError as broken:
            # The worker takes an error of a channel for an answer it did not understand: it must not hear this one.
            self.life.broken = broken
            raise Killed from broken
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Killed
        outcome = super().send(prepared)
        if dies == "after":
            raise Killed
        return outcome


@dataclass(frozen=True)
class Theatre:
    """The stage built once, with both languages and somebody who holds two roles."""

    stage: Stage
    folder: Path
    variants: dict[str, int]
    both: Actor
    fact_id: int
    known: Known
    compiled: Callable[[Engine], Engine]


@cache
def theatre() -> Theatre:
    """Built once a process; every life gets a copy of its database."""
    folder = Path(tempfile.mkdtemp(prefix="litfass-life-", dir=FAST))
    engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    stage = build_stage(engine, folder / "home", START)
    known = Known(link="https://advice.example/child-benefit")
    with session_scope(engine) as session:
        german = session.get_one(Variant, stage.variant_id)
        variants = variants_of_posts(session, [german.post_id])[german.post_id]
        person = builders.make_person(session, "both@test.example", now=START)
        programme = stage.cast.programme.id or 0
        for role, language in ((Role.STAFF, ""), (Role.LAWYER, "de"), (Role.LAWYER, "ar")):
            grant_role(
                session,
                person=person,
                programme_id=programme,
                role=role,
                language=language,
                by=None,
                now=START,
            )
        both = load_actor(session, session.get_one(Person, person.id), programme)
        fact = builders.make_fact(session, stage.cast.programme, now=START)
        session.connection().exec_driver_sql(
            f"INSERT INTO post_fact VALUES ({german.post_id}, {fact.id}, {fact.revision}, 0)"  # noqa: S608
        )
        known.authors = defaultdict(set, {code: {stage.cast.staff.person_id} for code in LANGUAGES})
        known.tag = {(code, 1): "a" for code in LANGUAGES}
        snapshot = known.snapshot("de")
        for proof in session.exec(select(Proof)):
            known.approved["de", proof.channel][snapshot] = proof.digest
        found = Theatre(
            replace(stage, files=_every_file(variants)),
            folder,
            {code: variants[code].id or 0 for code in LANGUAGES},
            both,
            fact.id or 0,
            known,
            compiled_once(make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)),
        )
    engine.dispose()
    return found


class Life(RuleBasedStateMachine):
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

    # Writing

    @rule(
        language=some.sampled_from(LANGUAGES),
        who=some.sampled_from(["staff", "translator", "both", "lawyer"]),
    )
    def write(self, language: str, who: str) -> None:
        by = self._person(who)

        def act(session: Session) -> None:
            variant = self._variant(session, language)
            before = latest_revision(session, variant)
            assert before is not None
            words = {**before.words, "body": f"{builders.WORDS[language].body}{'!' * before.number}"}
            write_revision(
                session, variant=variant, words=words, based_on=before.number, by=by, now=self.stage.clock()
            )

        if self._does(act):
            self.known.revision[language] += 1
            self.known.authors[language].add(by.person_id)

    @rule(language=some.sampled_from(LANGUAGES), tag=some.sampled_from("ab"))
    def draw(self, language: str, tag: str) -> None:
        def act(session: Session) -> None:
            orders = render_orders(
                session,
                campaign_id=self._campaign(session).id or 0,
                store=None,
                languages=[language],  # type: ignore[arg-type]
            )
            made = [
                Made(
                    order,
                    _digest(_picture(order.variant_id, order.revision_id, tag)),
                    9,
                    9,
                    9,
                    "1",
                    "test",
                    {},
                )
                for order in orders
            ]
            for order in orders:
                data = _picture(order.variant_id, order.revision_id, tag)
                self.files[_digest(data)] = data
            record_renditions(session, made=made, now=self.stage.clock())

        if self._does(act):
            self.known.tag[language, self.known.revision[language]] = tag

    @rule(what=some.sampled_from([*DISTURBANCES, WELL_AGAIN, WELL_AGAIN]), at=some.integers(0, 10_000))
    def disturb(self, what: str, at: int) -> None:
        """Something that an approval rests on changes, or changes back."""
        if what == "link":
            self.lead_to(LINKS[at % 2])
        elif what == "funder":
            self.change_funder(("", "Paid by the fund.")[at % 2])
        elif what == "fact":
            self.doubt_the_fact(settle=bool(at % 3))
        elif what == "file":
            self.damage_a_file(at)
        elif what == "proof":
            self.spoil_a_proof(at)
        else:
            self.lead_to(LINKS[0])
            self.change_funder("")
            self.doubt_the_fact(settle=True)
            self.mend_the_files()
            self.mend_the_proofs()

    def lead_to(self, to: str) -> None:
        def act(session: Session) -> None:
            campaign = self._campaign(session)
            campaign.link = to
            session.add(campaign)

        self._does(act)
        self.known.link = to

    def change_funder(self, statement: str) -> None:
        def act(session: Session) -> None:
            programme = session.get_one(Programme, self.stage.cast.programme.id)
            programme.funder = {"statement": statement} if statement else {}
            session.add(programme)

        self._does(act)
        self.known.funder = statement

    def doubt_the_fact(self, settle: bool) -> None:
        def act(session: Session) -> None:
            fact = session.get_one(Fact, self.theatre.fact_id)
            values: dict[str, Any] = {"fact": fact, "by": self.stage.cast.lawyer, "now": self.stage.clock()}
            if settle:
                check_and_release(session, review_on=None, **values)
            else:
                doubt_and_recall(session, **values)

        if self._does(act):
            self.known.doubted = {} if settle else dict(self.known.revision)

    def damage_a_file(self, at: int) -> None:
        """Somebody puts other bytes under the name of a file, if there is one of a post that is to leave."""
        wanted = "".join(proof.manifest for proof in self._proofs_that_wait())
        names = [name for name in sorted(self.files) if name in wanted] or sorted(self.files)
        name = names[at % len(names)]
        self.files[name] = self.files[name] + b"!"

    def mend_the_files(self) -> None:
        self.files.update({name: data.rstrip(b"!") for name, data in self.files.items()})

    def spoil_a_proof(self, at: int) -> None:
        """Somebody writes other words into the stored proof of a post that is to leave."""
        proofs = self._proofs_that_wait()
        if proofs:
            proof = proofs[at % len(proofs)]
            self.known.spoiled.setdefault(proof.id or 0, proof.manifest)
            self._write_manifest(proof.id or 0, proof.manifest.replace("259", "269"))

    def mend_the_proofs(self) -> None:
        for number, manifest in self.known.spoiled.items():
            self._write_manifest(number, manifest)
        self.known.spoiled.clear()

    def _write_manifest(self, proof_id: int, manifest: str) -> None:
        with self.stage.engine.begin() as connection:
            connection.execute(update(PROOF).where(PROOF.c.id == proof_id).values(manifest=manifest))

    def _proofs_that_wait(self) -> list[Proof]:
        query = (
            select(Proof)
            .join(Placement, col(Placement.proof_id) == Proof.id)
            .where(Placement.status == PlacementStatus.SCHEDULED)
            .order_by(col(Placement.due_at), col(Proof.id))
        )
        with Session(self.stage.engine) as session:
            return list(session.exec(query))

    # Deciding

    @rule(language=some.sampled_from(LANGUAGES))
    def submit(self, language: str) -> None:
        if (language, self.known.revision[language]) not in self.known.tag:
            self.draw(language, "a")
        seen: dict[str, str] = {}

        def act(session: Session) -> None:
            variant = self._variant(session, language)
            request = builders.submit(
                session, self.stage.cast, variant, now=self.stage.clock(), channels=CHANNELS
            )
            seen.update(builders.seen(session, request))

        if self._does(act):
            self.known.shown[language] = (self.known.snapshot(language), seen)

    @precondition(lambda self: self.known.shown)
    @rule(
        language=some.sampled_from(LANGUAGES),
        who=some.sampled_from(["lawyer", "second_lawyer", "both", "staff"]),
    )
    def approve(self, language: str, who: str) -> None:
        if language not in self.known.shown:
            return
        snapshot, seen = self.known.shown[language]
        by = self._person(who)

        def act(session: Session) -> None:
            request = open_review_of(session, self.theatre.variants[language])
            if request is None:
                raise Refusal("Nothing is open.")
            approve_review(session, request_id=request.id or 0, seen=seen, by=by, now=self.stage.clock())

        if self._does(act):
            assert by.person_id not in self.known.authors[language], "A3: approved by an author"
            assert snapshot == self.known.snapshot(language), "A2: approved what would not leave any more"
            doubted = self.known.doubted.get(language) == self.known.revision[language]
            assert not doubted, "A2: approved words whose fact was recalled"
            for channel, digest in seen.items():
                self.known.approved[language, channel][snapshot] = digest

    @precondition(lambda self: self.known.shown)
    @rule(language=some.sampled_from(LANGUAGES), withdraws=some.booleans())
    def say_no(self, language: str, withdraws: bool) -> None:
        snapshot, seen = self.known.shown.get(language, (None, {}))

        def act(session: Session) -> None:
            who: dict[str, Any] = {
                "reason": "A doubt.",
                "by": self.stage.cast.lawyer,
                "now": self.stage.clock(),
            }
            if withdraws:
                variant_id = self.theatre.variants[language]
                programme_id = self.stage.cast.programme.id or 0
                withdraw_and_hold(session, variant_ids={variant_id}, programme_id=programme_id, **who)
                return
            request = open_review_of(session, self.theatre.variants[language])
            if request is None:
                raise Refusal("Nothing is open.")
            return_review(session, request_id=request.id or 0, seen=seen, **who)

        if self._does(act):
            for channel in CHANNELS:
                if withdraws:
                    self.known.approved[language, channel].clear()
                elif snapshot is not None:
                    self.known.approved[language, channel].pop(snapshot, None)

    @rule(
        language=some.sampled_from(LANGUAGES),
        channel=some.sampled_from(["folder", "folder", "feed"]),
        minutes=some.integers(0, 60),
        then=some.sampled_from(["", "wait", "wait", "die", *DISTURBANCES]),
        at=some.integers(0, 10_000),
    )
    def bring_along(self, language: str, channel: str, minutes: int, then: str, at: int) -> None:
        """The straight road, so that much is on its way when something happens: a death, or a change just before."""
        if self.known.may_leave(language, channel) is None:
            self.submit(language)
            self.approve(language, "second_lawyer")
        self.put_into_the_calendar(language, channel, minutes, binding=True)
        if then in DISTURBANCES:
            self.disturb(then, at)
        if then and self.known.placed:
            self.wait_for_the_next_slot("after" if then == "die" else "")

    # Planning

    @rule(
        language=some.sampled_from(LANGUAGES),
        channel=some.sampled_from(CHANNELS),
        minutes=some.integers(0, 300),
        binding=some.sampled_from([True, True, False]),
    )
    def put_into_the_calendar(self, language: str, channel: str, minutes: int, binding: bool) -> None:
        moment = self.stage.clock() + timedelta(minutes=minutes)

        def act(session: Session) -> None:
            variant = self._variant(session, language)
            account = session.exec(select(Account).where(Account.channel == channel)).one()
            values: dict[str, Any] = {
                "variant_id": variant.id,
                "account": account,
                "wall": wall_time(moment, ZONE),
                "zone": ZONE,
                "fold": 0,
                "by": self.stage.cast.staff,
                "now": self.stage.clock(),
            }
            if binding:
                row = place(session, proof=self._proof(session, variant, channel, moment), **values)
            else:
                row = propose_placement(session, **values)
            self.known.placed.append(row.id or 0)

        self._does(act)

    @precondition(lambda self: self.known.placed)
    @rule(which=some.integers(0, 50), cancels=some.booleans())
    def steer(self, which: int, cancels: bool) -> None:
        number = self.known.placed[which % len(self.known.placed)]

        def act(session: Session) -> None:
            who: dict[str, Any] = {
                "placement_id": number,
                "by": self.stage.cast.staff,
                "now": self.stage.clock(),
            }
            if cancels:
                cancel(session, **who)
                return
            row = get_placement(session, number)
            variant = session.get_one(Variant, row.variant_id)
            schedule(session, proof=self._proof(session, variant, row.channel, self.stage.clock()), **who)

        if self._does(act) and cancels:
            self.known.cancelled.add(number)

    # The world

    @rule(fault=some.sampled_from(FAULTS), kind=some.sampled_from(KINDS))
    def change_the_network(self, fault: str, kind: IdempotencyClass) -> None:
        with Session(self.stage.engine) as session:
            asked = select(Placement.id).where(Placement.status == PlacementStatus.UNCONFIRMED)
            if session.exec(asked).first() is None and self.backup is None:
                self.channel.kind = kind
        self.channel.server.fault = fault

    @rule(minutes=some.sampled_from([-1440, -60, 1, 2, 7, 7, 40, 40, 200, 400, 1440]))
    def jump(self, minutes: int) -> None:
        self.stage.clock.moment = max(START, self.stage.clock.moment + timedelta(minutes=minutes))

    @rule(dies=some.sampled_from(["", "", "", "before", "after"]))
    def tick(self, dies: str) -> None:
        self._work(dies)

    @precondition(lambda self: self.known.placed)
    @rule(dies=some.sampled_from(["", "", "before", "after"]))
    def wait_for_the_next_slot(self, dies: str) -> None:
        """The clock goes on to what is due next, and the worker looks."""
        with Session(self.stage.engine) as session:
            due = session.exec(
                select(Placement.due_at)
                .where(Placement.status == PlacementStatus.SCHEDULED)
                .order_by(col(Placement.due_at))
            ).first()
        if due is not None:
            self.stage.clock.moment = max(self.stage.clock.moment, due)
        self._work(dies)

    @rule(restores=some.sampled_from([False, True]))
    def back_up_or_restore(self, restores: bool) -> None:
        if restores and self.backup is not None:
            self.restore()
        else:
            self.make_a_backup()

    def make_a_backup(self) -> None:
        self.backups += 1
        copied = self.folder / f"backup-{self.backups}.sqlite"
        with closing(pysqlite3.connect(self.path)) as here, closing(pysqlite3.connect(copied)) as there:
            here.backup(there)
        self.backup = (copied, copy.deepcopy(self.known), self.stage.clock())

    def restore(self) -> None:
        """The backup is put back as the product does it; what may have gone out since is doubted."""
        assert self.backup is not None
        copied, self.known = self.backup[0], copy.deepcopy(self.backup[1])
        self.stage.engine.dispose()
        self.restored += 1
        shutil.copyfile(copied, self.path)
        self._open()
        self.stage.clock.moment = max(self.latest, self.stage.clock.moment)
        with session_scope(self.stage.engine) as session:
            doubt_restored(session, backed_up_at=self.backup[2], now=self.stage.clock())
        self.moved = True

    # What must be so

    def look_at(self, wire: Wire) -> None:
        """At the door of the channel: the very bytes, against everything the oracle knows."""
        with Session(self.stage.engine) as session:
            row = session.exec(select(Placement).where(Placement.key == wire.key)).one()
        media = [
            {**said, "digest": _digest(file.content)}
            for said, file in zip(wire.manifest["media"], wire.files, strict=True)
        ]
        digest = digest_of({**wire.manifest, "media": media})
        expected = self.known.may_leave(wire.language, str(wire.manifest["channel"]))
        now = self.stage.clock()
        assert expected == digest, "A1: other bytes leave than were approved"
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
            with _carelessly(self.careless):
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


class CarelessLife(Life):
    """The same life with a worker that does not look at digests."""

    careless = True


class _carelessly(ExitStack):  # noqa: N801
    """Leaves the worker's checks of digests out while the block lasts."""

    def __init__(self, is_careless: bool) -> None:
        super().__init__()
        if is_careless:
            self.enter_context(patch("campaigns.placements.wire.check_wire"))
            self.enter_context(patch("campaigns.placements.wire.read_manifest", _read_unseen))


def _read_unseen(text: str, **_unasked: str) -> Any:
    return json.loads(text)


def _every_file(variants: dict[str, Variant]) -> dict[str, bytes]:
    """What `builders.give_pictures` says it made."""
    every = [f"a{variant.id}squareimage/jpeg".encode() for variant in variants.values()]
    return {_digest(data): data for data in every}


def _picture(variant_id: int, revision_id: int, tag: str) -> bytes:
    """Bytes as a renderer would make them: the same for the same words and layout. The first are the builders'."""
    return (
        f"{tag}{variant_id}squareimage/jpeg".encode()
        if revision_id <= 2 and tag == "a"
        else (f"{tag}{variant_id}.{revision_id}square".encode())
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def play(machine: type[Life], lives: int, *, steps: int = 50, seed: int = 1, shrinks: bool = False) -> None:
    """Plays that many lives; raises what broke."""
    phases = tuple(Phase) if shrinks else (Phase.generate,)
    run_state_machine_as_test(
        seeded(seed)(machine),
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _part(task: tuple[bool, int, int]) -> str:
    """One processor's share; the sentence of what broke, or nothing."""
    logging.disable(logging.CRITICAL)
    careless, lives, seed = task
    try:
        play(CarelessLife if careless else Life, lives, seed=seed)
    except AssertionError as broken:
        return str(broken).splitlines()[0] or "broken"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lives", type=int, nargs="?", default=1000)
    parser.add_argument("--careless", action="store_true")
    chosen = parser.parse_args()
    parts = os.cpu_count() or 1
    tasks = [(chosen.careless, -(-chosen.lives // parts), 20261123 + number) for number in range(parts)]
    with multiprocessing.get_context("spawn").Pool(parts) as pool:
        broken = [one for one in pool.map(_part, tasks) if one]
    sys.stdout.write(f"{chosen.lives} lives of 50 steps, {len(broken)} broken\n")
    sys.stdout.writelines(f"{one}\n" for one in broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
