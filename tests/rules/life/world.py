"""Planners, the network, clocks, deaths and backups."""

from __future__ import annotations

import copy
import shutil
from contextlib import closing
from datetime import timedelta
from typing import Any

import pysqlite3
from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.db import session_scope
from campaigns.placements.actions import cancel, place, propose_placement, schedule
from campaigns.placements.actions.restored import doubt_restored
from campaigns.placements.models import Account, Placement
from campaigns.placements.queries import get_placement
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from tests.rules.crash import START
from tests.rules.life.deciding import CHANNELS, Deciding
from tests.rules.life.oracle import LANGUAGES
from tests.rules.life.writing import DISTURBANCES
from tests.scheduler.stage import FAULTS, ZONE

KINDS = (
    IdempotencyClass.KEYED,
    IdempotencyClass.CLIENT_ID,
    IdempotencyClass.READ_BACK,
    IdempotencyClass.BLIND,
)


class Life(Deciding):
    """One programme's life."""

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


class CarelessLife(Life):
    """The same life with a worker that does not look at digests."""

    careless = True
