"""Kills the worker at every line of a delivery and looks at what readers would have got.

`python -m tests.rules.crash 2000` runs about that many deaths spread over every kind of channel, every fault
of its network and every line; without a number it runs them all once. Each run forks a worker with a trace
that ends it by SIGKILL before its n-th line, starts clean workers afterwards, and checks: the channel has
the post once at most, our state is true, nothing is lost or stuck.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, text

import campaigns.placements.claim as claim_module
import campaigns.placements.ends as ends_module
import campaigns.placements.settle as settle_module
import campaigns.placements.waiting as waiting_module
import campaigns.placements.wire as wire_module
import scheduler.answers as answers_module
import scheduler.channels.feed as feed_module
import scheduler.channels.folder as folder_module
import scheduler.delivery as delivery_module
import scheduler.publisher as publisher_module
import scheduler.questions as questions_module
import tests.scheduler.stage as stage_module
from campaigns.db import make_engine
from campaigns.tables import metadata
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Adapter
from scheduler.delivery import Answer, Delivery
from scheduler.publisher import Publisher
from tests.scheduler.stage import FAULTS, FakeChannel, Server, Stage, build_stage
from tests.shared import TRAIL_KEY

MODULES = (
    claim_module,
    ends_module,
    settle_module,
    waiting_module,
    wire_module,
    answers_module,
    questions_module,
    publisher_module,
    delivery_module,
    feed_module,
    folder_module,
    stage_module,
)
FILES = frozenset(str(module.__file__) for module in MODULES)
#: Minutes after the moment at which the doomed worker, and after it the clean ones, make their rounds.
DOOMED, CLEAN = (0, 3), (6, 12, 30, 45)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

KINDS = {
    "keyed": IdempotencyClass.KEYED,
    "client_id": IdempotencyClass.CLIENT_ID,
    "read_back": IdempotencyClass.READ_BACK,
    "two_step": IdempotencyClass.TWO_STEP,
    "blind": IdempotencyClass.BLIND,
}
REAL = ("folder", "feed")


@dataclass(frozen=True)
class Case:
    """A kind of channel, and what its network does to the first call."""

    kind: str
    fault: str

    @property
    def is_blind(self) -> bool:
        return self.kind == "blind"


CASES = [Case(kind, fault) for kind in KINDS for fault in FAULTS] + [Case(kind, "none") for kind in REAL]


@dataclass
class Verdict:
    """What a series of deaths came to."""

    runs: int = 0
    killed: int = 0
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    false_states: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not (self.duplicates or self.lost or self.stuck or self.false_states)


def one_round(stage: Stage, adapter: Adapter, worker: str) -> None:
    """What a worker does about posts that are due."""
    stage.deliver_due(adapter, worker=worker)


class SendThenMark(Delivery):
    """The order most schedulers have: call first, write afterwards. Proves that this harness can find duplicates."""

    def deliver(self, due: Sequence[tuple[Any, Any]], adapter: Adapter) -> None:
        for row, parcel in due:
            package = self._prepare_safely(row, parcel, adapter)
            assert package is not None
            outcome = delivery_module._send(adapter, package)
            for claim in self._claim([claim_module.Wanted(parcel.placement_id, package.wire.digest)]):
                self._unsettled.append(Answer(claim, outcome, self._deps.clock(), None))
            self.settle_open()


def one_careless_round(stage: Stage, adapter: Adapter, worker: str) -> None:
    """The same round in the careless order."""
    from scheduler.lock import SenderLock

    deps = stage.deps(adapter, worker=worker)
    lock = SenderLock(deps.engine, worker)
    assert lock.acquire(deps.clock())
    publisher = Publisher(deps)
    publisher._delivery = SendThenMark(deps, publisher.tally)
    publisher.publish_due()
    lock.release()


class Series:
    """Runs on one stage, each with a placement and a time of its own."""

    def __init__(
        self, stage: Stage, work: Path, round_: Callable[[Stage, Adapter, str], None] = one_round
    ) -> None:
        self.stage, self.work, self.round = stage, work, round_
        self.verdict = Verdict()
        self._number = 0

    def lines_of(self, case: Case) -> int:
        """How many lines a delivery of this case has when nobody dies."""
        reader, writer = os.pipe()
        placement, moment, adapter = self._begin(case)
        child = os.fork()
        if child == 0:
            counted = 0

            def count(frame: FrameType, event: str, _: Any) -> Any:
                nonlocal counted
                if frame.f_code.co_filename not in FILES:
                    return None
                counted += event == "line"
                return count

            sys.settrace(count)
            self._rounds(adapter, moment, DOOMED, "counting")
            sys.settrace(None)
            os.write(writer, str(counted).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as answer:
            lines = int(answer.read())
        os.waitpid(child, 0)
        self._judge(case, placement, moment, adapter, 0)
        return lines

    def die_at(self, case: Case, line: int) -> None:
        """One delivery whose worker is killed before its line number `line`, and what came of it."""
        placement, moment, adapter = self._begin(case)
        child = os.fork()
        if child == 0:
            self._die(adapter, moment, line)
        _, status = os.waitpid(child, 0)
        self.verdict.killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{case} broke by itself at line {line}"
        self._judge(case, placement, moment, adapter, line)

    def _die(self, adapter: Adapter, moment: datetime, line: int) -> None:
        left = line

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in FILES:
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        try:
            sys.settrace(trace)
            self._rounds(adapter, moment, DOOMED, f"doomed{self._number}")
            os._exit(0)
        except BaseException as problem:
            sys.settrace(None)
            sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
            os._exit(3)

    def _begin(self, case: Case) -> tuple[int, datetime, Adapter]:
        self._number += 1
        moment = START + timedelta(hours=2 * self._number)
        self.stage.clock.moment = moment - timedelta(minutes=10)
        placement = self.stage.place("feed" if case.kind == "feed" else "folder", at=moment)
        self.stage.engine.dispose()
        return placement, moment, self._adapter(case)

    def _adapter(self, case: Case) -> Adapter:
        if case.kind == "feed":
            return feed_module.Feed(self.stage.settings.base_url)
        if case.kind == "folder":
            return folder_module.Folder(self.stage.settings.outbox_dir)
        return FakeChannel(Server(self.work / "network", fault=case.fault), KINDS[case.kind])

    def _rounds(self, adapter: Adapter, moment: datetime, minutes: tuple[int, ...], worker: str) -> None:
        for late in minutes:
            self.stage.clock.moment = moment + timedelta(minutes=late)
            self.round(self.stage, adapter, f"{worker}at{late}")

    def _judge(self, case: Case, placement: int, moment: datetime, adapter: Adapter, line: int) -> None:
        self._clean_up(placement, adapter, moment)
        row = self.stage.row(placement)
        published = len(self.stage.publications(placement))
        self.stage.engine.dispose()
        posts = self._posts(case, row.key, published)
        where = f"{case.kind}/{case.fault} killed at line {line}: {row.status}, {posts} posts"
        verdict = self.verdict
        verdict.runs += 1
        verdict.ends[row.status] += 1
        if posts > 1 or published > 1:
            verdict.duplicates.append(where)
        if row.status is PlacementStatus.PUBLISHED:
            if posts == 0 or published == 0:
                verdict.lost.append(where)
        elif row.status is not PlacementStatus.UNCONFIRMED or not case.is_blind:
            verdict.stuck.append(where)
        elif case.fault in {"none", "refuse", "too_many"} and line == 0:
            verdict.false_states.append(where)

    def _clean_up(self, placement: int, adapter: Adapter, moment: datetime) -> None:
        """Clean workers, one after the other; one more after the end, which must change nothing."""
        for late in CLEAN:
            over = self.stage.status(placement) is PlacementStatus.PUBLISHED
            self._rounds(adapter, moment, (late,), f"clean{self._number}")
            if over:
                return

    def _posts(self, case: Case, key: str, published: int) -> int:
        if case.kind == "feed":
            return published
        if case.kind == "folder":
            return len(list(self.stage.settings.outbox_dir.glob(f"*/*/*_{key}")))
        return Server(self.work / "network").posts(key)


def every_death(series: Series, cases: list[Case], most: int | None) -> Verdict:
    """Every line of every case, or an even selection of about `most` of them."""
    lines = {case: series.lines_of(case) for case in cases}
    deaths = [(case, line) for case in cases for line in range(1, lines[case] + 1)]
    for case, line in _spread(deaths, most):
        series.die_at(case, line)
    return series.verdict


def _spread(deaths: list[tuple[Case, int]], most: int | None) -> Iterator[tuple[Case, int]]:
    if most is None or most >= len(deaths):
        yield from deaths
        return
    step = len(deaths) / most
    yield from (deaths[int(number * step)] for number in range(most))


def is_whole(engine: Engine) -> bool:
    """Whether the database file is sound after all these deaths."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        sound = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        whole = not connection.execute(text("PRAGMA foreign_key_check")).all()
    engine.dispose()
    return sound and whole


def main() -> int:
    """Runs the number of deaths named on the command line and prints the verdict."""
    logging.disable(logging.CRITICAL)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
        metadata.create_all(engine)
        stage = build_stage(engine, Path(folder) / "home", START)
        verdict = every_death(Series(stage, Path(folder)), CASES, most)
        whole = is_whole(engine)
    sys.stdout.write(
        f"{verdict.runs} runs, {verdict.killed} killed; {len(verdict.duplicates)} duplicates, "
        f"{len(verdict.lost)} lost, {len(verdict.stuck)} stuck, {len(verdict.false_states)} false; "
        f"ends: {dict(verdict.ends)}; database whole: {whole}\n"
    )
    for line in [*verdict.duplicates, *verdict.lost, *verdict.stuck, *verdict.false_states][:20]:
        sys.stdout.write(f"  {line}\n")
    return 0 if verdict.is_clean and whole else 1


if __name__ == "__main__":
    sys.exit(main())
