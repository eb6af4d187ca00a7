"""The common refinement of all counts of questions that were ever told: what an attacker has to solve for.

A cell is a topic, a language or a region, and a stretch of days between two days at which any report begins or ends.
Languages and regions need no common cells: where their sums agree there is always a table that has both as its margins,
so all that a reader can work out about either follows from that agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, product

from campaigns.reach.disclosure.asked import REST, Asked
from campaigns.reach.disclosure.figures import Cells, Identity


class Refinement:
    """The cells of figures that were told in versions, numbered from the oldest. With `is_late` versions differ.

    `is_today`: every figure is what it would be now, so that all of them know the same languages.
    """

    def __init__(self, told: Sequence[tuple[int, Asked]], *, is_late: bool, is_today: bool = False) -> None:
        figures = [each for _, each in told]
        self._newest = max(version for version, _ in told) if is_late else 0
        edges = sorted({edge for each in figures for edge in (each.start, each.end + timedelta(days=1))})
        self._stretches = list(pairwise(edges))
        self._topics = [*sorted({each.line.topic for each in figures if each.line.topic}), REST]
        self._regions = sorted({each.line.region for each in figures if each.line.region})
        # A report names every language in which anybody asked: its total is the sum of these and nothing else.
        self._languages: dict[int, set[str]] = {version: set() for version, _ in told}
        for version, each in told:
            if each.line.language is not None:
                self._languages[version].add(each.line.language)
        if is_today:
            everyone = set().union(*self._languages.values())
            self._languages = dict.fromkeys(self._languages, everyone)

    def stretches(self) -> list[tuple[date, date]]:
        """The stretches of days, both days included, in their order."""
        return [(first, after - timedelta(days=1)) for first, after in self._stretches]

    def of(self, each: Asked, version: int) -> Cells:
        """The cells of a figure as that version knew them."""
        line = each.line
        if line.region is not None:
            parts = [_place(line.region)]
        else:
            parts = [line.language] if line.language is not None else sorted(self._languages[version])
        inside = [
            first
            for first, after in self._stretches
            if each.start <= first and after <= each.end + timedelta(days=1)
        ]
        known = range(min(version, self._newest) + 1)
        return frozenset(product([line.topic] if line.topic else self._topics, parts, inside, known))

    def states(self) -> list[list[Cells]]:
        """Each count as every version knew it, from the first on: whatever changed, none of them is below nought."""
        languages = sorted(set().union(*self._languages.values()))
        parts = [*languages, *(_place(region) for region in (*self._regions, REST) if self._regions)]
        firsts = [first for first, _ in self._stretches]
        return [
            [
                frozenset((topic, part, first, known) for known in range(version + 1))
                for version in range(self._newest + 1)
            ]
            for topic, part, first in product(self._topics, parts, firsts)
        ]

    def identities(self) -> list[Identity]:
        """Whoever asked in some language asked from some region, named or not."""
        if not self._regions:
            return []
        languages = sorted(set().union(*self._languages.values()))
        places = [_place(region) for region in (*self._regions, REST)]
        firsts = [first for first, _ in self._stretches]
        return [
            Identity(
                frozenset((topic, language, first, known) for language in languages),
                frozenset((topic, place, first, known) for place in places),
            )
            for topic, first, known in product(self._topics, firsts, range(self._newest + 1))
        ]


def _place(region: str) -> str:
    return f"@{region}"
