"""An attack on suppressed tables, written apart from the code that protects them.

Random tables with margins, each with three linked reports: the table of a period, the table of a longer period that
holds it, and a later version of the first with what came in since. The attacker takes everything that is shown,
and for each hidden count asks two linear programmes how small and how large it can be.

    python -m tests.campaigns.reach.attack --tables 5000
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from campaigns.reach.disclosure.asked import SMALLEST_IN_A_REGION, Questions, rows, tables
from campaigns.reach.disclosure.figures import Figure, Mark, Shown, as_earlier, inside, outside
from campaigns.reach.disclosure.ledger import fix
from campaigns.reach.disclosure.protect import protect

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


def linked_reports(seed: int, *, public: bool = False) -> Linked:
    """Three reports, each protected against all that was shown before it."""
    chance = random.Random(seed)
    counts = random_counts(chance)
    k = 8 if public else chance.choice([5, 5, 5, 7, 10])
    rule = outside if public else (lambda figure: inside(figure, k=k))
    told: list[Shown] = []
    reports = []
    for number, stretches in enumerate(({0}, {0, 1}, {0, 2})):
        shown = [rule(figure) for figure in figures_of(counts, stretches, f"report {number}")]
        kept = protect(shown, earlier=as_earlier(told), k=5 if public else k)
        reports.append(tuple(kept))
        told += kept
    return Linked(tuple(reports), 5 if public else k)


def recovered(linked: Linked) -> list[str]:
    """Every hidden count whose interval is narrower than k-1, or that does not leave all small counts possible."""
    shown = [each for report in linked.reports for each in report]
    cells = sorted({cell for each in shown for cell in each.figure.cells})
    place = {cell: at for at, cell in enumerate(cells)}
    found = []
    for target in (each for each in shown if each.mark is not Mark.SHOWN):
        low, high = (_bound(shown, place, target, sign) for sign in (1, -1))
        if high - low < linked.k - 1 - 1e-6:
            found.append(f"{target.figure.name} = {target.figure.count}: {low:g} to {high:g}")
        elif target.mark is Mark.SMALL and (low > 1 + 1e-6 or high < (target.high or 0) - 1e-6):
            found.append(f"{target.figure.name} = {target.figure.count}: only {low:g} to {high:g}")
    return found


def _bound(shown: list[Shown], place: dict[tuple[int, int, int], int], target: Shown, sign: int) -> float:
    """How small (1) or large (-1) a count can be, given all that is shown and what the marks of the others tell."""
    upper, right, equal, exactly = [], [], [], []
    for each in shown:
        row = np.zeros(len(place))
        for cell in each.figure.cells:
            row[place[cell]] = 1
        if each.mark is Mark.SHOWN and each.low == each.high:
            equal.append(row)
            exactly.append(each.low)
            continue
        if each is target and each.mark is Mark.SMALL:
            continue
        if each.high is not None and each.mark is not Mark.SILENT:
            upper.append(row)
            right.append(each.high)
        if each.low and each.mark is not Mark.SILENT:
            upper.append(-row)
            right.append(-each.low)
    goal = np.zeros(len(place))
    for cell in target.figure.cells:
        goal[place[cell]] = sign
    solved = linprog(
        goal, A_ub=np.array(upper) if upper else None, b_ub=right or None,
        A_eq=np.array(equal) if equal else None, b_eq=exactly or None, method="highs",
    )  # fmt: skip
    if solved.status == 3:
        return float("inf")
    assert solved.status == 0, solved.message
    return float(sign * solved.fun)


FIRST = date(2026, 1, 1)
DAYS = 4
Days = tuple[int, int]


Cell = tuple[str, str, int]
REGIONS = ("DE-BE", "DE-BY", "")


def random_versions(seed: int, *, public: bool = False) -> list[str]:
    """Three versions of a report over periods that differ by days, and every small count of days that they tell.

    Nobody shows these counts: they are what remains when one version is taken from another. Each question has a
    language and a region, '' where none is known; the attacker solves for all of them together. A small count of a
    region may be as narrow as the small total that it is a part of, when it cannot be told from none.
    """
    chance = random.Random(seed)
    languages = ["ar", "de", "uk"][: chance.randint(1, 3)]
    top = chance.choice([3, 8, 30])
    counts = {
        cell: 0 if chance.random() < 0.3 else int(chance.expovariate(1 / top))
        for cell in product(languages, REGIONS, range(DAYS))
    }
    told: list[list[dict[str, Any]]] = []
    for _version in range(3):
        begins = chance.randrange(DAYS)
        ends = chance.randrange(begins, DAYS)
        period = FIRST + timedelta(begins), FIRST + timedelta(ends)

        def count(first: date, last: date) -> Questions:
            days = range((first - FIRST).days, (last - FIRST).days + 1)
            found = {cell: number for cell, number in counts.items() if cell[2] in days}
            return Questions(
                languages={code: _number(found, languages=[code]) for code in languages},
                regions={region: _number(found, regions=[region]) for region in REGIONS if region},
            )

        asked = tables("wage", {period: count(*period)})
        told.append(rows(asked, fix(asked, told, rule=outside if public else inside, k=K, count=count)))
    return _told_between([row for version in told for row in version], counts, languages)


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


def _told_between(told: list[dict[str, Any]], counts: dict[Cell, int], languages: list[str]) -> list[str]:
    place = {cell: at for at, cell in enumerate(counts)}
    lower, upper = [], []
    for row in told:
        first, last = ((date.fromisoformat(row[name]) - FIRST).days for name in ("start", "end"))
        codes = [row["language"]] if row["language"] else None
        sums = _sum_over(place, codes, [row["region"]] if row["region"] else None, (first, last))
        lower.append((-sums, -row["low"]))
        if row["high"] is not None:
            upper.append((sums, row["high"]))
    limits = [*lower, *upper]
    wanted: list[tuple[list[str] | None, list[str] | None, int]] = [
        *(([code], None, K) for code in languages),
        (None, None, K),
        *((None, [region], SMALLEST_IN_A_REGION) for region in REGIONS if region),
    ]
    found = []
    for (codes, regions, k), begins in product(wanted, range(DAYS)):
        for ends in range(begins, DAYS):
            count = _number(counts, languages=codes, regions=regions, days=(begins, ends))
            if not 0 < count < k:
                continue
            goal = _sum_over(place, codes, regions, (begins, ends))
            low, high = (_least(goal * sign, limits) * sign for sign in (1, -1))
            is_any_small = low <= 1 + 1e-6 and high >= k - 1 - 1e-6
            may_be_none = k > K and low <= 1e-6 and high >= K - 1 - 1e-6
            if high - low < k - 1 - 1e-6 and not is_any_small and not may_be_none:
                found.append(f"{codes} {regions} on days {begins}-{ends} = {count}: {low:g} to {high:g}")
    return found


def _sum_over(
    place: dict[Cell, int], codes: list[str] | None, regions: list[str] | None, days: tuple[int, int]
) -> Any:
    row = np.zeros(len(place))
    for (language, region, day), at in place.items():
        is_in = (codes is None or language in codes) and (regions is None or region in regions)
        row[at] = float(is_in and days[0] <= day <= days[1])
    return row


def _least(goal: Any, limits: list[tuple[Any, float]]) -> float:
    solved = linprog(
        goal, A_ub=np.array([row for row, _ in limits]), b_ub=[limit for _, limit in limits], method="highs"
    )
    if solved.status == 3:
        return float("-inf")
    assert solved.status == 0, solved.message
    return float(solved.fun)


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
        linked = linked_reports(seed, public=seed % 5 == 4)
        problems = (
            recovered(linked) + small_counts_shown(linked) + random_versions(seed, public=seed % 5 == 4)
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
