"""Stops the worker before every line of a delivery and lets others go on from what lies on the disk.

`python -m tests.rules.stops 2000` makes at least that many runs, spread over every kind of channel, every fault of its
network and every line. Whoever is killed leaves its files and nothing else. So one worker a case is stopped before each
of its lines, its files are copied while it stands still, and clean workers go on from the copy as they would after
its death: the database with its write-ahead log, what the far side has got, what was written into folders. Beside the
lines that are chosen, each one before which the files have changed since the line before is gone on from: no state
in which a worker can leave the disk is passed over. Every tenth of the chosen lines is a real death by SIGKILL.

Ends with the careless order, call first and write afterwards, in which the same look has to find duplicates.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from campaigns.db import make_engine
from campaigns.tables import metadata
from tests.compiling import compiled_once
from tests.rules.crash import (
    CASES,
    DOOMED,
    START,
    Case,
    Judge,
    Round,
    Verdict,
    adapter_for,
    die,
    is_whole,
    make_rounds,
    one_careless_round,
    one_round,
    spread,
    traced,
    was_killed,
)
from tests.scheduler.stage import Hand, Stage, build_stage
from tests.shared import TRAIL_KEY
from tests.temporary import write_into_memory

DATABASE = "litfass.sqlite"
MOMENT = START + timedelta(hours=2)
ONE_IN = 10
#: The cases in which call first, write afterwards is found out, and how many lines of each are enough.
CARELESS, LOOKS = (Case("blind", "none"), Case("read_back", "none")), 100


class Ground:
    """A folder with everything that outlives a worker, and a stage upon it."""

    def __init__(self, like: Stage, folder: Path) -> None:
        self.folder, self.network = folder, folder / "network"
        url = f"sqlite:///{folder / DATABASE}"
        self.stage = replace(
            like,
            engine=make_engine(url, trail_key=TRAIL_KEY),
            settings=replace(like.settings, home=folder / "home", database_url=url),
            clock=Hand(START),
            # Whoever stands still while others work is not held up by its machine.
            steady=lambda: 0.0,
        )

    def lay(self, source: Path) -> None:
        """Puts the files of another ground here. Shared memory is none of what a death leaves to use."""
        self.stage.engine.dispose()
        if self.folder.exists():
            shutil.rmtree(self.folder)
        shutil.copytree(source, self.folder, ignore=shutil.ignore_patterns("*-shm"))

    def marks(self) -> Mapping[str, int]:
        """The sizes of all files: nothing here is ever written over in its place, so they tell every change."""
        paths = (Path(folder) / name for folder, _, names in os.walk(self.folder) for name in names)
        return {str(path): path.stat().st_size for path in paths}


class Walk:
    """One case after the other: a worker that is stopped, and clean ones that go on."""

    def __init__(self, begin: Path, like: Stage, work: Path, round_: Round = one_round) -> None:
        self._begin, self._round, self._work = begin, round_, work
        self.doomed, self.after = Ground(like, work / "doomed"), Ground(like, work / "after")
        # A file of its own: whoever opens the beginning makes a log beside it, which others copy while it goes away.
        share = compiled_once(make_engine(f"sqlite:///{work / 'compiled' / DATABASE}", trail_key=TRAIL_KEY))
        for ground in (self.doomed, self.after):
            share(ground.stage.engine)
        self._judge = Judge(self.after.stage, self.after.network, round_)

    def lines_of(self, case: Case) -> int:
        """How many lines a delivery of this case has."""
        self.place(case)
        return sum(1 for _ in self.stops(case))

    def go(self, case: Case, chosen: Collection[int], killed: Collection[int] = ()) -> Verdict:
        """Goes on from the chosen lines of a case and from each before which something lies on the disk that did not
        before; from those in `killed` after a real death."""
        placement = self.place(case)
        begun = self._work / "begun"
        if killed:
            shutil.copytree(self.doomed.folder, begun)
        self._judge.verdict = verdict = Verdict()
        seen: Mapping[str, int] = {}
        for line in self.stops(case):
            marks = self.doomed.marks()
            if line in chosen or marks != seen:
                self._go_on(case, placement, f"stopped before line {line}")
            seen = marks
        self._go_on(case, placement, "without a death")
        for line in killed:
            self.doomed.lay(begun)
            verdict.killed += self.kill(case, line)
            self._go_on(case, placement, f"killed before line {line}")
        if killed:
            shutil.rmtree(begun)
        return verdict

    def place(self, case: Case) -> int:
        """Lays the ground for a worker that will not live long, with one placement."""
        self.doomed.lay(self._begin)
        self.doomed.stage.clock.moment = START
        placement = self.doomed.stage.place(case.channel, at=MOMENT)
        self.doomed.stage.engine.dispose()
        return placement

    def _go_on(self, case: Case, placement: int, where: str) -> None:
        self.after.lay(self.doomed.folder)
        self._judge.judge(case, placement, MOMENT, where)
        if not is_whole(self.after.stage.engine):
            self._judge.verdict.broken.append(f"{case.kind}/{case.fault} {where}: the database is broken")

    def _rounds(self, case: Case) -> None:
        stage = self.doomed.stage
        adapter = adapter_for(case, stage, self.doomed.network)
        make_rounds(stage, adapter, MOMENT, DOOMED, "doomed", self._round)

    def kill(self, case: Case, line: int) -> bool:
        """A worker's rounds on that ground, with a real death before a line; False when they have fewer lines."""
        child = os.fork()
        if child == 0:
            die(lambda: self._rounds(case), line)
        return was_killed(child, f"{case} at line {line}")

    def stops(self, case: Case) -> Iterator[int]:
        """The number of each line of a worker's rounds, while it waits before that line."""
        arrived, (told, telling), (asked, going) = 0, os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            os.close(going)
            _stop_at_lines(lambda: self._rounds(case), telling, asked)
        os.close(telling)
        os.close(asked)
        try:
            while os.read(told, 1):
                arrived += 1
                yield arrived
                os.write(going, b".")
            assert not was_killed(child, str(case))
        finally:
            os.close(told)
            os.close(going)
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _stop_at_lines(work: Callable[[], None], telling: int, asked: int) -> None:
    """Does the work, and before each line of it waits for a word. For a process of its own, which ends here."""

    def wait() -> None:
        os.write(telling, b".")
        if not os.read(asked, 1):
            os._exit(0)

    try:
        sys.settrace(traced(wait))
        work()
        os._exit(0)
    except BaseException as problem:
        sys.settrace(None)
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        os._exit(3)


def prepare(folder: Path) -> Stage:
    """A home in `folder` with an approved post, to begin each case from."""
    folder.mkdir(parents=True)
    engine = make_engine(f"sqlite:///{folder / DATABASE}", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    stage = build_stage(engine, folder / "home", START)
    engine.dispose()
    return stage


#: The walk of this process, which `_enter` begins: engines cannot be handed from one process to another.
_OURS: list[Walk] = []


def _enter(begin: Path, like: Stage, work: Path, round_: Round) -> None:
    logging.disable(logging.CRITICAL)
    _OURS[:] = [Walk(begin, like, work / str(os.getpid()), round_)]


def _lines_of(case: Case) -> int:
    return _OURS[0].lines_of(case)


def _go(case: Case, lines: Sequence[int]) -> Verdict:
    """Every tenth of these lines as a real death."""
    killed = lines[::ONE_IN]
    return _OURS[0].go(case, set(lines) - set(killed), killed)


def go_through(
    cases: Sequence[Case], count: int, jobs: int, round_: Round = one_round
) -> tuple[Verdict, int]:
    """At least `count` runs by so many processes; what they came to, and how many lines there are."""
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="litfass-stops-") as folder:
        begin = Path(folder) / "begin"
        ours = (begin, prepare(begin), Path(folder), round_)
        with ProcessPoolExecutor(jobs, get_context("fork"), initializer=_enter, initargs=ours) as pool:
            counted = dict(zip(cases, pool.map(_lines_of, cases), strict=True))
            everything = [(case, line) for case in cases for line in range(1, counted[case] + 1)]
            chosen: dict[Case, list[int]] = {case: [] for case in cases}
            for case, line in spread(everything, count):
                chosen[case].append(line)
            for came_to in pool.map(_go, chosen, chosen.values()):
                verdict.add(came_to)
    return verdict, len(everything)


def main(arguments: Sequence[str]) -> int:
    """The number of runs, and of processes that share them."""
    write_into_memory()
    count = int(arguments[0]) if arguments else 2000
    jobs = int(arguments[1]) if len(arguments) > 1 else os.cpu_count() or 1
    begun = time.monotonic()
    verdict, lines = go_through(CASES, count, jobs)
    proof, _ = go_through(CARELESS, min(count, LOOKS), jobs, one_careless_round)
    sys.stdout.write(
        f"{verdict.runs} runs at {lines} lines of {len(CASES)} cases, {verdict.killed} killed, in "
        f"{time.monotonic() - begun:.0f} s: {len(verdict.duplicates)} duplicates, {len(verdict.lost)} lost, "
        f"{len(verdict.stuck)} stuck, {len(verdict.false_states)} false, {len(verdict.broken)} broken; "
        f"ends: {dict(verdict.ends)}\n"
        f"call first, write afterwards: {proof.runs} runs, {len(proof.duplicates)} duplicates\n"
    )
    for line in verdict.complaints[:20]:
        sys.stdout.write(f"  {line}\n")
    return 0 if verdict.is_clean and verdict.runs >= count and proof.duplicates else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
