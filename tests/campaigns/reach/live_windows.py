"""An attack on reports that are not fixed, across all their windows, written apart from the code that protects them.

A lead opens the report of every campaign and of the programme, in every window that tells questions, and again some
weeks later. He is told more than these pages tell: in which step every count was when each window began and ended, of
each topic with a campaign and of all, in each language and in each region; everything on the pages follows from that.
He solves for what was asked in each topic and language, and on each topic in each region, between any two days at
which some window begins or ends: two linear programmes for every count from one to four say how few and how many it can
have been. Four counts at least must remain possible, as "1 to 4" would leave.

With --fixed he lays reports beside them that were fixed for members and for the public. What that tells of a few counts
is known (docs/decisions, 31) and does not fail: those who see these windows may read the questions themselves.

    python -m tests.campaigns.reach.live_windows --worlds 500
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise, product

from campaigns.reach.disclosure.asked import Questions, rows, tables
from campaigns.reach.disclosure.figures import inside, outside
from campaigns.reach.disclosure.ledger import fix
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.asked import Period, as_shown
from campaigns.reach.report.windows import HALF_A_YEAR, half_years, windows_of
from tests.narrowing import Narrowed

K, IN_A_REGION = 5, 10
#: So many weeks after its first day the last post of a campaign went out: what was asked since is told besides.
AFTER = 3
WEEK = timedelta(weeks=1)
#: A Monday; every world has so many weeks from here on.
FIRST, WEEKS = date(2025, 9, 1), 64
#: Questions of which no region is known are in none that a report tells.
REGIONS = ("DE-BE", "DE-BY", "")
Cell = tuple[str, str, str, int]
#: Topic, language and region; None is every one.
Line = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Read:
    """One number as somebody reads it: of a line, over days, between two limits."""

    line: Line
    start: date
    end: date
    low: int
    high: int | None


@dataclass(frozen=True)
class World:
    """Questions by topic, language, region and week; campaigns are a topic and a first day each."""

    counts: dict[Cell, int]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    campaigns: tuple[tuple[str, date], ...]

    def number(self, line: Line, first: date, after: date) -> int:
        """How many were asked from the first day on and before the other one."""
        return sum(
            count
            for (*cell, week), count in self.counts.items()
            if _is_of(line, cell) and first <= FIRST + week * WEEK < after
        )


def _is_of(line: Line, cell: Sequence[str]) -> bool:
    return all(wanted in (None, own) for wanted, own in zip(line, cell, strict=True))


def random_world(chance: random.Random) -> World:
    """Few questions and many, several campaigns on one topic and topics without any."""
    topics = ("wage", "childcare", "housing", "study")[: chance.randint(2, 4)]
    languages = ("ar", "fa", "uk")[: chance.randint(1, 3)]
    rate = chance.choice([0.02, 0.1, 0.3, 1.0])
    counts = {}
    shares = chance.choice([(0.8, 0.1, 0.1), (0.5, 0.3, 0.2), (0.9, 0.0, 0.1)])
    for topic, language in product(topics, languages):
        own = rate * chance.choice([0.2, 1, 2])
        for week in range(WEEKS):
            asked = min(9, int(chance.expovariate(1 / own) + 0.3))
            for region in chance.choices(REGIONS, shares, k=asked):
                cell = topic, language, region, week
                counts[cell] = counts.get(cell, 0) + 1
    about = [chance.choice(topics[: max(1, len(topics) - 1)]) for _ in range(chance.randint(1, 4))]
    starts = [FIRST + chance.randrange(WEEKS - 30, WEEKS - 2) * WEEK for _ in about]
    return World(counts, topics, languages, tuple(zip(about, starts, strict=True)))


def looks(world: World, today: date) -> Iterator[Read]:
    """Everything about questions that stands in the reports of this day, in all windows."""
    for topic, start in world.campaigns:
        usual = Period(min(start, today), today)
        yield from _look(world, topic, usual, usual, is_campaign=True)
    usual = Period(today - HALF_A_YEAR, today)
    for period in (usual, *half_years(today)):
        yield from _look(world, None, period, usual, is_campaign=False)


def _look(
    world: World, topic: str | None, period: Period, usual: Period, *, is_campaign: bool
) -> Iterator[Read]:
    windows = windows_of(period, usual=usual, is_campaign=is_campaign)
    if windows is None:
        return
    named = [] if topic else sorted({one for one, _start in world.campaigns})
    later = Period(windows.during.start + AFTER * WEEK, windows.during.end)
    after = [later] if is_campaign and later.start < later.end else []
    for window in (windows.before, windows.during, *after):
        before, until = (
            _held(world, topic, Period(FIRST, day)) for day in (window.start - timedelta(days=1), window.end)
        )
        there = tuple(
            {region: world.number((topic, None, region), FIRST, after) for region in REGIONS if region}
            for after in (window.start, window.end + timedelta(days=1))
        )
        asked = as_shown(before, until, topics=named, there=there, k=K)
        for code in world.languages:
            yield from _ends(world, (topic, code, None), window, asked.of(code))
        for region in filter(None, REGIONS):
            yield from _ends(world, (topic, None, region), window, asked.there(region))
        for one in named:
            told = 0
            for code in world.languages:
                yield from _ends(world, (one, code, None), window, None)
                told += _steps(world, (one, code, None), window)
            assert (asked.topics[one].shown or 0) == told


def _ends(world: World, line: Line, window: Period, count: Count | None) -> Iterator[Read]:
    """More than the page tells: in which step the count was when the window began, and when it ended."""
    if count is not None:
        assert (count.shown or 0) == _steps(world, line, window)
    k = _step_of(line)
    for day in (window.start - timedelta(days=1), window.end):
        step = world.number(line, FIRST, day + timedelta(days=1)) // k * k
        yield Read(line, FIRST, max(day, FIRST), step, step + k - 1)


def _step_of(line: Line) -> int:
    return K if line[2] is None else IN_A_REGION


def _steps(world: World, line: Line, window: Period) -> int:
    k = _step_of(line)
    before, until = (
        world.number(line, FIRST, day) // k for day in (window.start, window.end + timedelta(days=1))
    )
    return (until - before) * k


def _held(world: World, topic: str | None, window: Period) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for (one, language, _region, week), number in world.counts.items():
        if topic in (None, one) and window.start <= FIRST + week * WEEK <= window.end:
            found[one, language] = found.get((one, language), 0) + number
    return found


def fixed_reports(world: World, today: date, chance: random.Random) -> list[Read]:
    """What some fixed reports tell, each checked against those before it."""
    told: list[list[dict[str, object]]] = []
    for _report in range(chance.choice([0, 1, 2])):
        topic, start = chance.choice(world.campaigns)
        scope = chance.choice([topic, None])
        last = today - chance.choice([0, 1, 4]) * WEEK
        begun = min(start, last - WEEK) if chance.random() < 0.6 else last - 26 * WEEK
        begun -= begun.weekday() * timedelta(days=1)
        named = [] if scope else sorted({one for one, _start in world.campaigns})
        periods = [(begun - 8 * WEEK, begun - timedelta(days=1)), (begun, last)]

        def count(first: date, after: date, scope: str | None = scope, named: list[str] = named) -> Questions:
            held = _held(world, None, Period(first, after))
            return Questions(
                languages={
                    code: sum(n for key, n in held.items() if key[1] == code and scope in (None, key[0]))
                    for code in world.languages
                },
                topics={one: sum(n for key, n in held.items() if key[0] == one) for one in named},
            )

        rule = outside if chance.random() < 0.5 else partial(inside, k=K)
        asked = tables(scope, {days: count(*days) for days in periods})
        told.append(rows(asked, fix(asked, told, rule=rule, k=K, count=count).shown))
    return [
        Read(
            (row["topic"], row["language"], None), date.fromisoformat(row["start"]), date.fromisoformat(row["end"]),
            row["low"], row["high"],
        )
        for version in told
        for row in version
    ]  # type: ignore[arg-type]  # fmt: skip


def recovered(
    world: World, read: Sequence[Read], *, most: int, chance: random.Random, alone: Sequence[Read] = ()
) -> list[str]:
    """Counts under five that are shown, and those of so many others that are known more closely than "<5" tells.

    Where the fixed reports `alone` leave no more, it is as open as they left it.
    """
    found = [f"{one} is shown" for one in read if one.low == one.high and 0 < one.low < K]
    edges = sorted({edge for one in read for edge in (one.start, one.end + timedelta(days=1))})
    system = _System(world, edges, read)
    before = _System(world, edges, alone) if alone else None
    small = list(_small(world, edges))
    for line, first, after, number in chance.sample(small, min(most, len(small))):
        low, high = system.bounds(line, first, after)
        if high - low >= K - 2:
            continue
        if before and before.bounds(line, first, after) == (low, high):
            continue
        found.append(f"{line} {first} to {after}: {number} is {low} to {high}")
    return found


def _small(world: World, edges: Sequence[date]) -> Iterator[tuple[Line, date, date, int]]:
    """Every count from one to four between two days at which some window begins or ends."""
    lines: list[Line] = [(*each, None) for each in product((None, *world.topics), (None, *world.languages))][
        1:
    ]
    lines += [(topic, None, region) for topic in (None, *world.topics) for region in REGIONS]
    for line in lines:
        for at, first in enumerate(edges):
            for after in edges[at + 1 :]:
                number = world.number(line, first, after)
                if number >= K:
                    break
                if number:
                    yield line, first, after, number


class _System:
    """What was read as inequalities over questions by topic, language, region and stretch of days."""

    def __init__(self, world: World, edges: Sequence[date], read: Sequence[Read]) -> None:
        self._stretches = list(pairwise(edges))
        self._place = {
            cell: at
            for at, cell in enumerate(
                product(world.topics, world.languages, REGIONS, range(len(self._stretches)))
            )
        }
        told = (
            (self._cells(one.line, one.start, one.end + timedelta(days=1)), one.low, one.high) for one in read
        )
        self._narrowed = Narrowed(len(self._place), told)

    def bounds(self, line: Line, first: date, after: date) -> tuple[int, float]:
        """How few and how many it can have been."""
        return self._narrowed.bounds(self._cells(line, first, after))

    def _cells(self, line: Line, first: date, after: date) -> list[int]:
        return [
            at
            for (*cell, place), at in self._place.items()
            if _is_of(line, cell)
            and first <= self._stretches[place][0]
            and self._stretches[place][1] <= after
        ]


def attacked(seed: int, *, with_fixed: bool, most: int = 40) -> list[str]:
    """What somebody finds out of one world by all reports of some days, of so many counts."""
    chance = random.Random(seed)
    world = random_world(chance)
    today = FIRST + (WEEKS - 1) * WEEK + timedelta(days=2)
    days = [
        today - weeks * WEEK for weeks in sorted(chance.sample(range(9), chance.randint(1, 2)), reverse=True)
    ]
    fixed = fixed_reports(world, days[0], chance) if with_fixed else []
    live = [one for day in days for one in looks(world, day)]
    return recovered(world, [*live, *fixed], most=most, chance=chance, alone=fixed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--fixed", action="store_true")
    options = parser.parse_args()
    began, broken, read = time.monotonic(), 0, " beside fixed and public reports" if options.fixed else ""
    for seed in range(options.first, options.first + options.worlds):
        problems = attacked(seed, with_fixed=options.fixed)
        broken += len(problems)
        for problem in problems:
            sys.stdout.write(f"world {seed}: {problem}\n")
    sys.stdout.write(
        f"{options.worlds} worlds read through all live windows{read}: {broken} counts told more closely, "
        f"{time.monotonic() - began:.0f} s\n"
    )
    return 1 if broken and not options.fixed else 0


if __name__ == "__main__":
    sys.exit(main())
