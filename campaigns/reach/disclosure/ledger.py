"""What fixed reports tell about questions, as figures over common cells, so that a new one is checked against all.

A cell is a topic, a language and a stretch of days between two days at which any report begins or ends. A report on a
campaign speaks of its topic; one on the programme of all topics, of which "the rest" is one more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from campaigns.reach.disclosure.figures import Cells, Figure, Mark, Rule, Shown, as_earlier
from campaigns.reach.disclosure.protect import Contradiction, protect
from campaigns.reach.suppression import Count

REST = "*"
Counting = Callable[[date, date], Mapping[str, int]]


@dataclass(frozen=True)
class Asked:
    """A count of questions as a report speaks of it; `topic` and `language` None are all of them."""

    topic: str | None
    language: str | None
    start: date
    end: date
    count: int

    @property
    def name(self) -> str:
        return f"{self.topic or REST}/{'total' if self.language is None else self.language}/{self.start}/{self.end}"


def tables(topic: str | None, periods: Mapping[tuple[date, date], Mapping[str, int]]) -> list[Asked]:
    """The figures of a report: each language and the total of each period."""
    found = []
    languages = sorted({code for counts in periods.values() for code in counts})
    for (start, end), counts in periods.items():
        found += [Asked(topic, code, start, end, counts.get(code, 0)) for code in languages]
        found.append(Asked(topic, None, start, end, sum(counts.values())))
    return found


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
    periods differ. `count` says how often the topic was asked by language from one day to another, both included.

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
    told = [(version, _asked(row), row) for version, shown in enumerate(earlier) for row in shown]
    cells = _Cells(
        [*((version, each) for version, each, _ in told), *((len(earlier), each) for each in new)], is_late
    )
    shown = [rule(Figure(each.name, cells.of(each, len(earlier)), each.count)) for each in new]
    known = [
        Shown(
            Figure(each.name, cells.of(each, version), int(row["low"])),
            Mark(row["mark"]),
            int(row["low"]),
            row["high"],
        )
        for version, each, row in told
    ]
    secrets = _between(new, cells, count, version=len(earlier), k=k) if earlier else []
    secrets += _since(shown, known, k=k) if is_late else []
    return protect(shown, earlier=as_earlier([*known, *secrets]), k=k)


def _between(new: Sequence[Asked], cells: _Cells, count: Counting, *, version: int, k: int) -> list[Shown]:
    """Small counts that nobody shows: of any days between two days at which some period begins or ends."""
    topic = new[0].topic
    parts = [(first, last, count(first, last)) for first, last in cells.stretches()]
    languages = sorted({each.language for each in new if each.language is not None})
    found = []
    for code in [*languages, None]:
        for at, (first, _last, _counts) in enumerate(parts):
            number = 0
            for _first, last, counts in parts[at:]:
                number += sum(counts.values()) if code is None else counts.get(code, 0)
                if number >= k:
                    break
                if number:
                    asked = Asked(topic, code, first, last, number)
                    found.append(Shown(Figure("between", cells.of(asked, version), number), Mark.UNTOLD))
    return found


def _since(new: Sequence[Shown], known: Sequence[Shown], *, k: int) -> list[Shown]:
    """Small counts by which a figure grew since an earlier version told it."""
    found = []
    for one in new:
        for other in known:
            if other.mark is not Mark.SHOWN or other.high is None:
                continue
            least, most = one.figure.count - other.high, one.figure.count - other.low
            if most > 0 and least < k and other.figure.cells < one.figure.cells:
                cells = one.figure.cells - other.figure.cells
                found.append(Shown(Figure("since", cells, max(least, 1)), Mark.UNTOLD))
    return found


def rows(asked: Sequence[Asked], shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """What was told, as it is kept: never the count itself where it is hidden."""
    return [
        {
            "topic": each.topic, "language": each.language, "start": each.start.isoformat(),
            "end": each.end.isoformat(), "mark": str(told.mark), "low": told.low, "high": told.high,
        }
        for each, told in zip(asked, shown, strict=True)
    ]  # fmt: skip


def as_count(shown: Shown) -> Count:
    """A figure as reports draw it."""
    if shown.mark is Mark.SHOWN:
        return Count(int(shown.text))
    return Count(None, (shown.high or 0) + 1 if shown.mark is Mark.SMALL else None)


def _asked(row: Mapping[str, Any]) -> Asked:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    hidden = row["mark"] != Mark.SHOWN
    return Asked(row["topic"], row["language"], start, end, max(int(row["low"]), int(hidden)))


class _Cells:
    """The common refinement of all figures."""

    def __init__(self, told: Sequence[tuple[int, Asked]], is_late: bool) -> None:
        figures = [each for _, each in told]
        self._newest = max(version for version, _ in told) if is_late else 0
        edges = sorted({edge for each in figures for edge in (each.start, each.end + timedelta(days=1))})
        self._stretches = list(pairwise(edges))
        self._topics = [*sorted({each.topic for each in figures if each.topic}), REST]
        # A report names every language in which anybody asked: its total is the sum of these and nothing else.
        self._languages: dict[int, set[str]] = {version: set() for version, _ in told}
        for version, each in told:
            if each.language is not None:
                self._languages[version].add(each.language)

    def stretches(self) -> list[tuple[date, date]]:
        """The stretches of days, both days included, in their order."""
        return [(first, after - timedelta(days=1)) for first, after in self._stretches]

    def of(self, each: Asked, version: int) -> Cells:
        """The cells of a figure as that version knew them."""
        topics = [each.topic] if each.topic else self._topics
        languages = [each.language] if each.language is not None else sorted(self._languages[version])
        inside = [
            pair
            for pair in self._stretches
            if each.start <= pair[0] and pair[1] <= each.end + timedelta(days=1)
        ]
        return frozenset(
            (topic, language, first, known)
            for topic in topics
            for language in languages
            for first, _ in inside
            for known in range(min(version, self._newest) + 1)
        )
