"""A new fixed report checked against everything that earlier versions told about questions.

A report on a campaign speaks of its topic; one on the programme of all topics, of which "the rest" is one more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.reach.disclosure.asked import Asked, Line, Questions, asked_of, shown_first, tables
from campaigns.reach.disclosure.cells import Refinement
from campaigns.reach.disclosure.figures import Figure, Mark, Rule, Shown, as_earlier
from campaigns.reach.disclosure.protect import Contradiction, protect

Counting = Callable[[date, date], Questions]


def fix(
    new: Sequence[Asked],
    earlier: Sequence[Sequence[Mapping[str, Any]]],
    *,
    rule: Rule,
    k: int,
    count: Counting,
) -> list[Shown]:
    """The new figures as they may be shown beside everything that earlier versions told, the oldest first.

    What no figure says and some of them tell by subtraction is a secret as well: what was asked on the days by which
    periods differ. `count` says what was asked from one day to another, both included.

    The attacker believes at first that nothing changes afterwards. Where that cannot be, what came in between two
    versions is a cell of its own; where counts fell, nothing is told of the new ones.
    """
    for is_late in (False, True):
        try:
            return _fixed(new, earlier, rule=rule, k=k, count=count, is_late=is_late)
        except Contradiction:
            continue
    return [Shown(Figure(each.name, frozenset({each.name}), each.count), Mark.SILENT) for each in new]


def _fixed(
    new: Sequence[Asked],
    earlier: Sequence[Sequence[Mapping[str, Any]]],
    *,
    rule: Rule,
    k: int,
    count: Counting,
    is_late: bool,
) -> list[Shown]:
    told = [(version, asked_of(row), row) for version, shown in enumerate(earlier) for row in shown]
    cells = Refinement(
        [*((version, each) for version, each, _ in told), *((len(earlier), each) for each in new)],
        is_late=is_late,
    )

    def figure(each: Asked, version: int) -> Figure:
        return Figure(each.name, cells.of(each, version), each.count, each.line.smallest(k))

    shown = [shown_first(each, figure(each, len(earlier)), rule) for each in new]
    known = [
        Shown(figure(each, version), Mark(row["mark"]), int(row["low"]), row["high"])
        for version, each, row in told
    ]
    secrets = _between(new, cells, count, version=len(earlier), k=k) if earlier else []
    secrets += _since(shown, known) if is_late else []
    return protect(shown, earlier=as_earlier([*known, *secrets]), identities=cells.identities(), k=k)


def _between(
    new: Sequence[Asked], cells: Refinement, count: Counting, *, version: int, k: int
) -> list[Shown]:
    """Small counts that nobody shows: of any days between two days at which some period begins or ends."""
    stretches = cells.stretches()
    parts: dict[Line, dict[date, int]] = {each.line: {} for each in new}
    main = new[0].line.topic
    for each in tables(main, {days: count(*days) for days in stretches}):
        if each.line in parts:
            parts[each.line][each.start] = each.count
    found = []
    for line, counts in parts.items():
        smallest = line.smallest(k)
        for at, (first, _last) in enumerate(stretches):
            number = 0
            for start, last in stretches[at:]:
                number += counts.get(start, 0)
                if number >= smallest:
                    break
                if number:
                    asked = Asked(line, first, last, number)
                    secret = Figure("between", cells.of(asked, version), number, smallest)
                    found.append(Shown(secret, Mark.UNTOLD))
    return found


def _since(new: Sequence[Shown], known: Sequence[Shown]) -> list[Shown]:
    """Small counts by which a figure grew since an earlier version told it."""
    found = []
    for one in new:
        for other in known:
            if other.mark is not Mark.SHOWN or other.high is None:
                continue
            least, most = one.figure.count - other.high, one.figure.count - other.low
            if most > 0 and least < one.figure.k and other.figure.cells < one.figure.cells:
                cells = one.figure.cells - other.figure.cells
                found.append(Shown(Figure("since", cells, max(least, 1), one.figure.k), Mark.UNTOLD))
    return found
