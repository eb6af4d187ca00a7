"""Sending that stands still, of this programme or of all: who plans or posts has to know, somebody has to end it."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.placements.queries import standing_pauses
from campaigns.vocabulary import Role
from web.formats import moment
from web.waiting import Group, Item
from web.words.calendar import pause_reason


def waiting_pauses(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those whose posts wait, those who post by hand, and those who can let it go on."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD, Role.ADMIN, Role.ADVISOR):
        return []
    items = [
        Item(
            _("Every programme stands still")
            if each.programme_id is None
            else _("This programme stands still"),
            url_for("calendar.sending"),
            note=_("Since %(moment)s: %(reason)s", moment=moment(each.since), reason=pause_reason(each)),
        )
        for each in standing_pauses(session, programme_id=actor.programme_id)
    ]
    return [Group(_("Sending is paused"), items, len(items), urgency=0)] if items else []
