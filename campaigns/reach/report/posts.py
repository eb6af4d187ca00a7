"""The posts of a report, one by one: which they are, and their newest figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.channels import profiles
from campaigns.placements.models import Publication
from campaigns.reach.insights.kept import missing_rows, reach_rows
from campaigns.reach.insights.metrics import ACTS, AGED, ENGAGED, PARTS, RATES, Metric
from campaigns.reach.models import ReachRow

#: Dimensions by which posts are grouped.
LANGUAGE, CHANNEL, FORMAT, TOPIC, SPACE, WEEKDAY, DAYTIME = (
    "language", "channel", "format", "topic", "space_id", "weekday", "daytime",
)  # fmt: skip
DIMENSIONS = (LANGUAGE, CHANNEL, FORMAT, TOPIC, SPACE, WEEKDAY, DAYTIME)
#: By which a report counts publications besides: the channel of its table of channels, and what a person posted.
COUNTED_AS, BY_HAND = "counted_as", "by_hand"
#: By all of these the posts behind a figure can be asked for.
NARROWED_BY = (*DIMENSIONS, COUNTED_AS, BY_HAND)
#: The channel of the table of channels under which everything posted by hand is counted.
HAND_OFF = "handoff"
#: Parts of a day by their first hour.
PARTS_OF_DAY = ((5, "morning"), (11, "noon"), (14, "afternoon"), (18, "evening"), (22, "night"))
#: The worker makes the missing rows every few minutes; more than these wait for it.
MOST_MISSING = 500


@dataclass(frozen=True)
class Scope:
    """Which posts a report speaks of: those of these campaigns, published from `start` to `end`, local days."""

    programme_id: int
    campaign_ids: tuple[int, ...]
    start: date
    end: date

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether a row that is not kept yet belongs to it."""
        return self.start <= row["day"] <= self.end and row["campaign_id"] in self.campaign_ids

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, for kept rows."""
        return [
            col(ReachRow.programme_id) == self.programme_id,
            col(ReachRow.day) >= self.start,
            col(ReachRow.day) <= self.end,
            col(ReachRow.campaign_id).in_(self.campaign_ids),
        ]


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
    counted_by: str = ""
    views_week: int | None = None
    reach_week: int | None = None
    impressions_week: int | None = None
    engagements_week: int | None = None

    @property
    def engaged(self) -> int | None:
        """What the channel adds up itself; else reactions, comments, shares and saves as far as they are known."""
        if self.engagements is not None:
            return self.engagements
        parts = [getattr(self, metric) for metric in ENGAGED]
        known = [part for part in parts if part is not None]
        return sum(known) if known else None

    @property
    def acted(self) -> int | None:
        """Reactions, comments and shares, as far as they are known."""
        known = [part for part in (getattr(self, metric) for metric in ACTS) if part is not None]
        return sum(known) if known else None

    def rate(self, rate: Metric) -> float | None:
        """Engagements by reach or views; None where one is not known, or nobody saw the post."""
        seen = getattr(self, RATES[rate])
        return None if self.engaged is None or not seen else self.engaged / seen

    def counted(self, metric: Metric) -> tuple[str, str]:
        """In which way a figure was counted: by which channel, and by which of its definitions."""
        if AGED.get(metric, metric) is Metric.ENGAGEMENTS and self.engagements is None:
            return self.channel, PARTS
        return self.channel, definition_in(self.counted_by, metric)


def definition_in(counted_by: str, metric: Metric) -> str:
    """The key of the definition of a figure, of what it is at another age, or of what a rate is divided by; "" where
    none is kept."""
    mark = f".{RATES.get(metric) or AGED.get(metric, metric)}."
    return next((key for key in counted_by.split() if mark in key), "")


def figures_of_posts(
    session: Session,
    scope: Scope,
    *,
    by: str = "",
    key: str = "",
    known: Metric | None = None,
    most: int | None = None,
) -> list[PostFigures]:
    """The posts of a scope, by day; those alone that have `key` in the dimension `by` and of which the figure `known`
    is told, and so many at most."""
    query = (
        select_many(*(col(getattr(ReachRow, name)) for name in PostFigures._fields))
        .where(*scope.conditions(), *_narrowed(by, key), *_known(known))
        .order_by(col(ReachRow.day), col(ReachRow.publication_id))
        .limit(most)
    )
    found = [PostFigures._make(row) for row in session.execute(query).all()]
    return [*found, *_fresh(session, scope, by, key, known)][:most]


def count_posts(
    session: Session, scope: Scope, *, by: str = "", key: str = "", known: Metric | None = None
) -> int:
    """How many posts a scope holds, of which figures_of_posts may show fewer."""
    query = (
        select_many(func.count())
        .select_from(ReachRow)
        .where(*scope.conditions(), *_narrowed(by, key), *_known(known))
    )
    return int(session.execute(query).scalar_one()) + len(_fresh(session, scope, by, key, known))


def count_unproven(session: Session, scope: Scope) -> int:
    """Posts of a scope of which a person said that they stand in a group, without address and screenshot."""
    said = col(Publication.unproven) != ""
    kept = (
        select_many(func.count())
        .select_from(ReachRow)
        .join(Publication, col(Publication.id) == ReachRow.publication_id)
        .where(*scope.conditions(), said)
    )
    fresh = [post.publication_id for post in not_kept_yet(session, scope)]
    others = select_many(func.count()).where(col(Publication.id).in_(fresh), said)
    return int(session.execute(kept).scalar_one()) + (
        int(session.execute(others).scalar_one()) if fresh else 0
    )


def days_of_posts(session: Session, scope: Scope) -> tuple[date, date] | None:
    """The local days of the first and of the last post of a scope; None where it holds none."""
    kept = session.execute(
        select_many(func.min(ReachRow.day), func.max(ReachRow.day)).where(*scope.conditions())
    ).one()
    days = [day for day in kept if day is not None] + [row["day"] for row in _rows_not_kept(session, scope)]
    return (min(days), max(days)) if days else None


def _fresh(session: Session, scope: Scope, by: str, key: str, known: Metric | None) -> list[PostFigures]:
    """Of posts whose row is not kept yet no figure is known."""
    if known is not None:
        return []
    return [post for post in not_kept_yet(session, scope) if not by or str(value_of(post, by)) == key]


def not_kept_yet(session: Session, scope: Scope) -> list[PostFigures]:
    """Posts of the last minutes, whose row the worker has not made yet."""
    return [
        PostFigures(**{name: row[name] for name in PostFigures._fields})
        for row in _rows_not_kept(session, scope)
    ]


def _rows_not_kept(session: Session, scope: Scope) -> list[dict[str, Any]]:
    ids = missing_rows(session, programme_id=scope.programme_id)[:MOST_MISSING]
    return [row for row in (reach_rows(session, ids, {}) if ids else ()) if scope.holds(row)]


def _narrowed(by: str, key: str) -> list[ColumnElement[bool]]:
    if not by:
        return []
    if by == BY_HAND:
        return [col(ReachRow.space_id).is_not(None)]
    if by == COUNTED_AS:
        of_others = col(ReachRow.space_id).is_not(None) | col(ReachRow.channel).not_in(list(profiles()))
        return [of_others if key == HAND_OFF else (col(ReachRow.channel) == key) & ~of_others]
    if by == DAYTIME:
        return [col(ReachRow.hour).in_([hour for hour in range(24) if part_of_day(hour) == key])]
    if by in (SPACE, WEEKDAY):
        return [col(getattr(ReachRow, by)) == (int(key) if key.isdecimal() else -1)]
    return [col(getattr(ReachRow, by)) == key]


def _known(metric: Metric | None) -> list[ColumnElement[bool]]:
    if metric is None:
        return []
    if metric in RATES:
        seen = col(getattr(ReachRow, str(RATES[metric])))
        return [seen > 0, *_known(Metric.ENGAGEMENTS)]
    told = ACTS if metric is Metric.ACTED else (metric, *(ENGAGED if metric is Metric.ENGAGEMENTS else ()))
    return [or_(*(col(getattr(ReachRow, str(each))).is_not(None) for each in told))]


def value_of(post: PostFigures, by: str) -> str | int | None:
    """What a post has in one dimension."""
    if by == BY_HAND:
        return int(post.space_id is not None)
    if by == COUNTED_AS:
        return HAND_OFF if post.space_id is not None or post.channel not in profiles() else post.channel
    return part_of_day(post.hour) if by == DAYTIME else getattr(post, by)


def part_of_day(hour: int) -> str:
    """The part of the day that a local hour belongs to."""
    found = [name for first, name in PARTS_OF_DAY if hour >= first]
    return found[-1] if found else PARTS_OF_DAY[-1][1]
