"""Reading photos and voices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from campaigns.content.media.models import Photo, Voice
from campaigns.errors import NotFound, NotReady


def photos_of(session: Session, *, programme_id: int) -> list[Photo]:
    """The photos of a programme that were not removed, the newest first."""
    query = select(Photo).where(Photo.programme_id == programme_id, col(Photo.removed_at).is_(None))
    return list(session.exec(query.order_by(col(Photo.id).desc())))


def get_photo(session: Session, photo_id: int, *, programme_id: int) -> Photo:
    """A photo of this programme, or a refusal."""
    photo = session.get(Photo, photo_id)
    if photo is None or photo.programme_id != programme_id or photo.removed_at is not None:
        raise NotFound("There is no such photo in this programme.")
    return photo


def is_usable(photo: Photo, *, today: date) -> bool:
    return photo.usable_until is None or today <= photo.usable_until


def check_usable(photo: Photo, *, today: date) -> None:
    """Refuses a photo whose licence or consent has ended."""
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
