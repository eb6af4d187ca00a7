"""A new fixed report checked against everything that earlier versions told about questions.

A report on a campaign speaks of its topic; one on the programme of all topics, of which "the rest" is one more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from campaigns.reach.disclosure.asked import Asked, Line, Questions, asked_of, shown_first, tables
from campaigns.reach.disclosure.cells import Refinement
from campaigns.reach.disclosure.figures import Figure, Mark, Rule, Shown, as_earlier
from campaigns.reach.disclosure.protect import Contradiction, Protected, protected

Counting = Callable[[date, date], Questions]
#: What a figure of an earlier version would be today.
Recounting = Callable[[Asked], int]
Rows = Sequence[Mapping[str, Any]]


class Changes(Enum):
    """What an attacker believes to have happened to questions after an earlier version told of them."""

    NONE = "nothing"
    CAME = "some came in late"
    ANY = "some came in late, were taken back or given another topic"


@dataclass(frozen=True)
class Fixed:
    """The new figures as they may be shown, and for which earlier versions (by their place) some are held back."""

    shown: list[Shown]
    because: frozenset[int] = frozenset()


def fix(
    new: Sequence[Asked],
    earlier: Sequence[Rows],
    *,
    rule: Rule,
    k: int,
    count: Counting,
    recount: Recounting | None = None,
) -> Fixed:
    """The new figures as they may be shown beside everything that earlier versions told, the oldest first.

    What no figure says and some of them tell by subtraction is a secret as well: what was asked on the days by which
    periods differ. `count` says what was asked from one day to another, both included.

    The attacker believes at first that nothing changes afterwards. Where that cannot be, what changed between two
    versions is a cell of its own; and so that nobody gains who knows of every change himself, the new figures are
    checked against the earlier ones as they would be today, too.
    """
    told = [list(version) for version in earlier]
    today = told if recount is None else [[_today(row, recount) for row in version] for version in told]
    try:
        held = Fixed([])
        if today != told:
            ledger = _Ledger(new, today, k=k, count=count, changes=Changes.NONE, is_today=True)
            held = ledger.protected(ledger.by_rule(rule))
        for changes in Changes:
            ledger = _Ledger(new, told, k=k, count=count, changes=changes)
            try:
                found = ledger.protected(ledger.again(held.shown) if held.shown else ledger.by_rule(rule))
            except Contradiction:
                continue
            return Fixed(found.shown, held.because | found.because)
    except Contradiction:
        pass
    # Where nothing explains both, nobody can say what the new figures would tell.
    return Fixed(
        [Shown(Figure(each.name, frozenset({each.name}), each.count), Mark.SILENT) for each in new],
        frozenset(range(len(earlier))),
    )


class _Ledger:
    """Everything that was told, in one refinement with the figures that are to be told."""

    def __init__(
        self,
        new: Sequence[Asked],
        earlier: Sequence[Rows],
        *,
        k: int,
        count: Counting,
        changes: Changes,
        is_today: bool = False,
    ) -> None:
        self._new, self._k, self._count = new, k, count
        self._changes, self._version = changes, len(earlier)
        self._told = [(version, asked_of(row), row) for version, shown in enumerate(earlier) for row in shown]
        self._cells = Refinement(
            [*((version, each) for version, each, _ in self._told), *((self._version, each) for each in new)],
            is_late=changes is not Changes.NONE,
            is_today=is_today,
        )

    def by_rule(self, rule: Rule) -> list[Shown]:
        """The new figures by the rule of their report."""
        return [shown_first(each, self._figure(each, self._version), rule) for each in self._new]

    def again(self, shown: Sequence[Shown]) -> list[Shown]:
        """The new figures as they were shown, with the cells of this refinement."""
        return [
            Shown(self._figure(each, self._version), one.mark, one.low, one.high)
            for each, one in zip(self._new, shown, strict=True)
        ]

    def protected(self, shown: Sequence[Shown]) -> Fixed:
        """The new figures beside what was told. Raises Contradiction where they cannot be true beside it."""
        known = [
            Shown(self._figure(each, version), Mark(row["mark"]), int(row["low"]), row["high"])
            for version, each, row in self._told
        ]
        secrets = (
            _between(self._new, self._cells, self._count, version=self._version, k=self._k) if known else []
        )
        secrets += [] if self._changes is Changes.NONE else _since(shown, known)
        states = self._cells.states() if self._changes is Changes.ANY else []
        found: Protected = protected(
            shown,
            earlier=as_earlier([*known, *secrets]),
            identities=self._cells.identities(),
            k=self._k,
            states=states,
        )
        return Fixed(
            found.shown, frozenset(self._told[number][0] for number in found.because if number < len(known))
        )

    def _figure(self, each: Asked, version: int) -> Figure:
        return Figure(each.name, self._cells.of(each, version), each.count, each.line.smallest(self._k))


def _today(row: Mapping[str, Any], recount: Recounting) -> Mapping[str, Any]:
    """What a version told, as somebody reads it who knows of every change since.

    An exact count is what it is now. Of a rounded one nobody knows where in its limits it was, so that the limit it
    left moves no farther than to what it is now: the count was within the limits, and changed by as much at least.
    """
    now = recount(asked_of(row))
    low, high = int(row["low"]), row["high"]
    if row["mark"] == Mark.SHOWN and low == high:
        return {**row, "low": now, "high": now}
    return {**row, "low": min(low, now), "high": None if high is None else max(high, now)}


def repeated(new: Sequence[Shown], earlier: Sequence[Rows], *, public: bool) -> list[Shown | None]:
    """What the latest version told of the same count, for each new figure that is held back; None where none did.

    It tells nothing new. Exact counts are never repeated to the public, which reads rounded ones.
    """
    told: dict[str, Mapping[str, Any]] = {}
    for version in earlier:
        for row in version:
            if row["mark"] == Mark.SHOWN and (not public or row["high"] > row["low"]):
                told[asked_of(row).name] = row
    found: list[Shown | None] = []
    for one in new:
        before = told.get(one.figure.name) if one.mark is not Mark.SHOWN and one.figure.count else None
        again = Shown(one.figure, Mark.SHOWN, int(before["low"]), before["high"]) if before else None
        found.append(again)
    return found


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
    """Small counts by which a figure changed since an earlier version told it, up or down."""
    found = []
    for one in new:
        for other in known:
            if (
                other.mark is not Mark.SHOWN
                or other.high is None
                or not other.figure.cells < one.figure.cells
            ):
                continue
            least, most = one.figure.count - other.high, one.figure.count - other.low
            if most < 0:
                least, most = -most, -least
            if most > 0 and least < one.figure.k:
                cells = one.figure.cells - other.figure.cells
                found.append(Shown(Figure("since", cells, max(least, 1), one.figure.k), Mark.UNTOLD))
    return found
