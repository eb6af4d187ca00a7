"""The register of groups: added, changed, closed, visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.canonical import digest_of
from campaigns.errors import BadInput
from campaigns.languages import language as check_language
from campaigns.links.actions import check_target
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Membership
from campaigns.people.telling import told_last
from campaigns.placements.models import CONTACT, Space
from campaigns.placements.queries import get_space
from campaigns.placements.rules import POSTS_BY_HAND, check_can_add_space, check_can_post_by_hand
from campaigns.sealing import seal, unseal

LONGEST_CONTACT = 300


@dataclass(frozen=True)
class Entry:
    """What the register says of a group. `days` are weekdays (Monday is 0); keeper and deputy are people's ids."""

    name: str
    platform: str
    language: str
    url: str = ""
    rules: str = ""
    size_band: str = ""
    permission: str = ""
    interval_days: int = 7
    days: Sequence[int] = ()
    keeper_id: int | None = None
    deputy_id: int | None = None


def add_space(session: Session, *, programme_id: int, entry: Entry, by: Actor | None, now: datetime) -> Space:
    """Registers a group in which advisors post by hand."""
    check_can_add_space(by)
    space = Space(programme_id=programme_id, name="", platform="", language="", created_at=now)
    _write(session, space, entry)
    note_added(session, space, by=by, now=now)
    return space


def note_added(session: Session, space: Space, *, by: Actor | None, now: datetime) -> None:
    """Tells the trail of a place where people post from now on, with what its entry says."""
    said = {"platform": space.platform, "language": space.language, "state": _digest(space)}
    _record(session, "add_space", space, by, now, **said)


def change_space(session: Session, *, space_id: int, entry: Entry, by: Actor | None, now: datetime) -> Space:
    """Brings a group's entry up to date. What is planned there already stays where it is."""
    check_can_add_space(by)
    space = get_space(session, space_id)
    _write(session, space, entry)
    _record(session, "change_space", space, by, now, state=_digest(space))
    return space


def is_as_told(session: Session, space: Space) -> bool:
    """Whether the group's name, address, rules and permission are those of which the trail told last: they
    stand beside words that a lawyer checked, and lead to where these are posted. What is told of nowhere has none of
    these."""
    told = told_last(session, "space", space.id or 0, "state", by=("add_space", "change_space"))
    if told is None:
        return not (space.url or space.rules or space.permission)
    return told == _digest(space)


def close_space(session: Session, *, space_id: int, by: Actor | None, now: datetime) -> Space:
    """Nobody posts in this group any more; what was posted stays counted. Its admins' contact is forgotten."""
    check_can_add_space(by)
    space = get_space(session, space_id)
    space.closed_at, space.contact = space.closed_at or now, None
    session.add(space)
    session.flush()
    _record(session, "close_space", space, by, now)
    return space


def note_visit(session: Session, *, space_id: int, by: Actor | None, now: datetime) -> Space:
    """Somebody looked through the group: its threads, its questions, what was answered."""
    check_can_post_by_hand(by)
    space = get_space(session, space_id)
    space.visited_at = now
    session.add(space)
    session.flush()
    _record(session, "visit_space", space, by, now)
    return space


def keep_contact(session: Session, *, space: Space, contact: str, key: bytes) -> None:
    """How the group's admins are reached, sealed; empty forgets it. Part of adding or changing the entry."""
    if len(contact) > LONGEST_CONTACT:
        raise BadInput(
            "This is longer than {longest} characters. Shorten it.",
            field="admin_contact",
            longest=LONGEST_CONTACT,
        )
    space.contact = seal(contact.strip().encode(), key, purpose=CONTACT) if contact.strip() else None
    session.add(space)
    session.flush()


def contact_of(space: Space, key: bytes) -> str:
    """How the group's admins are reached; empty where nobody wrote it down or the keys were exchanged since."""
    if space.contact is None:
        return ""
    try:
        return unseal(space.contact, key, purpose=CONTACT).decode()
    except BadInput:
        return ""


def _write(session: Session, space: Space, entry: Entry) -> None:
    check_language(entry.language)
    if not entry.name.strip() or len(entry.name) > 120:
        raise BadInput("Give it a name of 1 to 120 characters.", field="name")
    if entry.url:
        check_target(entry.url, field="url")
    if entry.interval_days < 0:
        raise BadInput("The distance between two posts cannot be less than no day.", field="interval_days")
    if any(day not in range(7) for day in entry.days):
        raise BadInput("A week has seven days. Choose some of them, or none for every day.", field="days")
    _check_people(session, space.programme_id, entry)
    for name, value in vars(entry).items():
        setattr(space, name, value)
    space.name, space.days = entry.name.strip(), sorted(set(entry.days))
    session.add(space)
    session.flush()


def _digest(space: Space) -> str:
    return digest_of(["space", space.name, space.url, space.rules, space.permission])


def _check_people(session: Session, programme_id: int, entry: Entry) -> None:
    """Who looks after a group may post there."""
    if entry.deputy_id is not None and entry.deputy_id == entry.keeper_id:
        raise BadInput("The deputy is somebody else than the person.", field="deputy_id")
    for field in ("keeper_id", "deputy_id"):
        chosen = getattr(entry, field)
        holds = select(Membership.id).where(
            Membership.programme_id == programme_id,
            Membership.person_id == chosen,
            col(Membership.role).in_(POSTS_BY_HAND),
        )
        if chosen is not None and session.exec(holds).first() is None:
            raise BadInput("Choose somebody who posts in groups in this programme.", field=field)


def _record(
    session: Session, action: str, space: Space, by: Actor | None, now: datetime, **detail: Any
) -> None:
    record(
        session,
        action=action,
        subject="space",
        subject_id=space.id,
        by=by,
        programme_id=space.programme_id,
        now=now,
        **detail,
    )
