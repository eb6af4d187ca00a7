"""Kills the worker at a line of a delivery and looks at what readers would have got.

Each run forks a worker with a trace that ends it by SIGKILL before its n-th line, starts clean workers afterwards, and
checks: the channel has the post once at most, our state is true, nothing is lost or stuck. `tests/rules/stops.py`
does the same before every line of every kind of channel and every fault of its network, in far less time.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from sqlalchemy import Engine, text

import campaigns.placements.sending.claim as claim_module
import campaigns.placements.sending.ends as ends_module
import campaigns.placements.sending.other_posts as other_posts_module
import campaigns.placements.sending.settle as settle_module
import campaigns.placements.sending.waiting as waiting_module
import campaigns.placements.sending.wire as wire_module
import scheduler.answers as answers_module
import scheduler.channels.feed as feed_module
import scheduler.channels.folder as folder_module
import scheduler.delivery as delivery_module
import scheduler.publisher as publisher_module
import scheduler.questions as questions_module
import tests.scheduler.stage as stage_module
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Adapter
from scheduler.delivery import Answer, Delivery
from scheduler.publisher import Publisher
from tests.scheduler.stage import FAULTS, FakeChannel, Server, Stage

MODULES = (
    claim_module,
    ends_module,
    other_posts_module,
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
    def channel(self) -> str:
        return "feed" if self.kind == "feed" else "folder"

    @property
    def is_blind(self) -> bool:
        return self.kind == "blind"

    @property
    def answers(self) -> bool:
        """Whether the network says of every call what became of it."""
        return self.fault in {"none", "refuse", "too_many"}


CASES = [Case(kind, fault) for kind in KINDS for fault in FAULTS] + [Case(kind, "none") for kind in REAL]


@dataclass
class Verdict:
    """What a series of deaths came to. `states` are those that lay on the disk when the worker died."""

    runs: int = 0
    killed: int = 0
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    false_states: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not self.complaints

    @property
    def complaints(self) -> list[str]:
        return [*self.duplicates, *self.lost, *self.stuck, *self.false_states, *self.broken]

    def add(self, other: Verdict) -> None:
        """Takes in what another series came to."""
        self.runs += other.runs
        self.killed += other.killed
        self.ends += other.ends
        for name in ("duplicates", "lost", "stuck", "false_states", "broken"):
            getattr(self, name).extend(getattr(other, name))


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


Round = Callable[[Stage, Adapter, str], None]


def adapter_for(case: Case, stage: Stage, network: Path) -> Adapter:
    """The channel of a case; the far side of the made-up ones lies in the folder `network`."""
    if case.kind == "feed":
        return feed_module.Feed(stage.settings.base_url)
    if case.kind == "folder":
        return folder_module.Folder(stage.settings.outbox_dir)
    return FakeChannel(Server(network, fault=case.fault), KINDS[case.kind])


def make_rounds(
    stage: Stage, adapter: Adapter, moment: datetime, minutes: Sequence[int], worker: str, round_: Round
) -> None:
    """Rounds of one worker after another, so many minutes after the moment of the post."""
    for late in minutes:
        stage.clock.moment = moment + timedelta(minutes=late)
        round_(stage, adapter, f"{worker}at{late}")


def traced(on_line: Callable[[], None]) -> Callable[[FrameType, str, Any], Any]:
    """A trace that calls `on_line` before every line of the delivery, and looks at nothing else."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            on_line()
        return trace

    return trace


class Judge:
    """Lets clean workers go on where one died, and writes down what came of it."""

    def __init__(self, stage: Stage, network: Path, round_: Round) -> None:
        self.stage, self.network, self.round = stage, network, round_
        self.verdict = Verdict()

    def judge(self, case: Case, placement: int, moment: datetime, where: str) -> None:
        found = self.stage.row(placement)
        self._clean_up(case, placement, moment)
        row = self.stage.row(placement)
        published = len(self.stage.publications(placement))
        posts = self._posts(case, row.key, published)
        where = f"{case.kind}/{case.fault} {where}: {found.status}, then {row.status}, {posts} posts"
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
        elif found.status is PlacementStatus.SCHEDULED and case.answers:
            # It had not been tried yet, or certainly in vain: there is nothing that one could not know.
            verdict.false_states.append(where)

    def _clean_up(self, case: Case, placement: int, moment: datetime) -> None:
        """Clean workers, one after the other; one more after the end, which must change nothing."""
        adapter = adapter_for(case, self.stage, self.network)
        for late in CLEAN:
            over = self.stage.status(placement) is PlacementStatus.PUBLISHED
            make_rounds(self.stage, adapter, moment, (late,), "clean", self.round)
            if over:
                return

    def _posts(self, case: Case, key: str, published: int) -> int:
        if case.kind == "feed":
            return published
        if case.kind == "folder":
            return len(list(self.stage.settings.outbox_dir.glob(f"*/*/*_{key}")))
        return Server(self.network).posts(key)


class Series:
    """Deaths on one stage, each with a placement and a time of its own."""

    def __init__(self, stage: Stage, work: Path, round_: Round = one_round) -> None:
        self.stage, self.network, self.round = stage, work / "network", round_
        self._judge = Judge(stage, self.network, round_)
        self._number = 0

    @property
    def verdict(self) -> Verdict:
        return self._judge.verdict

    def lines_of(self, case: Case) -> int:
        """How many lines a delivery of this case has when nobody dies."""
        reader, writer = os.pipe()
        placement, moment = self._begin(case)
        child = os.fork()
        if child == 0:
            lines: list[None] = []
            sys.settrace(traced(lambda: lines.append(None)))
            self._rounds(case, moment)
            sys.settrace(None)
            os.write(writer, str(len(lines)).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as answer:
            counted = int(answer.read())
        os.waitpid(child, 0)
        self._judge.judge(case, placement, moment, "without a death")
        return counted

    def die_at(self, case: Case, line: int) -> None:
        """One delivery whose worker is killed before its line number `line`, and what came of it."""
        placement, moment = self._begin(case)
        child = os.fork()
        if child == 0:
            die(lambda: self._rounds(case, moment), line)
        self.verdict.killed += was_killed(child, f"{case} at line {line}")
        self._judge.judge(case, placement, moment, f"killed at line {line}")

    def _begin(self, case: Case) -> tuple[int, datetime]:
        self._number += 1
        moment = START + timedelta(hours=2 * self._number)
        self.stage.clock.moment = moment - timedelta(minutes=10)
        placement = self.stage.place(case.channel, at=moment)
        self.stage.engine.dispose()
        return placement, moment

    def _rounds(self, case: Case, moment: datetime) -> None:
        adapter = adapter_for(case, self.stage, self.network)
        make_rounds(self.stage, adapter, moment, DOOMED, "doomed", self.round)


def die(work: Callable[[], None], line: int) -> NoReturn:
    """Does the work and is killed before the n-th line of it. For a process of its own."""
    left = line

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.settrace(traced(count))
        work()
        os._exit(0)
    except BaseException as problem:
        sys.settrace(None)
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        os._exit(3)


def was_killed(child: int, what: str) -> bool:
    """Whether a worker was killed; it may have come to its end, but never have broken by itself."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{what} broke by itself"
    return os.WIFSIGNALED(status)


def every_death(series: Series, cases: list[Case], most: int) -> Verdict:
    """An even selection of about `most` lines of these cases."""
    everything = [(case, line) for case in cases for line in range(1, series.lines_of(case) + 1)]
    for doomed, line in spread(everything, most):
        series.die_at(doomed, line)
    return series.verdict


def spread(deaths: list[tuple[Case, int]], most: int) -> Iterator[tuple[Case, int]]:
    """So many of these deaths, evenly; all of them when there are no more."""
    step = max(1.0, len(deaths) / most)
    return (deaths[int(number * step)] for number in range(min(most, len(deaths))))


def is_whole(engine: Engine) -> bool:
    """Whether the database file is sound after all these deaths."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        sound = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        whole = not connection.execute(text("PRAGMA foreign_key_check")).all()
    engine.dispose()
    return sound and whole
