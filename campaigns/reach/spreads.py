"""Sums and medians of what channels count, per group of posts. Each figure says how many posts it knows of.

A sum is given only within one channel: every channel counts in its own way. Reach is never added up at all. Rows come
from the kept figures, so that a report over millions of readings looks at one row a post.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import comb
from statistics import median
from typing import NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.reach.kept import missing_rows, reach_rows
from campaigns.reach.metrics import ENGAGED, NEVER_ADDED, SEEN, Metric
from campaigns.reach.models import ReachRow

#: What is told per group, in this order.
TOLD = (*SEEN, Metric.ENGAGEMENTS, Metric.LINK_CLICKS)
#: Dimensions by which posts are grouped.
LANGUAGE, CHANNEL, FORMAT, TOPIC, SPACE, WEEKDAY, DAYTIME = (
    "language", "channel", "format", "topic", "space_id", "weekday", "daytime",
)  # fmt: skip
DIMENSIONS = (LANGUAGE, CHANNEL, FORMAT, TOPIC, SPACE, WEEKDAY, DAYTIME)
#: Parts of a day by their first hour.
PARTS_OF_DAY = ((5, "morning"), (11, "noon"), (14, "afternoon"), (18, "evening"), (22, "night"))
CONFIDENCE = 0.95


class PostFigures(NamedTuple):
    """A publication and its newest figures, as plain as it comes from the database."""

    publication_id: int
    topic: str
    format: str
    language: str
    channel: str
    space_id: int | None
    weekday: int
    hour: int
    views: int | None
    reach: int | None
    impressions: int | None
    engagements: int | None
    reactions: int | None
    comments: int | None
    shares: int | None
    saves: int | None
    link_clicks: int | None

    @property
    def engaged(self) -> int | None:
        """What the channel adds up itself; else reactions, comments, shares and saves as far as they are known."""
        if self.engagements is not None:
            return self.engagements
        parts = [getattr(self, metric) for metric in ENGAGED]
        known = [part for part in parts if part is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class Spread:
    """One figure over some posts: `known` of `posts` tell it. `total` is None where it must not be added up."""

    total: int | None
    median: float | None
    low: float | None
    high: float | None
    known: int
    posts: int


@dataclass(frozen=True)
class Group:
    """Posts that have something in common."""

    key: str
    published: int
    spreads: Mapping[str, Spread]


def figures_of_posts(
    session: Session, *, programme_id: int, campaign_ids: Sequence[int] | None, start: date, end: date
) -> list[PostFigures]:
    """The posts published in a period, of these campaigns or (None) of the whole programme."""
    columns = [col(getattr(ReachRow, name)) for name in PostFigures._fields]
    query = select_many(*columns).where(
        col(ReachRow.programme_id) == programme_id, col(ReachRow.day) >= start, col(ReachRow.day) <= end
    )
    if campaign_ids is not None:
        query = query.where(col(ReachRow.campaign_id).in_(campaign_ids))
    found = [PostFigures._make(row) for row in session.execute(query).all()]
    return found + _not_kept_yet(session, programme_id, campaign_ids, start, end)


def _not_kept_yet(
    session: Session, programme_id: int, campaign_ids: Sequence[int] | None, start: date, end: date
) -> list[PostFigures]:
    """Posts of the last minutes, whose row the worker has not made yet."""
    rows = reach_rows(session, missing_rows(session, programme_id=programme_id)[:500], {})
    return [
        PostFigures(**{name: row[name] for name in PostFigures._fields})
        for row in rows
        if start <= row["day"] <= end and (campaign_ids is None or row["campaign_id"] in campaign_ids)
    ]


def grouped(posts: Iterable[PostFigures], by: str) -> list[Group]:
    """Posts by one dimension, the largest group first; times in their own order."""
    found: dict[str, list[PostFigures]] = defaultdict(list)
    for post in posts:
        value = value_of(post, by)
        if value is not None:
            found[str(value)].append(post)
    groups = [Group(key, len(members), _spreads(members)) for key, members in found.items()]
    if by in (WEEKDAY, DAYTIME):
        order = [name for _, name in PARTS_OF_DAY]
        return sorted(groups, key=lambda group: order.index(group.key) if by == DAYTIME else int(group.key))
    return sorted(groups, key=lambda group: (-group.published, group.key))


def value_of(post: PostFigures, by: str) -> str | int | None:
    """What a post has in one dimension."""
    return part_of_day(post.hour) if by == DAYTIME else getattr(post, by)


def all_together(posts: Sequence[PostFigures]) -> Group:
    """All posts as one group."""
    return Group("", len(posts), _spreads(posts))


def _spreads(posts: Sequence[PostFigures]) -> dict[str, Spread]:
    told: dict[str, Spread] = {}
    for metric in TOLD:
        of_channel = [
            (post.channel, post.engaged if metric is Metric.ENGAGEMENTS else getattr(post, metric))
            for post in posts
        ]
        known = [(channel, value) for channel, value in of_channel if value is not None]
        values = [value for _, value in known]
        adds_up = len({channel for channel, _ in known}) == 1 and metric not in NEVER_ADDED
        low, high = median_interval(values)
        told[str(metric)] = Spread(
            total=sum(values) if adds_up else None,
            median=float(median(values)) if values else None,
            low=low,
            high=high,
            known=len(values),
            posts=len(posts),
        )
    return told


def median_interval(values: Sequence[int]) -> tuple[float | None, float | None]:
    """Between which two of the values the median lies with 95 % confidence, whatever their distribution.

    By order statistics (binomial with one half). None with fewer than six values: then no two of them do.
    """
    count = len(values)
    if count < 6:
        return None, None
    ordered = sorted(values)
    if count > 200:
        half = int(0.98 * count**0.5)
        return float(ordered[count // 2 - half - 1]), float(ordered[min(count // 2 + half, count - 1)])
    tail, place = 0.0, 0
    while tail + comb(count, place) / 2**count <= (1 - CONFIDENCE) / 2:
        tail += comb(count, place) / 2**count
        place += 1
    return float(ordered[place - 1]), float(ordered[count - place])


def part_of_day(hour: int) -> str:
    """The part of the day that a local hour belongs to."""
    found = [name for first, name in PARTS_OF_DAY if hour >= first]
    return found[-1] if found else PARTS_OF_DAY[-1][1]
