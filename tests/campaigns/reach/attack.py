"""An attack on suppressed tables, written apart from the code that protects them.

Random tables with margins, each with three linked reports: the table of a period, the table of a longer period that
holds it, and a later version of the first with what came in since. The attacker takes everything that is shown,
and for each hidden count asks two linear programmes how small and how large it can be. Versions go to members or to the
public, in any order; between some of them questions come in late, are taken back or get another language.

    python -m tests.campaigns.reach.attack --tables 5000
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from campaigns.reach.disclosure.asked import SMALLEST_IN_A_REGION, Asked, Questions, rows, tables
from campaigns.reach.disclosure.figures import Figure, Mark, Shown, as_earlier, inside, outside
from campaigns.reach.disclosure.ledger import fix
from campaigns.reach.disclosure.protect import protect
from tests.narrowing import TINY, Narrowed

K = 5


@dataclass(frozen=True)
class Linked:
    """The three reports as they are shown, one after the other."""

    reports: tuple[tuple[Shown, ...], ...]
    k: int


def random_counts(chance: random.Random) -> dict[tuple[int, int, int], int]:
    """Counts by row, column and stretch of time: sparse and full ones, with small counts in all places."""
    rows, columns = chance.randint(2, 5), chance.randint(1, 4)
    top = chance.choice([4, 8, 20, 60])
    empty = chance.random() * 0.6
    return {
        cell: 0
        if chance.random() < empty
        else int(chance.expovariate(1 / top))
        if chance.random() < 0.7
        else chance.randint(0, 6)
        for cell in product(range(rows), range(columns), range(3))
    }


def figures_of(counts: dict[tuple[int, int, int], int], stretches: set[int], report: str) -> list[Figure]:
    """Every cell of a table over these stretches, its margins and its total."""
    rows, columns = {cell[0] for cell in counts}, {cell[1] for cell in counts}
    wanted: dict[str, frozenset[tuple[int, int, int]]] = {}
    for row in [*sorted(rows), None]:
        for column in [*sorted(columns), None]:
            wanted[f"{report}/{row}/{column}"] = frozenset(
                cell for cell in counts
                if cell[2] in stretches and row in (None, cell[0]) and column in (None, cell[1])
            )  # fmt: skip
    return [Figure(name, cells, sum(counts[cell] for cell in cells)) for name, cells in wanted.items()]


def linked_reports(seed: int, *, public: bool = False, mixed: bool = False) -> Linked:
    """Three reports, each protected against all that was shown before it, `mixed` ones for either audience."""
    chance = random.Random(seed)
    counts = random_counts(chance)
    k = 8 if public else 5 if mixed else chance.choice([5, 5, 5, 7, 10])
    told: list[Shown] = []
    reports = []
    for number, stretches in enumerate(({0}, {0, 1}, {0, 2})):
        is_public = chance.random() < 0.5 if mixed else public
        rule = outside if is_public else (lambda figure: inside(figure, k=k))
        shown = [rule(figure) for figure in figures_of(counts, stretches, f"report {number}")]
        kept = protect(shown, earlier=as_earlier(told), k=5 if public else k)
        reports.append(tuple(kept))
        told += kept
    return Linked(tuple(reports), 5 if public else k)


def recovered(linked: Linked) -> list[str]:
    """Every hidden count whose interval is narrower than k-1, or that does not leave all small counts possible."""
    numbered = [(number, each) for number, report in enumerate(linked.reports) for each in report]
    told = _Reader([each for _number, each in numbered])
    found = []
    for at, (number, target) in enumerate(numbered):
        if target.mark is Mark.SHOWN:
            continue
        low, high = told.limits(at)
        if high - low < linked.k - 1 - TINY:
            found.append(f"{target.figure.name} = {target.figure.count}: {low:g} to {high:g}")
        elif target.mark is Mark.SMALL and (low > 1 + TINY or high < (target.high or 0) - TINY):
            # Earlier reports may have left no more of it: it is as open as they left it.
            known = [each for earlier, each in numbered if earlier < number]
            least, most = _Reader([*known, target]).limits(len(known))
            if low <= max(1, least) + TINY and high >= min(target.high or 0, most) - TINY:
                continue
            found.append(f"{target.figure.name} = {target.figure.count}: only {low:g} to {high:g}")
    return found


class _Reader:
    """Somebody who read these figures, and knows what the mark of each tells."""

    def __init__(self, shown: Sequence[Shown]) -> None:
        self._shown = shown
        cells = sorted({cell for each in shown for cell in each.figure.cells})
        place = {cell: at for at, cell in enumerate(cells)}
        self._cells = [[place[cell] for cell in each.figure.cells] for each in shown]
        told = zip(self._cells, shown, strict=True)
        self._narrowed = Narrowed(len(cells), ((mine, each.low, each.high) for mine, each in told))

    def limits(self, at: int) -> tuple[float, float]:
        """How small and how large a count can be, whatever its own mark says of it where it is small."""
        is_small = self._shown[at].mark is Mark.SMALL
        return self._narrowed.limits(self._cells[at], without=at if is_small else None)


FIRST = date(2026, 1, 1)
DAYS = 4
Days = tuple[int, int]


Cell = tuple[str, str, int]
REGIONS = ("DE-BE", "DE-BY", "")


def random_versions(seed: int, *, public: bool | None = False, changing: bool = False) -> list[str]:
    """Three versions of a report over periods that differ by days, and every small count of days that they tell.

    Nobody shows these counts: they are what remains when one version is taken from another. Each question has a
    language and a region, '' where none is known; the attacker solves for all of them together. A small count of a
    region may be as narrow as the small total that it is a part of, when it cannot be told from none. `public` None:
    each version for one audience or the other. `changing`: questions change between versions; one attacker then knows
    of every change, another of none and looks for the changes themselves.
    """
    chance = random.Random(seed)
    languages = ["ar", "de", "uk"][: chance.randint(1, 3)]
    top = chance.choice([3, 8, 30])
    counts = {
        cell: 0 if chance.random() < 0.3 else int(chance.expovariate(1 / top))
        for cell in product(languages, REGIONS, range(DAYS))
    }
    told: list[list[dict[str, Any]]] = []
    states: list[dict[Cell, int]] = []
    for _version in range(3):
        if changing and told and chance.random() < 0.8:
            counts = _changed(counts, chance)
        states.append(counts)
        begins = chance.randrange(DAYS)
        ends = chance.randrange(begins, DAYS)
        period = FIRST + timedelta(begins), FIRST + timedelta(ends)

        def count(first: date, last: date, counts: dict[Cell, int] = counts) -> Questions:
            days = range((first - FIRST).days, (last - FIRST).days + 1)
            found = {cell: number for cell, number in counts.items() if cell[2] in days}
            return Questions(
                languages={code: _number(found, languages=[code]) for code in languages},
                regions={region: _number(found, regions=[region]) for region in REGIONS if region},
            )

        def recount(each: Asked, counts: dict[Cell, int] = counts) -> int:
            days = (each.start - FIRST).days, (each.end - FIRST).days
            line = each.line
            return _number(counts, languages=_one(line.language), regions=_one(line.region), days=days)

        is_public = chance.random() < 0.5 if public is None else public
        asked = tables("wage", {period: count(*period)})
        rule = outside if is_public else inside
        shown = fix(asked, told, rule=rule, k=K, count=count, recount=recount if changing else None).shown
        told.append(rows(asked, shown))
    if not changing:
        return _told_between([row for version in told for row in version], counts, languages)
    found = _changes_told(told, states)
    for last in range(1, len(told)):
        known = [_as_now(row, states[at], states[last]) for at in range(last + 1) for row in told[at]]
        before = [_as_now(row, states[at], states[last]) for at in range(last) for row in told[at]]
        found += _told_between(known, states[last], languages, before=before)
    return found


def _one(key: str | None) -> list[str] | None:
    return None if key is None else [key]


def _changed(counts: dict[Cell, int], chance: random.Random) -> dict[Cell, int]:
    """The same questions after some came in late, were taken back, or got another language."""
    changed = dict(counts)
    for _change in range(chance.choice([1, 2, 4, 9])):
        cell = chance.choice(sorted(changed))
        kind = chance.random()
        if kind < 0.5:
            changed[cell] += 1
        elif changed[cell]:
            changed[cell] -= 1
            if kind < 0.8:
                changed[(chance.choice(sorted(changed))[0], *cell[1:])] += 1
    return changed


def _days_of(row: dict[str, Any]) -> Days:
    first, last = ((date.fromisoformat(row[name]) - FIRST).days for name in ("start", "end"))
    return first, last


def _day(number: int) -> str:
    return (FIRST + timedelta(number)).isoformat()


def _told_number(counts: dict[Cell, int], row: dict[str, Any]) -> int:
    """The count of which a row speaks."""
    return _number(counts, languages=_one(row["language"]), regions=_one(row["region"]), days=_days_of(row))


def _as_now(row: dict[str, Any], then: dict[Cell, int], now: dict[Cell, int]) -> dict[str, Any]:
    """What was told, for somebody who knows of each change since: of rounded and hidden ones no more."""
    before, after = _told_number(then, row), _told_number(now, row)
    low, high = row["low"], row["high"]
    if row["mark"] == Mark.SHOWN:
        change = after - before
        is_exact = low == high
        return {
            **row,
            "low": max(0, low + (change if is_exact else min(change, 0))),
            "high": high + (change if is_exact else max(change, 0)),
        }
    return {**row, "low": min(low, after), "high": None if high is None else max(high, after)}


def _changes_told(told: list[list[dict[str, Any]]], states: list[dict[Cell, int]]) -> list[str]:
    """Small changes of a count that was shown, which two versions tell. Each version is a table of its own here."""
    cells = sorted(states[0])
    place = {(*cell, at): number for number, (at, cell) in enumerate(product(range(len(states)), cells))}

    def behind(row: dict[str, Any], at: int) -> list[int]:
        return [place[(*cell, at)] for cell in cells if _is_of(row, cell)]

    narrowed = Narrowed(
        len(place),
        [(behind(row, at), row["low"], row["high"]) for at, version in enumerate(told) for row in version],
    )
    found = []
    for at, version in enumerate(told):
        for row in version:
            if row["mark"] != Mark.SHOWN:
                continue
            for later in range(at + 1, len(told)):
                then, now = (_told_number(states[one], row) for one in (at, later))
                k = K if row["region"] is None else SMALLEST_IN_A_REGION
                if not 0 < abs(now - then) < k:
                    continue
                low, high = narrowed.limits(behind(row, later), less=behind(row, at))
                is_any_small = low <= 1 + TINY and high >= K - 1 - TINY
                # Where nothing may have changed at all, nobody learns that anybody asked.
                is_none = low <= TINY and high >= -TINY
                if high - low < K - 1 - TINY and not is_any_small and not is_none:
                    found.append(
                        f"{row['language']} {row['region']} {_days_of(row)} {then} to {now}: {low:g} to {high:g}"
                    )
    return found


def _number(
    counts: dict[Cell, int],
    *,
    languages: list[str] | None = None,
    regions: list[str] | None = None,
    days: tuple[int, int] = (0, DAYS),
) -> int:
    return sum(
        number
        for (language, region, day), number in counts.items()
        if (languages is None or language in languages)
        and (regions is None or region in regions)
        and days[0] <= day <= days[1]
    )


def _told_between(
    told: list[dict[str, Any]],
    counts: dict[Cell, int],
    languages: list[str],
    *,
    before: list[dict[str, Any]] | None = None,
) -> list[str]:
    """Small counts that are told too closely; with `before`, more closely than these rows alone told them."""
    known, earlier = _narrowed(told, counts), None if before is None else _narrowed(before, counts)
    wanted: list[tuple[str | None, str | None, int]] = [
        *((code, None, K) for code in languages),
        (None, None, K),
        *((None, region, SMALLEST_IN_A_REGION) for region in REGIONS if region),
    ]
    found = []
    for (code, region, k), begins in product(wanted, range(DAYS)):
        for ends in range(begins, DAYS):
            of = {"language": code, "region": region, "start": _day(begins), "end": _day(ends)}
            count = _told_number(counts, of)
            if not 0 < count < k:
                continue
            cells = _places(of, counts)
            low, high = known.limits(cells)
            is_any_small = low <= 1 + TINY and high >= k - 1 - TINY
            may_be_none = k > K and low <= TINY and high >= K - 1 - TINY
            if high - low >= k - 1 - TINY or is_any_small or may_be_none:
                continue
            least, most = earlier.limits(cells) if earlier else (0.0, 0.0)
            if earlier is None or low > least + TINY or high < most - TINY:
                found.append(f"{code} {region} on days {begins}-{ends} = {count}: {low:g} to {high:g}")
    return found


def _narrowed(told: list[dict[str, Any]], counts: dict[Cell, int]) -> Narrowed:
    return Narrowed(len(counts), [(_places(row, counts), row["low"], row["high"]) for row in told])


def _places(row: dict[str, Any], counts: dict[Cell, int]) -> list[int]:
    return [at for at, cell in enumerate(counts) if _is_of(row, cell)]


def _is_of(row: dict[str, Any], cell: Cell) -> bool:
    """Whether a row speaks of these questions, among others."""
    language, region, day = cell
    first, last = _days_of(row)
    return row["language"] in (None, language) and row["region"] in (None, region) and first <= day <= last


def small_counts_shown(linked: Linked) -> list[str]:
    """Counts under five that stand there as they are."""
    return [
        each.figure.name
        for report in linked.reports
        for each in report
        if each.mark is Mark.SHOWN and each.low == each.high and 0 < each.low < K
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    began, broken, shown, hidden = time.monotonic(), 0, 0, 0
    for seed in range(options.first, options.first + options.tables):
        # One in five for the public alone, one for either audience by turns; of each every second one changes.
        public, mixed = seed % 5 == 4, seed % 5 == 3
        linked = linked_reports(seed, public=public, mixed=mixed)
        problems = (
            recovered(linked)
            + small_counts_shown(linked)
            + random_versions(seed, public=None if mixed else public, changing=seed % 2 == 1)
        )
        broken += len(problems)
        marks = [each.mark for report in linked.reports for each in report]
        hidden += sum(mark is not Mark.SHOWN for mark in marks)
        shown += sum(mark is Mark.SHOWN for mark in marks)
        for problem in problems:
            sys.stdout.write(f"table {seed}: {problem}\n")
        if (seed + 1) % 500 == 0:
            sys.stdout.write(f"{seed + 1} tables, {broken} recovered, {time.monotonic() - began:.0f} s\n")
            sys.stdout.flush()
    sys.stdout.write(
        f"{options.tables} tables with three linked reports each: {shown} counts shown, {hidden} hidden, "
        f"{broken} recovered, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
