"""Reading photos and voices."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import Session, col, select

from campaigns.content.media.models import Photo, Voice
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.errors import NotFound, NotReady
from campaigns.people.models import Programme


def photos_of(session: Session, *, programme_id: int) -> list[Photo]:
    """The photos of a programme that were not removed, the newest first."""
    query = select(Photo).where(Photo.programme_id == programme_id, col(Photo.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Photo.id).desc())))


def removed_photos_of(session: Session, *, programme_id: int) -> list[Photo]:
    """Photos that are no longer offered and still seen in some picture or film, the newest first."""
    seen = select(Rendition.id).where(Rendition.photo_id == Photo.id).exists()
    query = select(Photo).where(Photo.programme_id == programme_id, col(Photo.removed_at).is_not(None), seen)
    return list(session.exec(query.order_by(col(Photo.id).desc())))


def get_photo(session: Session, photo_id: int, *, programme_id: int, even_removed: bool = False) -> Photo:
    """A photo of this programme, or a refusal."""
    photo = session.get(Photo, photo_id)
    is_there = photo is not None and (even_removed or photo.removed_at is None)
    if photo is None or not is_there or photo.programme_id != programme_id:
        raise NotFound("There is no such photo in this programme.")
    return photo


def is_usable(photo: Photo, *, today: date) -> bool:
    return photo.usable_until is None or today <= photo.usable_until


def check_usable(photo: Photo, *, today: date) -> None:
    """Refuses a photo that was removed, or whose licence or consent has ended."""
    if photo.removed_at is not None:
        raise NotReady(
            "The photo by {credit} was removed from the photos of this programme. Choose another, or none, or add it "
            "again.",
            credit=photo.credit,
        )
    if not is_usable(photo, today=today):
        raise NotReady(
            "The photo by {credit} might be used until {day} only. Choose another, or ask for it again and add it "
            "anew.",
            credit=photo.credit,
            day=photo.usable_until,
        )


def voices_of(session: Session, revision_ids: Iterable[int]) -> dict[int, Voice]:
    """The recording of each revision that has one."""
    query = select(Voice).where(col(Voice.revision_id).in_(list(revision_ids)))
    return {row.revision_id: row for row in session.exec(query)}


def voice_by_digest(session: Session, digest: str, *, programme_ids: Collection[int]) -> Voice:
    """The recording with this digest, if one of these programmes has it."""
    found = session.exec(
        select(Voice)
        .join(Revision, col(Revision.id) == Voice.revision_id)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(Voice.digest == digest, col(Campaign.programme_id).in_(list(programme_ids)))
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is no such recording, or it belongs to a programme you do not work in.")
    return found


def check_picture_of(session: Session, digest: str, *, programmes: Collection[Programme]) -> None:
    """Refuses a picture that is no photo, logo or emblem of one of these programmes."""
    ids = [each.id or 0 for each in programmes]
    photo = select(Photo.id).where(Photo.digest == digest, col(Photo.programme_id).in_(ids)).limit(1)
    if session.exec(photo).first() is not None:
        return
    marks = [mark for each in programmes for mark in (*each.brand.get("logos", []), each.funder)]
    if any(mark.get("digest") == digest for mark in marks):
        return
    raise NotFound("There is no such picture, or it belongs to a programme you do not work in.")
