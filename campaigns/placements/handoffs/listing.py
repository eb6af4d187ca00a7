"""What people post by hand: due posts for groups with the group's rules and cool-down, and comments to copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import latest_decisions
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.db import UtcDateTime
from campaigns.placements.calendar.told import moved_by_hand
from campaigns.placements.gate import Departure, closed_for, let_through
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.queries import standing_pauses
from campaigns.placements.reasons import MOVED_BY_HAND, NOT_APPROVED
from campaigns.placements.spaces.free import days_taken
from campaigns.placements.spaces.rhythm import rhythm_of
from campaigns.placements.spaces.whose import people_away, whose
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus, VariantStatus

#: How far ahead a person sees what is coming.
AHEAD = timedelta(days=14)
#: How long what was posted stays on the list.
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class HandOff:
    """A post for a group. `manifest` is what is approved for today; None where nothing is, then `against` says why.

    `is_paused`: sending stands still, of the programme or of all; whoever stops it stops hands as well.
    `last_at` is when something was last posted there; before `free_on` what was agreed with the group is not kept.
    `today` is the day at the group's place, `person_id` whose task it is (None: anybody's).
    """

    placement: Placement
    space: Space
    variant: Variant
    post: Post
    campaign: Campaign
    manifest: dict[str, Any] | None
    against: Reason | None
    last_at: datetime | None
    free_on: date
    today: date
    person_id: int | None
    is_paused: bool = False

    @property
    def waits(self) -> bool:
        """Whether the group is not free yet, and nobody of the group has allowed it all the same."""
        return self.free_on > self.today and not self.placement.early

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over, by the clock of the group's place."""
        return self.placement.wall.date() < self.today

    @property
    def is_weekday_agreed(self) -> bool:
        """Whether the group takes posts on a day like today."""
        return rhythm_of(self.space).allows(self.today)

    @property
    def keeps_its_day(self) -> bool:
        """Whether the group will be free on the day for which the post is planned."""
        return self.free_on <= self.placement.wall.date()

    @property
    def handed_out(self) -> dict[str, Any] | None:
        """What may be posted now: approved, the group is free, and sending does not stand still."""
        return None if self.waits or self.is_paused else self.manifest

    def is_due(self, now: datetime) -> bool:
        return self.placement.due_at is not None and self.placement.due_at <= now


@dataclass(frozen=True)
class Posted:
    """A hand-off that was carried out."""

    placement: Placement
    space: Space
    campaign: Campaign
    publication: Publication


@dataclass(frozen=True)
class Snippet:
    """A short approved text without a picture, to be copied as an answer in threads."""

    language: str
    title: str
    text: str
    campaign: Campaign
    valid_until: date | None


def waiting_handoffs(
    session: Session,
    *,
    programme_id: int,
    now: datetime,
    language: str | None = None,
    placement_id: int | None = None,
) -> list[HandOff]:
    """Scheduled posts for groups, the most overdue first, in a fixed number of queries."""
    query = (
        select_many(Placement, Space, Variant, Post, Campaign, Proof)
        .join(Space, col(Space.id) == Placement.space_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Proof, col(Proof.id) == Placement.proof_id)
        .where(
            col(Placement.programme_id) == programme_id, col(Placement.status) == PlacementStatus.SCHEDULED
        )
        .order_by(col(Placement.due_at), col(Placement.id))
    )
    query = query.where(
        col(Placement.id) == placement_id if placement_id else col(Placement.due_at) < now + AHEAD
    )
    if language is not None:
        query = query.where(col(Variant.language) == language)
    rows = session.execute(query).all()
    is_paused = bool(standing_pauses(session, programme_id=programme_id))
    last = last_posted(session, [space.id for _p, space, *_rest in rows])
    taken = days_taken(
        session, [space.id for _p, space, *_rest in rows], statuses=[PlacementStatus.PUBLISHED]
    )
    away = {today: people_away(session, today=today) for today in {_day(row[0], now) for row in rows}}
    departures = [
        _departure(proof, placement.digest or "", variant, placement.programme_id, _day(placement, now))
        for placement, _space, variant, _post, _campaign, proof in rows
    ]
    shown = let_through(session, [(row[-1], one) for row, one in zip(rows, departures, strict=True)])
    shut = {row[0].id: one for row, one, said in zip(rows, departures, shown, strict=True) if said is None}
    closed = closed_for(session, set(shut.values()))
    why = dict.fromkeys(
        moved_by_hand(session.connection(), [row[0] for row in rows]), Reason(MOVED_BY_HAND)
    ) | {number: closed.get(one, Reason(NOT_APPROVED)) for number, one in shut.items()}
    return [
        HandOff(
            placement=placement,
            space=space,
            variant=variant,
            post=post,
            campaign=campaign,
            manifest=None if placement.id in why else manifest,
            against=why.get(placement.id),
            last_at=last.get(space.id),
            free_on=rhythm_of(space).first_free(_day(placement, now), taken[space.id]),
            today=_day(placement, now),
            person_id=whose(space, placement, away=away[_day(placement, now)]),
            is_paused=is_paused,
        )
        for (placement, space, variant, post, campaign, _proof), manifest in zip(rows, shown, strict=True)
    ]


def last_posted(session: Session, space_ids: Iterable[int]) -> dict[int, datetime]:
    """When something was last posted in each of these groups."""
    query = (
        select_many(col(Placement.space_id), func.max(Publication.published_at, type_=UtcDateTime))
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .where(col(Placement.space_id).in_(list(set(space_ids))))
        .group_by(col(Placement.space_id))
    )
    return {space_id: moment for space_id, moment in session.execute(query) if space_id is not None}


def posted_lately(session: Session, *, programme_id: int, now: datetime, most: int = 20) -> list[Posted]:
    """What was posted by hand in the last days, the newest first."""
    query = (
        select_many(Placement, Space, Campaign, Publication)
        .join(Space, col(Space.id) == Placement.space_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .where(col(Placement.programme_id) == programme_id, col(Publication.published_at) > now - LATELY)
        .order_by(col(Publication.published_at).desc())
        .limit(most)
    )
    return [Posted(*row) for row in session.execute(query)]


def comment_snippets(
    session: Session,
    *,
    programme_id: int,
    today: date,
    languages: Collection[str] | None = None,
    campaign_id: int | None = None,
) -> list[Snippet]:
    """Approved posts without a picture: one text per post and language, the newest campaign first. None while sending
    stands still: what may be wrong is not said in threads either."""
    if standing_pauses(session, programme_id=programme_id):
        return []
    query = (
        select_many(Proof, Variant, Post, Campaign)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            col(Campaign.programme_id) == programme_id,
            col(Campaign.archived_at).is_(None),
            col(Variant.status) == VariantStatus.APPROVED,
            col(Post.kind) == "group_comment",
        )
        .order_by(col(Campaign.starts_on).desc(), col(Post.position), col(Proof.id))
    )
    if languages is not None:
        query = query.where(col(Variant.language).in_(list(languages)))
    if campaign_id is not None:
        query = query.where(col(Campaign.id) == campaign_id)
    rows = session.execute(query).all()
    shown = let_through(
        session,
        [
            (proof, _departure(proof, proof.digest, variant, programme_id, today))
            for proof, variant, *_rest in rows
        ],
    )
    words = latest_decisions(session, [proof.digest for proof, *_rest in rows])
    found: dict[int, Snippet] = {}
    for (proof, variant, _post, campaign), manifest in zip(rows, shown, strict=True):
        if manifest is not None:
            until = words[proof.digest].valid_until
            found[variant.id or 0] = Snippet(
                variant.language, manifest["title"], manifest["text"], campaign, until
            )
    return list(found.values())


def _departure(proof: Proof, digest: str, variant: Variant, programme_id: int, on: date) -> Departure:
    return Departure(
        variant_id=variant.id or 0,
        digest=digest,
        language=variant.language,
        channel=proof.channel,
        on=on,
        programme_id=programme_id,
    )


def _day(placement: Placement, now: datetime) -> date:
    return wall_time(now, placement.zone).date()
