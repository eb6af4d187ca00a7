"""Where a photo is used, and the end of its use: somebody on it takes their consent back, or a licence is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.content.media.models import Photo
from campaigns.content.media.photos import end_photo
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.people.actor import Actor
from campaigns.placements.actions.taking_down import recall_published
from campaigns.placements.approval_ends.unapproved import NOT_ASKED
from campaigns.placements.models import Placement, Publication
from campaigns.placements.photos.ends import photos_over, showing, texts_with
from campaigns.placements.queries import Entry, entries
from campaigns.placements.recall.holding import hold_untrue
from campaigns.vocabulary import PlacementStatus


class UsedIn(NamedTuple):
    """A post in whose newest pictures or films a photo is seen, and in how many of them."""

    campaign: Campaign
    post: Post
    files: int


@dataclass(frozen=True)
class PhotoUse:
    """Where a photo is used: posts that show it, what of them is scheduled, and what is before readers."""

    posts: tuple[UsedIn, ...]
    scheduled: tuple[Entry, ...]
    public: tuple[Entry, ...]


@dataclass(frozen=True)
class UseEnded:
    """What came of it: what is held, what the worker takes down, and what is before readers until a person sees to it
    (in our own feed until now)."""

    held: tuple[Placement, ...]
    recalled: tuple[Entry, ...]
    public: tuple[Entry, ...]


class _Going(NamedTuple):
    placement_id: int
    variant_id: int
    on: date
    digest: str


def use_of(session: Session, photo_id: int) -> PhotoUse:
    """Where a photo is used now."""
    return PhotoUse(
        posts=tuple(_posts_with(session, photo_id)),
        scheduled=tuple(_with_photo(session, photo_id, PlacementStatus.SCHEDULED)),
        public=tuple(_before_readers(session, photo_id)),
    )


def end_use(
    session: Session,
    *,
    photo_id: int,
    programme_id: int,
    today: date,
    recalls: bool,
    by: Actor,
    now: datetime,
) -> UseEnded:
    """Ends the use of a photo with yesterday: from this moment nothing leaves that shows it, and our own feed and kits
    leave it out. What is scheduled with it is held; with `recalls` what is out on channels that let us is taken down.
    """
    photo = end_photo(session, photo_id=photo_id, programme_id=programme_id, today=today, by=by, now=now)
    texts = {number for (number,) in session.execute(texts_with(col(Photo.id) == photo.id))}
    held = hold_untrue(session, variant_ids=texts, by=by, now=now)
    public = _before_readers(session, photo_id)
    recalled = recall_published(session, public, by=by, now=now) if recalls else []
    rest = [entry for entry in public if entry not in recalled]
    return UseEnded(tuple(held), tuple(recalled), tuple(rest))


def out_with_old_photos(session: Session, *, programme_id: int, today: date) -> list[Entry]:
    """What stands before readers although the photo on it may no longer be shown, in the order of its moments. Our own
    feed leaves it out by itself, and a mail cannot be called back."""
    ended = (col(Photo.programme_id) == programme_id, col(Photo.usable_until) < today)
    query = (
        select_many(col(Placement.id), col(Placement.variant_id), col(Placement.digest))
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .where(
            col(Placement.programme_id) == programme_id,
            col(Placement.channel).not_in(NOT_ASKED),
            col(Placement.variant_id).in_(texts_with(*ended)),
            col(Publication.withdrawn_at).is_(None),
        )
    )
    going = [_Going(row[0], row[1], today, row[2] or "") for row in session.execute(query)]
    found = photos_over(session, going)
    return entries(session, placement_ids={one.placement_id for one in found}) if found else []


def photo_over_on(session: Session, placement: Placement, *, today: date) -> date | None:
    """The last day on which the photo of this post might be shown, where that is over."""
    one = _Going(placement.id or 0, placement.variant_id, today, placement.digest or "")
    return photos_over(session, [one]).get(one)


def _posts_with(session: Session, photo_id: int) -> list[UsedIn]:
    """Posts with the photo in their newest files, and those that will show it once their pictures are made."""
    query = (
        select_many(Campaign, Post, Rendition)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, (col(Rendition.revision_id) == Revision.id) & col(Rendition.current).is_(True))
        .where(col(Rendition.photo_id) == photo_id)
        .order_by(col(Campaign.id).desc(), col(Post.position))
    )
    found: dict[int, UsedIn] = {}
    for campaign, post, _file in session.execute(query):
        files = found[post.id].files if post.id in found else 0
        found[post.id] = UsedIn(campaign, post, files + 1)
    return list(found.values())


def _with_photo(session: Session, photo_id: int, status: PlacementStatus) -> list[Entry]:
    texts = [number for (number,) in session.execute(texts_with(col(Photo.id) == photo_id))]
    return _showing(
        session, photo_id, entries(session, variant_ids=texts, statuses=[status]) if texts else []
    )


def _before_readers(session: Session, photo_id: int) -> list[Entry]:
    return [
        entry
        for entry in _with_photo(session, photo_id, PlacementStatus.PUBLISHED)
        if entry.publication is not None and entry.publication.withdrawn_at is None
    ]


def _showing(session: Session, photo_id: int, rows: Collection[Entry]) -> list[Entry]:
    going = {
        _Going(row.id or 0, row.variant_id, row.wall.date(), row.digest or ""): entry
        for entry in rows
        for row in [entry.placement]
    }
    shown = showing(session, photo_id, list(going))
    return [entry for one, entry in going.items() if one in shown]
