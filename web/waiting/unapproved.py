"""What stands before readers without an approval, or with a photo that may not be shown any more, for those who see to
it that it is taken down."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.placements.approval_ends.unapproved import out_unapproved
from campaigns.placements.photos.use import out_with_old_photos
from campaigns.placements.queries import Entry
from campaigns.vocabulary import Role
from web.formats import language_name, moment
from web.waiting import Group, Item

MOST = 5


def waiting_to_come_down(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts; advisors see those in groups, for they take them down there."""
    plans = actor.holds(Role.STAFF, Role.LEAD)
    if actor.programme_id is None or not (plans or actor.holds(Role.ADVISOR)):
        return []
    today = wall_time(now, session.get_one(Programme, actor.programme_id).zone).date()
    without = out_unapproved(session, programme_id=actor.programme_id)
    old = out_with_old_photos(session, programme_id=actor.programme_id, today=today)
    told = [
        (_("Out without an approval"), without),
        (_("Out with a photo that may not be shown any more"), old),
    ]
    groups = []
    for title, found in told:
        mine = [entry for entry in found if plans or entry.space is not None]
        if mine:
            groups.append(Group(title, [_item(entry) for entry in mine[:MOST]], len(mine), urgency=0))
    return groups


def _item(entry: Entry) -> Item:
    page = "handoffs.handoff" if entry.space else "calendar.placement"
    since = moment(entry.publication.published_at) if entry.publication else ""
    return Item(
        title=entry.place,
        address=url_for(page, placement_id=entry.placement.id),
        note=f"{language_name(entry.variant.language)} · {entry.campaign.title} · {since}",
    )
