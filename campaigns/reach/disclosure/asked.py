"""Counts of questions as a fixed report speaks of them, and as they are kept for the versions after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.needs.counts.disclosure import SMALLEST_IN_A_REGION
from campaigns.reach.disclosure.figures import Figure, Mark, Rule, Shown
from campaigns.reach.disclosure.suppression import Count

#: All other topics, and all other regions, of which a report does not speak by name.
REST = "*"
Days = tuple[date, date]


@dataclass(frozen=True)
class Questions:
    """Questions of some days as they are: by language, on some topics, and by region as far as it is known."""

    languages: Mapping[str, int]
    topics: Mapping[str, int] = field(default_factory=dict)
    regions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What a count is about; None is everything. A count by region is one over all languages."""

    topic: str | None
    language: str | None = None
    region: str | None = None

    @property
    def is_total(self) -> bool:
        return self.language is None and self.region is None

    def smallest(self, k: int) -> int:
        """The smallest count that may be shown."""
        return k if self.region is None else max(k, SMALLEST_IN_A_REGION)


@dataclass(frozen=True)
class Asked:
    """A count of questions over days, both included."""

    line: Line
    start: date
    end: date
    count: int

    @property
    def name(self) -> str:
        line = self.line
        return f"{line.topic or REST}/{line.language}/{line.region}/{self.start}/{self.end}"


def tables(topic: str | None, periods: Mapping[Days, Questions]) -> list[Asked]:
    """The figures of a report: each language and the total of each period, then its topics and its regions."""
    languages, topics, regions = (
        sorted({key for asked in periods.values() for key in getattr(asked, name)})
        for name in ("languages", "topics", "regions")
    )
    found = []
    for (start, end), asked in periods.items():
        counts: dict[Line, int] = {
            **{Line(topic, code): asked.languages.get(code, 0) for code in languages},
            Line(topic): sum(asked.languages.values()),
            **{Line(one): asked.topics.get(one, 0) for one in topics},
            **{Line(topic, region=where): asked.regions.get(where, 0) for where in regions},
        }
        found += [Asked(line, start, end, count) for line, count in counts.items()]
    return found


def shown_first(each: Asked, figure: Figure, rule: Rule) -> Shown:
    """A figure by the rule of its report; a small count of a region is not told from none."""
    if each.line.region is not None and each.count < figure.k:
        return Shown(figure, Mark.SILENT)
    return rule(figure)


def rows(asked: Sequence[Asked], shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """What was told, as it is kept: never the count itself where it is hidden."""
    return [
        {
            "topic": each.line.topic, "language": each.line.language, "region": each.line.region,
            "start": each.start.isoformat(), "end": each.end.isoformat(), "mark": str(told.mark), "low": told.low,
            "high": told.high,
        }
        for each, told in zip(asked, shown, strict=True)
    ]  # fmt: skip


def asked_of(row: Mapping[str, Any]) -> Asked:
    """A figure as it was kept; of a hidden one nobody knows more than that there may be somebody."""
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    hidden = row["mark"] != Mark.SHOWN
    line = Line(row["topic"], row["language"], row.get("region"))
    return Asked(line, start, end, max(int(row["low"]), int(hidden)))


def as_count(shown: Shown, before: Shown | None = None) -> Count:
    """A figure as reports draw it; one that is held back as it was told `before`, where it was."""
    told = shown if shown.mark is Mark.SHOWN else before
    if told is not None:
        number, high = int(told.text), told.high if told.high is not None else int(told.text)
        return Count(number, is_as_told=told is before, fewer=number - told.low, more=high - number)
    return Count(None, (shown.high or 0) + 1 if shown.mark is Mark.SMALL else None)
