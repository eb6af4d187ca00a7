"""Photos of a programme: added with their rights, taken out of choice; the end of their use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from campaigns.content.media.models import Photo
from campaigns.content.media.queries import get_photo, is_usable
from campaigns.content.media.rules import check_can_add_media
from campaigns.errors import BadInput, Conflict
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record


@dataclass(frozen=True)
class Kept:
    """A file that was encoded anew and put into the store."""

    digest: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Rights:
    """Who made a photo, under which licence it may be used, who agreed to be on it, until when; and its focus, in
    hundredths of width and height."""

    credit: str
    licence: str
    shows: str = ""
    shows_people: bool = False
    consent: str = ""
    usable_until: date | None = None
    focus: tuple[int, int] = (50, 50)


def add_photo(
    session: Session,
    *,
    programme_id: int,
    kept: Kept,
    width: int,
    height: int,
    rights: Rights,
    today: date,
    by: Actor,
    now: datetime,
) -> Photo:
    """Adds a photo; the same picture once more takes the new rights. Refuses one without credit and licence, one of
    people without their consent, and one whose time is over."""
    check_can_add_media(by)
    _check_rights(rights, today)
    photo = session.exec(
        select(Photo).where(Photo.programme_id == programme_id, Photo.digest == kept.digest)
    ).first() or Photo(programme_id=programme_id, digest=kept.digest, credit="", licence="", added_at=now,
                       media_type=kept.media_type, width=width, height=height, size=kept.size)  # fmt: skip
    photo.credit, photo.licence, photo.shows = rights.credit, rights.licence, rights.shows
    photo.shows_people, photo.consent, photo.usable_until = (
        rights.shows_people,
        rights.consent,
        rights.usable_until,
    )
    photo.focus_x, photo.focus_y = rights.focus
    photo.added_by, photo.added_at, photo.removed_at = person_id(by), now, None
    session.add(photo)
    session.flush()
    _record(session, "add_photo", photo, by, now)
    return photo


def remove_photo(session: Session, *, photo_id: int, programme_id: int, by: Actor, now: datetime) -> Photo:
    """Takes a photo out of choice. Films made with it stay; its file goes once nothing refers to it."""
    check_can_add_media(by)
    photo = get_photo(session, photo_id, programme_id=programme_id)
    photo.removed_at = now
    session.add(photo)
    session.flush()
    _record(session, "remove_photo", photo, by, now)
    return photo


def end_photo(
    session: Session, *, photo_id: int, programme_id: int, today: date, by: Actor, now: datetime
) -> Photo:
    """Ends the use of a photo at once, of a removed one as well: yesterday was its last day. Everybody sees that it may
    not be used; its rights may be given anew by adding it again. Refuses one whose use has ended."""
    check_can_add_media(by)
    photo = get_photo(session, photo_id, programme_id=programme_id, even_removed=True)
    if not is_usable(photo, today=today):
        raise Conflict("The use of this photo has ended already.")
    photo.usable_until = today - timedelta(days=1)
    session.add(photo)
    session.flush()
    _record(session, "end_photo", photo, by, now)
    return photo


def _check_rights(rights: Rights, today: date) -> None:
    if not all(0 <= share <= 100 for share in rights.focus):
        raise BadInput("The focus lies outside the photo: give two numbers from 0 to 100.", field="focus_x")
    if not rights.credit:
        raise BadInput("Say who made the photo; the name stands where the photo is used.", field="credit")
    if not rights.licence:
        raise BadInput(
            "Say under which licence the photo may be used, for instance “CC BY 4.0” or “bought, invoice 17”.",
            field="licence",
        )
    if rights.shows_people and not rights.consent:
        raise BadInput(
            "People can be recognised on this photo: say how and when they agreed, and where that is kept.",
            field="consent",
        )
    if rights.usable_until is not None and rights.usable_until < today:
        raise BadInput("The day until which the photo may be used has passed.", field="usable_until")


def _record(session: Session, action: str, photo: Photo, by: Actor, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="photo",
        subject_id=photo.id,
        by=by,
        programme_id=photo.programme_id,
        now=now,
        file=photo.digest[:12],
    )
