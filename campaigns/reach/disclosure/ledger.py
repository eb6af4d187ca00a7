"""What fixed reports tell about questions, as figures over common cells, so that a new one is checked against all.

A cell is a topic, a language and a stretch of days between two days at which any report begins or ends. A report on a
campaign speaks of its topic; one on the programme of all topics, of which "the rest" is one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from campaigns.reach.disclosure.figures import Cells, Figure, Mark, Rule, Shown, as_earlier
from campaigns.reach.disclosure.protect import protect
from campaigns.reach.suppression import Count

REST = "*"


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


def fix(new: Sequence[Asked], earlier: Iterable[Mapping[str, Any]], *, rule: Rule, k: int) -> list[Shown]:
    """The new figures as they may be shown beside everything that earlier reports told."""
    told = [dict(each) for each in earlier]
    before = [_asked(each) for each in told]
    cells = _Cells([*new, *before])
    shown = [rule(Figure(each.name, cells.of(each), each.count)) for each in new]
    known = [
        Shown(
            Figure(each.name, cells.of(each), int(row["low"])),
            Mark(row["mark"]),
            int(row["low"]),
            row["high"],
        )
        for each, row in zip(before, told, strict=True)
    ]
    return protect(shown, earlier=as_earlier(known), k=k)


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

    def __init__(self, figures: Sequence[Asked]) -> None:
        edges = sorted({edge for each in figures for edge in (each.start, each.end + timedelta(days=1))})
        self._stretches = list(pairwise(edges))
        self._topics = [*sorted({each.topic for each in figures if each.topic}), REST]
        self._languages = sorted({each.language for each in figures if each.language is not None})
        # A language that one report names and another does not is part of the other's total all the same.
        self._languages.append(REST)

    def of(self, each: Asked) -> Cells:
        topics = [each.topic] if each.topic else self._topics
        languages = [each.language] if each.language is not None else self._languages
        inside = [
            pair
            for pair in self._stretches
            if each.start <= pair[0] and pair[1] <= each.end + timedelta(days=1)
        ]
        return frozenset(
            (topic, language, first) for topic in topics for language in languages for first, _ in inside
        )
