"""Taking a post down: asked for here, done by the worker, noted when the channel has it no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, select

from campaigns.channels import Profile, profiles
from campaigns.errors import Conflict, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.approval_ends.unapproved import check_can_be_noted_down
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.queries import Entry, account_at, get_placement
from campaigns.placements.rules import check_can_place, check_can_post_by_hand
from campaigns.vocabulary import DeliveryMode, WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import open_work


def ask_take_down(session: Session, *, placement_id: int, by: Actor, now: datetime) -> Work:
    """Puts it in the worker's queue, where the channel lets posts be taken down."""
    check_can_place(by)
    published_at(session, placement_id=placement_id)
    placement = get_placement(session, placement_id)
    account = account_at(session, placement)
    if not can_be_taken_down(placement, publication_of(session, placement_id), account):
        raise NotReady("Posts on this channel can only be taken down by hand.")
    if open_work(session, kind=WorkKind.TAKE_DOWN, subject_id=placement_id):
        raise Conflict("It is being taken down already.")
    return _request(session, placement, by, now)


def recall_published(
    session: Session, published: Iterable[Entry], *, by: Actor, now: datetime
) -> list[Entry]:
    """Asks for the taking down of all of these that their channels let us take down; says which.

    Nobody is asked for a role: whoever may take an approval back may have it undone, too.
    """
    asked = []
    for entry in published:
        number = entry.placement.id or 0
        if can_be_taken_down(entry.placement, entry.publication, entry.account):
            if not open_work(session, kind=WorkKind.TAKE_DOWN, subject_id=number):
                _request(session, entry.placement, by, now)
            asked.append(entry)
    return asked


def can_be_taken_down(placement: Placement, publication: Publication | None, account: Account | None) -> bool:
    """Whether it stands on an account whose channel takes posts down when the worker asks it to."""
    known = stands_on(placement, publication, account)
    return known is not None and known.mode is DeliveryMode.API and known.afterwards.delete


def can_be_taken_out(placement: Placement, publication: Publication | None, account: Account | None) -> bool:
    """Whether it stands in a feed of ours, from which it goes as soon as it is written down."""
    known = stands_on(placement, publication, account)
    return known is not None and known.mode is DeliveryMode.PULL and known.afterwards.delete


def take_out(session: Session, *, placement_id: int, by: Actor, now: datetime) -> Publication:
    """Takes an entry out of our own feed, at once: readers' programs that have it already may keep it."""
    check_can_place(by)
    placement = get_placement(session, placement_id, lock=True)
    publication = publication_of(session, placement_id)
    if publication is None or not can_be_taken_out(placement, publication, account_at(session, placement)):
        raise Conflict("Nothing of this stands in a feed of ours.")
    withdraw(session, publication, action="take_down", by=by, now=now)
    return publication


def stands_on(
    placement: Placement, publication: Publication | None, account: Account | None
) -> Profile | None:
    """What is known of the channel on whose account a post stands; None where none of ours holds it, or the channel
    cannot be reached because the account was removed."""
    if account is None or publication is None or publication.withdrawn_at is not None:
        return None
    known = profiles().get(placement.channel)
    is_asked = known is not None and known.mode is DeliveryMode.API
    return None if is_asked and account.closed_at is not None else known


def published_at(session: Session, *, placement_id: int) -> tuple[int, str]:
    """Account and id of a post that stands; refuses where there is none."""
    placement, publication = get_placement(session, placement_id), publication_of(session, placement_id)
    if placement.account_id is None or publication is None:
        raise NotReady("Nothing of this stands on one of our accounts.")
    if publication.withdrawn_at is not None:
        raise Conflict("It was taken down already.")
    return placement.account_id, publication.remote_id


def note_taken_down(session: Session, *, placement_id: int, now: datetime) -> None:
    """The channel has it no more."""
    publication = publication_of(session, placement_id)
    if publication is not None and publication.withdrawn_at is None:
        withdraw(session, publication, action="take_down_placement", by=None, now=now)


def note_down_by_hand(session: Session, *, placement_id: int, by: Actor, now: datetime) -> Publication:
    """A person saw to it that it is gone, in a group or on an account that takes nothing down by itself."""
    check_can_post_by_hand(by)
    placement = get_placement(session, placement_id, lock=True)
    publication = check_can_be_noted_down(placement, publication_of(session, placement_id))
    withdraw(session, publication, action="take_down", by=by, now=now)
    return publication


def withdraw(
    session: Session, publication: Publication, *, action: str, by: Actor | None, now: datetime
) -> None:
    """From this moment nobody can see it any more."""
    publication.withdrawn_at = now
    session.add(publication)
    session.flush()
    record(
        session,
        action=action,
        subject="placement",
        subject_id=publication.placement_id,
        by=by,
        programme_id=publication.programme_id,
        now=now,
    )


def _request(session: Session, placement: Placement, by: Actor, now: datetime) -> Work:
    return request_work(
        session,
        kind=WorkKind.TAKE_DOWN,
        programme_id=placement.programme_id,
        subject_id=placement.id,
        by=by,
        now=now,
    )


def publication_of(session: Session, placement_id: int) -> Publication | None:
    return session.exec(select(Publication).where(Publication.placement_id == placement_id)).first()
