"""A worker that has been silent for too long: nothing is sent and no picture is made until somebody looks."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session, func, select

from campaigns.people.actor import Actor
from campaigns.vocabulary import Role
from campaigns.work.models import Heartbeat
from web.formats import moment
from web.views.health import SILENCE
from web.waiting import Group, Item


def waiting_worker(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads and admins."""
    if not actor.holds(Role.LEAD, Role.ADMIN):
        return []
    beat = session.exec(select(func.max(Heartbeat.beat_at))).one()
    if beat is not None and now - beat < SILENCE:
        return []
    told = (
        _("No worker has ever run here.")
        if beat is None
        else _("Silent since %(moment)s.", moment=moment(beat))
    )
    item = Item(_("The worker does not answer"), url_for("calendar.sending"), note=told)
    return [Group(_("Nothing is being sent"), [item], 1, urgency=0)]
