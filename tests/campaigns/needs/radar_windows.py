"""An attack on the radar across all its windows and days, written apart from the code that protects it.

Somebody opens the radar every week, through every window, of all regions and of each one, and writes down what stands
there. He is told more than these pages tell: in which step every count was at the end of every week, of each topic in
each language, of those answered wrongly and of each region; a test makes sure that nothing else stands on the pages
(`test_disclosure.py`). He solves for what was asked between any two weeks: two linear programmes for every count from
one to four say how few and how many it can have been. Four counts at least must remain possible, as "1 to 4" would
leave.

    python -m tests.campaigns.needs.radar_windows --worlds 300
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, product

from campaigns.needs.counts.disclosure import SMALLEST_IN_A_REGION, WINDOWS
from campaigns.needs.radar.ranking import RadarInput, WeekCount, radar
from campaigns.needs.radar.regional import languages_of, part_of
from tests.narrowing import Narrowed

K = 5
WEEK = timedelta(weeks=1)
#: A Monday; every world has so many weeks from here on, and is looked at from the tenth on.
FIRST, WEEKS, SEEN = date(2025, 9, 1), 44, 10
WRONG = "wrong"
#: Topic, language and part; None is all of them.
Line = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Read:
    """What somebody knows of a number: of a line, from a week on and before another one, between two limits."""

    line: Line
    first: int
    after: int
    low: int
    high: float = math.inf


@dataclass(frozen=True)
class World:
    """Questions by topic, language, part (a region, or how they were answered) and week."""

    counts: dict[tuple[str, str, str, int], int]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    #: By line, how many were asked before each week.
    totals: dict[Line, list[int]] = field(default_factory=dict)

    def number(self, line: Line, first: int, after: int) -> int:
        """How many were asked from the first week on and before the other one."""
        if line not in self.totals:
            cells = self.cells(line)
            weekly = (sum(self.counts[*cell, week] for cell in cells) for week in range(WEEKS))
            self.totals[line] = [0, *accumulate(weekly)]
        return self.totals[line][after] - self.totals[line][first]

    def cells(self, line: Line) -> list[tuple[str, str, str]]:
        """The cells that a line adds up."""
        topic, language, part = line
        return [
            cell
            for cell in product(self.topics, self.languages, self.parts)
            if topic in (None, cell[0]) and language in (None, cell[1]) and part in (None, cell[2])
        ]

    def weekly(self, until: int, part: str | None = None) -> list[WeekCount]:
        """The counts before a week as the radar is given them."""
        return [
            WeekCount(
                FIRST + week * WEEK,
                topic,
                language,
                self.number((topic, language, part), week, week + 1),
                self.number((topic, language, WRONG), week, week + 1),
            )
            for topic, language, week in product(self.topics, self.languages, range(until))
        ]


def random_world(chance: random.Random) -> World:
    """Few questions and many, of one topic or several, parted by region or by how they were answered."""
    topics = ("wage", "housing", "childcare")[: chance.randint(1, 3)]
    languages = ("ar", "fa", "uk")[: chance.randint(1, 3)]
    parts = chance.choice([(WRONG, "right"), ("DE-BE", "DE-NW", ""), ("DE-BE", "DE-NW", "DE-HH")])
    rate = chance.choice([0.05, 0.2, 0.6, 2.0])
    counts = {}
    for topic, language, part in product(topics, languages, parts):
        own = rate * chance.choice([0.2, 1, 2])
        for week in range(WEEKS):
            counts[topic, language, part, week] = min(9, int(chance.expovariate(1 / own) + 0.3))
    return World(counts, topics, languages, parts)


def read(world: World) -> Iterator[Read]:
    """Everything that stands on the radar from week to week, and what follows from how it is made."""
    for topic, language in product(world.topics, world.languages):
        yield from _steps(world, (topic, language, None))
    _check_windows(world)
    if WRONG in world.parts:
        for topic, language in product(world.topics, world.languages):
            yield from _part_of_a_cell(world, topic, language)
        return
    for topic, region in product(world.topics, filter(None, world.parts)):
        yield from _region(world, topic, region)
    for language, region in product(world.languages, filter(None, world.parts)):
        yield from _language_there(world, language, region)


def _steps(world: World, line: Line) -> Iterator[Read]:
    for after in range(1, WEEKS + 1):
        step = world.number(line, 0, after) // K * K
        yield Read(line, 0, after, step, step + K - 1)


def _check_windows(world: World) -> None:
    """What stands on the radar is the difference of two steps, through every window and in every week."""
    for after, window in product(range(SEEN, WEEKS + 1), WINDOWS):
        rows = radar(RadarInput(as_of=_sunday(after), weeks=window, counts=world.weekly(after)))
        shown = {(row.topic, row.language): row.count or 0 for row in rows}
        for topic, language in product(world.topics, world.languages):
            ends = (
                world.number((topic, language, None), 0, week) // K * K
                for week in (after, max(0, after - window))
            )
            last, first = ends
            assert shown.get((topic, language), 0) == last - first


def _part_of_a_cell(world: World, topic: str, language: str) -> Iterator[Read]:
    """Wrong answers: in which step they were whenever the cell took one."""
    whole, part = (topic, language, None), (topic, language, WRONG)
    for after in range(1, WEEKS + 1):
        if world.number(whole, 0, after) // K != world.number(whole, 0, after - 1) // K:
            step = world.number(part, 0, after) // K * K
            yield Read(part, 0, after, step, step + K - 1)


def _region(world: World, topic: str, region: str) -> Iterator[Read]:
    """A region: what stands there, and that it moves only in weeks in which the topic was asked enough for a step."""
    line, before = (topic, None, region), 0
    for after in range(1, WEEKS + 1):
        now = _shown_there(world, topic, region, after)
        yield Read(line, 0, after, now)
        if now != before:
            yield Read(line, 0, after, now, now + SMALLEST_IN_A_REGION - 1)
            yield Read((topic, None, None), after - 1, after, 1)
        before = now


def _language_there(world: World, language: str, region: str) -> Iterator[Read]:
    """A language of a region: since when it is named, which tells that it took a step then."""
    for after in range(SEEN, WEEKS + 1):
        named = languages_of(
            world.weekly(after), world.weekly(after, region), as_of=_sunday(after), smallest=K
        )
        yield Read((None, language, region), 0, after, SMALLEST_IN_A_REGION if language in named else 0)
        if language in named:
            return


def _shown_there(world: World, topic: str, region: str, after: int) -> int:
    """The steps that a region shows of all weeks before one, added up over windows that follow each other."""
    window, total = WINDOWS[-1], 0
    for end in range(after, 0, -window):
        here = part_of(world.weekly(end), world.weekly(end, region), as_of=_sunday(end), smallest=K)
        rows = radar(
            RadarInput(
                as_of=_sunday(end),
                weeks=window,
                smallest_count=SMALLEST_IN_A_REGION,
                counts=here.counts,
                wholes=here.wholes,
            )
        )
        total += sum(row.count or 0 for row in rows if row.topic == topic)
    return total


def _sunday(after: int) -> date:
    return FIRST + after * WEEK - timedelta(days=1)


def recovered(world: World, known: Sequence[Read], *, most: int, chance: random.Random) -> list[str]:
    """Counts from one to four, of so many that are tried, that are known more closely than "1 to 4" tells."""
    system = _System(world, known)
    small = list(_small(world))
    found = []
    for line, first, after, number in chance.sample(small, min(most, len(small))):
        low, high = system.bounds(line, first, after)
        if high - low < K - 2:
            found.append(f"{line} weeks {first} to {after}: {number} is {low} to {high}")
    return found


def _small(world: World) -> Iterator[tuple[Line, int, int, int]]:
    lines: list[Line] = [*product((*world.topics, None), (*world.languages, None), (*world.parts, None))]
    for line in lines:
        for first in range(WEEKS):
            for after in range(first + 1, WEEKS + 1):
                number = world.number(line, first, after)
                if number >= K:
                    break
                if number:
                    yield line, first, after, number


class _System:
    """What is known as inequalities over questions by topic, language, part and week."""

    def __init__(self, world: World, known: Sequence[Read]) -> None:
        self._world = world
        cells = product(world.topics, world.languages, world.parts, range(WEEKS))
        self._place = {cell: at for at, cell in enumerate(cells)}
        told = ((self._cells(one.line, one.first, one.after), one.low, one.high) for one in known)
        self._narrowed = Narrowed(len(self._place), told)

    def bounds(self, line: Line, first: int, after: int) -> tuple[int, float]:
        """How few and how many it can have been."""
        return self._narrowed.bounds(self._cells(line, first, after))

    def _cells(self, line: Line, first: int, after: int) -> list[int]:
        return [self._place[*cell, week] for cell in self._world.cells(line) for week in range(first, after)]


def attacked(seed: int, *, most: int = 20) -> list[str]:
    """What somebody finds out of one world, of so many counts."""
    chance = random.Random(seed)
    world = random_world(chance)
    return recovered(world, list(read(world)), most=most, chance=chance)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    began, broken = time.monotonic(), 0
    for seed in range(options.first, options.first + options.worlds):
        problems = attacked(seed)
        broken += len(problems)
        for problem in problems:
            sys.stdout.write(f"world {seed}: {problem}\n")
    sys.stdout.write(
        f"{options.worlds} worlds read through all windows of the radar, week by week: {broken} counts told more "
        f"closely, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
