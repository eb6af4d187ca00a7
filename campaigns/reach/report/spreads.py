"""Sums and medians of what channels count, per group of posts. Each figure says how many posts it knows of.

A sum and a median are of one way of counting: every channel counts in its own, and one that changed its definition
counts in two. Where a group holds several, each has its own figures. Reach is never added up at all. Posts are
held as columns of numbers: a hundred thousand of them are read, sorted once a figure and cut into groups while a page
is asked for, so that nothing has to be kept that could be out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import comb
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.reach.insights.metrics import ACTS, AGED, ENGAGED, NEVER_ADDED, PARTS, RATES, TOLD, Metric
from campaigns.reach.models import ReachRow
from campaigns.reach.report.posts import (
    CHANNEL,
    DAYTIME,
    PARTS_OF_DAY,
    WEEKDAY,
    PostFigures,
    Scope,
    definition_in,
    not_kept_yet,
    part_of_day,
)

CONFIDENCE = 0.95
#: From so many values on, the interval of a median follows the normal approximation of the binomial.
MANY_VALUES = 200


@dataclass(frozen=True)
class Spread:
    """One figure over some posts: `known` of `posts` tell it. `total` is None where it must not be added up.

    Where they count it in several ways there is neither median nor total, and `ways` has both of each. `is_held`: no
    post tells it here, and some do to those who may know it.
    """

    total: int | None
    median: float | None
    low: float | None
    high: float | None
    known: int
    posts: int
    ways: Sequence[Way] = ()
    is_held: bool = False


@dataclass(frozen=True)
class Way:
    """How posts were counted: by which channel, and by which of its definitions ("" where none is kept)."""

    channel: str
    definition: str
    spread: Spread


@dataclass(frozen=True)
class Group:
    """Posts that have something in common."""

    key: str
    published: int
    spreads: Mapping[str, Spread]


@dataclass(frozen=True)
class Acts:
    """What people did with the posts of a channel: `known` of `posts` tell any of it, None is told by none."""

    reactions: int | None
    comments: int | None
    shares: int | None
    known: int
    posts: int

    @property
    def total(self) -> int:
        return sum(each or 0 for each in (self.reactions, self.comments, self.shares))


class Columns:
    """Posts side by side: a list of words for each dimension, and an array for each figure, with NaN for unknown."""

    def __init__(self, posts: Iterable[Sequence[Any]]) -> None:
        # 25 MB that the desk should not carry before somebody opens a report.
        import numpy

        self._numpy = numpy
        columns = dict(zip(PostFigures._fields, zip(*posts, strict=True), strict=False))
        self.ids: Sequence[int] = columns.get("publication_id", ())
        self._raw = columns
        self._codes: dict[str, tuple[list[str], Any]] = {}
        self._orders: dict[Metric, Any] = {}
        self._ways: dict[Metric, tuple[list[tuple[str, str]], Any]] = {}
        self._told = {metric: self._array(str(metric)) for metric in TOLD}
        self._counted = dict(self._told)
        self._told[Metric.ENGAGEMENTS] = self._engaged()
        self._told |= {metric: self._array(str(metric)) for metric in AGED}
        for rate, divisor in RATES.items():
            self._told[rate] = self._rate(divisor)

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> Sequence[Any]:
        """One of the columns of PostFigures."""
        return self._raw.get(name, ())

    def grouped(self, by: str) -> list[Group]:
        """Posts by one dimension, the largest group first; times in their own order."""
        keys, codes = self._coded(by)
        groups = self._cut(keys, codes)
        if by in (WEEKDAY, DAYTIME):
            order = [name for _, name in PARTS_OF_DAY]
            return sorted(
                groups, key=lambda group: order.index(group.key) if by == DAYTIME else int(group.key)
            )
        return sorted(groups, key=lambda group: (-group.published, group.key))

    def all_together(self) -> Group:
        """All posts as one group."""
        if not len(self):
            nothing = Spread(None, None, None, None, 0, 0)
            return Group("", 0, {str(metric): nothing for metric in (*TOLD, *RATES, *AGED)})
        return self._cut([""], self._numpy.zeros(len(self), dtype="int32"))[0]

    def sums(self, metric: Metric, by: str) -> dict[tuple[str, str], dict[str, int]]:
        """What is known of a figure in each way of counting, added up for each value of a dimension: for shares.

        The way by which most posts were counted comes first.
        """
        keys, codes = self._coded(by)
        ways, counted = self._ways_of(metric)
        found = []
        for code, way in enumerate(ways):
            known = (counted == code) & (codes >= 0)
            added = self._numpy.bincount(codes[known], weights=self._told[metric][known], minlength=len(keys))
            numbers = self._numpy.bincount(codes[known], minlength=len(keys)).tolist()
            sums = {key: int(one) for key, one, some in zip(keys, added, numbers, strict=True) if some}
            found.append((sum(numbers), way, sums))
        return {way: sums for _number, way, sums in sorted(found, key=lambda each: (-each[0], each[1]))}

    def examples(self) -> list[int]:
        """The first and the last post of each channel that tells a figure, as that channel counts it."""
        keys, codes = self._coded(CHANNEL)
        found: set[int] = set()
        for values in self._counted.values():
            known = ~self._numpy.isnan(values)
            for code in range(len(keys)):
                places = self._numpy.flatnonzero(known & (codes == code))
                if len(places):
                    found |= {self.ids[places[0]], self.ids[places[-1]]}
        return sorted(found)

    def by_hand(self) -> Counter[tuple[str, bool]]:
        """How many posts went out on each channel, and whether into a group of other people."""
        spaces = (space is not None for space in self.column("space_id"))
        return Counter(zip(self.column(CHANNEL), spaces, strict=True))

    def _array(self, name: str) -> Any:
        return self._numpy.array(self.column(name), dtype="float64")

    def _engaged(self) -> Any:
        """As PostFigures.engaged counts it."""
        parts = [self._array(str(metric)) for metric in ENGAGED]
        added = self._numpy.nansum(parts, axis=0)
        added[self._numpy.isnan(parts).all(axis=0)] = self._numpy.nan
        own = self._counted[Metric.ENGAGEMENTS]
        return self._numpy.where(self._numpy.isnan(own), added, own)

    def _rate(self, divisor: Metric) -> Any:
        """Engagements of each post by its reach or its views; nothing of a post that nobody saw."""
        seen = self._told[divisor]
        rates = self._numpy.full(len(self), self._numpy.nan)
        self._numpy.divide(self._told[Metric.ENGAGEMENTS], seen, out=rates, where=seen > 0)
        return rates

    def acted(self) -> dict[str, Acts]:
        """What people did with the posts of each channel."""
        keys, codes = self._coded(CHANNEL)
        parts = {str(metric): self._array(str(metric)) for metric in ACTS}
        found = {}
        for code, key in enumerate(keys):
            of = codes == code
            known = {name: values[of & ~self._numpy.isnan(values)] for name, values in parts.items()}
            any_known = ~self._numpy.isnan(list(parts.values())).all(axis=0)
            if any(len(values) for values in known.values()):
                sums = {name: int(values.sum()) if len(values) else None for name, values in known.items()}
                found[key] = Acts(**sums, known=int((of & any_known).sum()), posts=int(of.sum()))
        return found

    def _coded(self, by: str) -> tuple[list[str], Any]:
        """The values of a dimension, and for each post the place of its own; -1 where it has none."""
        if by not in self._codes:
            places: dict[Any, int] = {}
            values = [_PARTS[hour] for hour in self.column("hour")] if by == DAYTIME else self.column(by)
            codes = [-1 if value is None else places.setdefault(value, len(places)) for value in values]
            self._codes[by] = [str(each) for each in places], self._numpy.array(codes, dtype="int32")
        return self._codes[by]

    def _ways_of(self, metric: Metric) -> tuple[list[tuple[str, str]], Any]:
        """The ways of counting a figure (channel and definition), and that of each post; -1 where it is not known."""
        if metric not in self._ways:
            is_engaged = AGED.get(metric, metric) is Metric.ENGAGEMENTS
            own = self._counted[Metric.ENGAGEMENTS] if is_engaged else None
            places: dict[tuple[str, str], int] = {}
            definitions: dict[str, str] = {}
            codes = []
            unknown = self._numpy.isnan(self._told[metric]).tolist()
            summed = self._numpy.isnan(own).tolist() if own is not None else None
            rows = zip(self.column(CHANNEL), self.column("counted_by") or repeat(""), unknown, strict=False)
            for at, (channel, counted_by, is_unknown) in enumerate(rows):
                if is_unknown:
                    codes.append(-1)
                    continue
                if counted_by not in definitions:
                    definitions[counted_by] = definition_in(counted_by, metric)
                definition = PARTS if summed is not None and summed[at] else definitions[counted_by]
                codes.append(places.setdefault((channel, definition), len(places)))
            self._ways[metric] = list(places), self._numpy.array(codes, dtype="int32")
        return self._ways[metric]

    def _cut(self, keys: Sequence[str], codes: Any) -> list[Group]:
        published = self._numpy.bincount(codes[codes >= 0], minlength=len(keys))
        spreads: list[dict[str, Spread]] = [{} for _ in keys]
        for metric in (*TOLD, *RATES, *AGED):
            for place, spread in enumerate(self._spread(metric, codes, published)):
                spreads[place][str(metric)] = spread
        return [
            Group(key, int(number), told) for key, number, told in zip(keys, published, spreads, strict=True)
        ]

    def _spread(self, metric: Metric, codes: Any, published: Any) -> list[Spread]:
        """The values of all groups in one array, group after group and in order within each."""
        numpy = self._numpy
        order = self._ordered(metric)
        order = order[codes[order] >= 0]
        # A stable sort of small numbers is a sort by digits: the order of the values within a group stays.
        order = order[numpy.argsort(codes[order].astype(self._small(len(published))), kind="stable")]
        ways, codes_of_ways = self._ways_of(metric)
        values, counted = self._told[metric][order], codes_of_ways[order]
        known = numpy.bincount(codes[order], minlength=len(published))
        found, start = [], 0
        for number, posts in zip(known.tolist(), published.tolist(), strict=True):
            group = slice(start, start + number)
            found.append(_spread_of(values[group], counted[group], ways, posts, metric))
            start += number
        return found

    @staticmethod
    def _small(groups: int) -> str:
        return "int16" if groups < 2**15 else "int32"

    def _ordered(self, metric: Metric) -> Any:
        """The posts that tell a figure, the smallest value first."""
        values = self._told[metric]
        if metric not in self._orders:
            order = self._numpy.argsort(values, kind="stable")
            self._orders[metric] = order[: len(values) - int(self._numpy.isnan(values).sum())]
        return self._orders[metric]


def columns_of_posts(session: Session, scope: Scope) -> Columns:
    """The posts of a scope, those included whose row is not kept yet."""
    query = select_many(*(col(getattr(ReachRow, name)) for name in PostFigures._fields))
    # Past the session, which would look at every row: nothing is made of these but arrays.
    rows: list[Sequence[Any]] = list(session.connection().execute(query.where(*scope.conditions())).all())
    return Columns([*rows, *not_kept_yet(session, scope)])


def _spread_of(
    ordered: Any, counted: Any, ways: Sequence[tuple[str, str]], posts: int, metric: Metric
) -> Spread:
    count = len(ordered)
    if not count:
        return Spread(None, None, None, None, 0, posts)
    if not (counted == counted[0]).all():
        each = []
        for code in sorted(set(counted.tolist())):
            of_way = counted == code
            channel, definition = ways[code]
            spread = _spread_of(ordered[of_way], counted[of_way], ways, int(of_way.sum()), metric)
            each.append(Way(channel, definition, spread))
        each.sort(key=lambda way: (-way.spread.known, way.channel, way.definition))
        return Spread(None, None, None, None, count, posts, each)
    adds_up = metric not in NEVER_ADDED
    low, high = median_interval(ordered)
    return Spread(
        total=int(ordered.sum()) if adds_up else None,
        median=float((ordered[(count - 1) // 2] + ordered[count // 2]) / 2),
        low=low,
        high=high,
        known=count,
        posts=posts,
    )


def median_interval(ordered: Sequence[float]) -> tuple[float | None, float | None]:
    """Between which two of the ordered values the median lies with 95 % confidence, whatever their distribution.

    By order statistics (binomial with one half). None with fewer than six values: then no two of them do.
    """
    places = _interval_places(len(ordered))
    return (None, None) if places is None else (float(ordered[places[0]]), float(ordered[places[1]]))


@cache
def _interval_places(count: int) -> tuple[int, int] | None:
    if count < 6:
        return None
    if count > MANY_VALUES:
        half = int(0.98 * count**0.5)
        return count // 2 - half - 1, min(count // 2 + half, count - 1)
    tail, place = 0.0, 0
    while tail + comb(count, place) / 2**count <= (1 - CONFIDENCE) / 2:
        tail += comb(count, place) / 2**count
        place += 1
    return place - 1, count - place


_PARTS = tuple(part_of_day(hour) for hour in range(24))


def ways_of(spread: Spread) -> list[tuple[str, str, Spread]]:
    """Channel, definition and figures of each way of counting; "" where there is but one."""
    return [(way.channel, way.definition, way.spread) for way in spread.ways] or [("", "", spread)]
