"""What stands before readers without an approval, for those who see to it that it is taken down."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.placements.queries import Entry
from campaigns.placements.unapproved import out_unapproved
from campaigns.vocabulary import Role
from web.formats import language_name, moment
from web.waiting import Group, Item

MOST = 5


def waiting_to_come_down(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts; advisors see those in groups, for they take them down there."""
    plans = actor.holds(Role.STAFF, Role.LEAD)
    if actor.programme_id is None or not (plans or actor.holds(Role.ADVISOR)):
        return []
    found = out_unapproved(session, programme_id=actor.programme_id)
    if not plans:
        found = [entry for entry in found if entry.space is not None]
    items = [_item(entry) for entry in found[:MOST]]
    return [Group(_("Out without an approval"), items, len(found), urgency=0)] if items else []


def _item(entry: Entry) -> Item:
    page = "handoffs.handoff" if entry.space else "calendar.placement"
    since = moment(entry.publication.published_at) if entry.publication else ""
    return Item(
        title=entry.place,
        address=url_for(page, placement_id=entry.placement.id),
        note=f"{language_name(entry.variant.language)} · {entry.campaign.title} · {since}",
    )
