"""The round of the week: a person's groups, one after the other, with what there is to do in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.people.models import Programme
from campaigns.placements.handoffs.listing import HandOff, last_posted, waiting_handoffs
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.queries import spaces_of
from campaigns.placements.spaces.free import days_taken
from campaigns.placements.spaces.rhythm import rhythm_of
from campaigns.placements.spaces.whose import people_away, whose
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.models import InsightLatest
from campaigns.vocabulary import PlacementStatus

#: What a group shows of a post.
OF_GROUPS = (Metric.REACTIONS, Metric.COMMENTS, Metric.SHARES, Metric.VIEWS)
#: A post gathers its readers in the first days; read later than that, figures of different posts compare.
RIPE = timedelta(days=2)
#: Older posts are not asked about any more.
OLD = timedelta(days=35)


@dataclass(frozen=True)
class Unread:
    """A post in a group whose figures nobody has read off yet."""

    publication: Publication
    post: Post
    campaign: Campaign


@dataclass(frozen=True)
class Stop:
    """A group on the round. `free_on` is the first day that keeps what was agreed; `waiting` are posts for it.

    An account of ours is one as long as a person has something to post there or to read off: nobody looks through it.
    """

    space: Space
    person_id: int | None
    is_visited: bool
    last_at: datetime | None
    free_on: date
    waiting: tuple[HandOff, ...]
    unread: tuple[Unread, ...]

    @property
    def is_ours(self) -> bool:
        return self.space.account_id is not None


def round_of(session: Session, *, programme: Programme, person_id: int | None, now: datetime) -> list[Stop]:
    """The groups of a person this week, those to visit first; with None those of everybody. The week begins on Monday.

    A person's are those they keep, those of somebody who is away and whose deputy they are, and nobody's.
    """
    today = wall_time(now, programme.zone).date()
    monday = today - timedelta(days=today.weekday())
    away = people_away(session, today=today)
    spaces = [
        space
        for space in spaces_of(session, programme_id=programme.id or 0, with_own=True)
        if person_id is None or whose(space, away=away) in (None, person_id)
    ]
    ids = [space.id or 0 for space in spaces]
    last = last_posted(session, ids)
    taken = days_taken(session, ids, statuses=[PlacementStatus.PUBLISHED])
    unread = unread_posts(session, ids, now=now)
    handoffs = defaultdict(list)
    for each in waiting_handoffs(session, programme_id=programme.id or 0, now=now):
        handoffs[each.space.id].append(each)
    stops = [
        Stop(
            space=space,
            person_id=whose(space, away=away),
            is_visited=space.visited_at is not None
            and wall_time(space.visited_at, programme.zone).date() >= monday,
            last_at=last.get(space.id or 0),
            free_on=rhythm_of(space).first_free(today, taken[space.id or 0]),
            waiting=tuple(handoffs[space.id]),
            unread=tuple(unread[space.id or 0]),
        )
        for space in spaces
        if space.account_id is None or handoffs[space.id] or unread[space.id or 0]
    ]
    return sorted(
        stops, key=lambda stop: (stop.is_ours, stop.is_visited, stop.space.language, stop.space.name)
    )


def unread_posts(session: Session, space_ids: Collection[int], *, now: datetime) -> dict[int, list[Unread]]:
    """By group, the posts of the last weeks of which no figure is known, the oldest first."""
    known = select_many(col(InsightLatest.publication_id)).where(
        col(InsightLatest.publication_id) == Publication.id,
        col(InsightLatest.metric).in_([str(metric) for metric in OF_GROUPS]),
    )
    query = (
        select_many(col(Placement.space_id), Publication, Post, Campaign)
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            col(Placement.space_id).in_(list(space_ids)),
            col(Publication.published_at).between(now - OLD, now - RIPE),
            col(Publication.withdrawn_at).is_(None),
            ~known.exists(),
        )
        .order_by(col(Publication.published_at))
    )
    found: dict[int, list[Unread]] = defaultdict(list)
    for space_id, publication, post, campaign in session.execute(query):
        found[space_id].append(Unread(publication, post, campaign))
    return found
