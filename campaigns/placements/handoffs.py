"""What people post by hand: due posts for groups with the group's rules and cool-down, and comments to copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.queries import latest_decisions
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.db import UtcDateTime
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.truth import Leaving, untrue
from campaigns.vocabulary import Decision, PlacementStatus, VariantStatus

#: How far ahead a person sees what is coming.
AHEAD = timedelta(days=14)
#: How long what was posted stays on the list.
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class HandOff:
    """A post for a group. `manifest` is what may be posted; None where nothing is approved for today.

    `last_at` is when something was last posted there; before `free_on` the agreed distance is not kept.
    """

    placement: Placement
    space: Space
    variant: Variant
    post: Post
    campaign: Campaign
    manifest: dict[str, Any] | None
    last_at: datetime | None
    free_on: date | None

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
    last = last_posted(session, [space.id for _p, space, *_rest in rows])
    words = latest_decisions(session, [proof.digest for *_rest, proof in rows])
    leaving = {row[0].id: Leaving(row[2].id, wall_time(now, row[0].zone).date()) for row in rows}
    not_so = untrue(session, set(leaving.values()))
    return [
        HandOff(
            placement=placement,
            space=space,
            variant=variant,
            post=post,
            campaign=campaign,
            manifest=None
            if leaving[placement.id] in not_so
            else _may_leave(placement, proof, words.get(proof.digest), now),
            last_at=last.get(space.id),
            free_on=_free_on(space, placement, last.get(space.id)),
        )
        for placement, space, variant, post, campaign, proof in rows
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
    session: Session, *, programme_id: int, today: date, languages: Collection[str] | None = None
) -> list[Snippet]:
    """Approved posts without a picture: one text per post and language, the newest campaign first."""
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
    rows = session.execute(query).all()
    words = latest_decisions(session, [proof.digest for proof, *_rest in rows])
    not_so = untrue(session, {Leaving(variant.id, today) for _proof, variant, *_rest in rows})
    found: dict[int, Snippet] = {}
    for proof, variant, _post, campaign in rows:
        word = words.get(proof.digest)
        if not _holds(word, today) or Leaving(variant.id, today) in not_so:
            continue
        manifest = json.loads(proof.manifest)
        found[variant.id or 0] = Snippet(
            variant.language,
            manifest["title"],
            manifest["text"],
            campaign,
            word.valid_until if word else None,
        )
    return list(found.values())


def _may_leave(
    placement: Placement, proof: Proof, word: Approval | None, now: datetime
) -> dict[str, Any] | None:
    """The manifest, if it is word for word what was approved and the approval still holds today."""
    today = wall_time(now, placement.zone).date()
    if not _holds(word, today) or proof.digest != placement.digest:
        return None
    if hashlib.sha256(proof.manifest.encode()).hexdigest() != proof.digest:
        return None
    manifest: dict[str, Any] = json.loads(proof.manifest)
    return manifest


def _holds(word: Approval | None, today: date) -> bool:
    return (
        word is not None
        and word.decision is Decision.APPROVE
        and (word.valid_until is None or today <= word.valid_until)
    )


def _free_on(space: Space, placement: Placement, last_at: datetime | None) -> date | None:
    if last_at is None or space.interval_days == 0:
        return None
    return wall_time(last_at, placement.zone).date() + timedelta(days=space.interval_days)
