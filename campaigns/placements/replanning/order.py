"""Putting a post at another place of the series, and its day with it.

The days stay where they are: the post that comes to a place takes the day that was planned there, and the moments that
were proposed there, each at the same outlet and in the same language. They were chosen among quiet hours, feasts and
what else goes out; so nothing is reckoned anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlmodel import Session, col, func, select

from campaigns.content.actions import move_post
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import posts_of_campaign
from campaigns.errors import Refusal
from campaigns.people.actor import Actor
from campaigns.placements.actions.place import STANDING
from campaigns.placements.actions.steer import put_at
from campaigns.placements.calendar.moments import Moment, future_moment
from campaigns.placements.models import Placement
from campaigns.placements.spaces.free import PLANNED, check_free
from campaigns.placements.truth import Leaving, untrue
from campaigns.planning.kinds import OF_EVENTS
from campaigns.reasons import reason
from campaigns.vocabulary import PlacementStatus

#: Kinds whose day comes from what they call to mind.
OF_THEIR_DAY: Final = frozenset({"deadline", *OF_EVENTS})
_FOR_GOOD: Final = tuple(one for one in STANDING if one is not PlacementStatus.PROPOSED)
MOVED: Final = "Moved here by hand from {before}: the post took the day of this place in the order."

_Outlet = tuple[str, int | None, int | None]


class Moved(NamedTuple):
    """How many proposed moments changed with their posts, and how many moments of posts at new places stay."""

    changed: int
    stayed: int


class _Turn(NamedTuple):
    """A proposed placement and the moment it is to take; `outlet` also names the language."""

    placement: Placement
    outlet: _Outlet
    moment: Moment
    is_taken_over: bool

    @property
    def leaving(self) -> Leaving:
        return Leaving(self.placement.variant_id, self.moment.wall.date())


def move_in_series(
    session: Session, *, campaign: Campaign, post: Post, position: int, by: Actor, now: datetime
) -> Moved:
    """Puts a post at another place. Posts that now stand elsewhere take the days and proposed moments there.

    A reminder of a deadline or an event keeps its day. So does a post that is scheduled or out at any place, and a
    moment on which the post would no longer be true.
    """
    posts = posts_of_campaign(session, campaign.id or 0)
    before, places = _days(campaign, posts), {each.id: each.position for each in posts}
    move_post(session, campaign=campaign, post=post, position=position, by=by, now=now)
    order = posts_of_campaign(session, campaign.id or 0)
    bound = _binding(session, [each.id or 0 for each in order])
    free = [
        each
        for each in order
        if (each.id or 0) in before and each.kind not in OF_THEIR_DAY and not bound[each.id or 0]
    ]
    days = [day for number, day in before.items() if number in {each.id for each in free}]
    after = {each.id or 0: day for each, day in zip(free, days, strict=True)}
    changed = {number: day for number, day in after.items() if before[number] != day}
    _tell(campaign, order, before, changed)
    session.add(campaign)
    session.flush()
    moved = _moments_changed(session, before, changed, by, now)
    still = sum(bound[each.id or 0] for each in order if places[each.id] != each.position)
    return Moved(moved.changed, moved.stayed + still)


def _binding(session: Session, posts: Sequence[int]) -> Counter[int]:
    """How many moments of each post are in the calendar for good, or over."""
    query = (
        select(Variant.post_id, func.count())
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .where(col(Variant.post_id).in_(posts), col(Placement.status).in_(_FOR_GOOD))
        .group_by(col(Variant.post_id))
    )
    return Counter(dict(session.exec(query).all()))


def _days(campaign: Campaign, posts: Sequence[Post]) -> dict[int, date]:
    """The planned day of each post that has one, in their order."""
    told = campaign.plan.get("posts", [])
    return {
        post.id or 0: date.fromisoformat(day)
        for post in posts
        if post.position <= len(told) and (day := told[post.position - 1].get("day"))
    }


def _tell(
    campaign: Campaign, order: Sequence[Post], before: dict[int, date], changed: dict[int, date]
) -> None:
    """Writes the new days into the plan; why it was the old one no longer holds."""
    told = list(campaign.plan["posts"]) if campaign.plan.get("posts") else []
    for post in order:
        if (day := changed.get(post.id or 0)) is not None:
            why = reason(MOVED, before=before[post.id or 0])
            told[post.position - 1] = {
                **told[post.position - 1],
                "day": day.isoformat(),
                "reasons": [why.to_dict()],
                "moments": [],
            }
    campaign.plan = {**campaign.plan, "posts": told}


def _moments_changed(
    session: Session, before: dict[int, date], changed: dict[int, date], by: Actor, now: datetime
) -> Moved:
    proposed = _proposed(session, changed)
    turns = list(_turns(proposed, before, changed, now))
    refused = untrue(session, [turn.leaving for turn in turns], recalled=False)
    # Two that cannot both take the other's moment both keep their own.
    kept = {turn.outlet for turn in turns if turn.leaving in refused}
    done = 0
    for turn in turns:
        if turn.outlet not in kept and (turn.is_taken_over or _is_free(session, turn)):
            put_at(session, turn.placement, turn.moment, by=by, now=now)
            done += 1
    return Moved(done, sum(map(len, proposed.values())) - done)


def _proposed(session: Session, changed: dict[int, date]) -> dict[tuple[int, _Outlet], list[Placement]]:
    """The proposed moments of the posts whose day changes, by post and outlet, the earliest first."""
    query = (
        select(Placement, Variant.post_id, Variant.language)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            col(Variant.post_id).in_(list(changed)),
            col(Placement.status) == PlacementStatus.PROPOSED,
        )
        .order_by(col(Placement.due_at), col(Placement.id))
    )
    found: dict[tuple[int, _Outlet], list[Placement]] = defaultdict(list)
    for placement, post, language in session.exec(query):
        found[post, (language, placement.account_id, placement.space_id)].append(placement)
    return found


def _turns(
    proposed: Mapping[tuple[int, _Outlet], Sequence[Placement]],
    before: dict[int, date],
    changed: dict[int, date],
    now: datetime,
) -> Iterator[_Turn]:
    """The moments that stood at the new place; where none stood, the post's own as many days later or earlier."""
    was_there = {day: number for number, day in before.items() if number in changed}
    for (post, outlet), mine in proposed.items():
        day = changed[post]
        there = proposed.get((was_there.get(day, 0), outlet), ())
        for number, placement in enumerate(mine):
            taken = there[number] if number < len(there) else None
            wall = taken.wall if taken else placement.wall + (day - before[post])
            zone, fold = (taken.zone, taken.fold) if taken else (placement.zone, None)
            try:
                chosen = future_moment(wall, zone, fold, now)
            except Refusal:
                continue
            yield _Turn(placement, outlet, chosen, taken is not None and len(there) == len(mine))


def _is_free(session: Session, turn: _Turn) -> bool:
    """Whether a group takes one more post on that day."""
    try:
        check_free(
            session,
            space_id=turn.placement.space_id,
            day=turn.moment.wall.date(),
            statuses=PLANNED,
            besides=turn.placement.id,
        )
    except Refusal:
        return False
    return True
