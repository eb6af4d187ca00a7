"""A worker that has been silent for too long, so that nothing is sent until somebody looks; or one too many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from campaigns.people.actor import Actor
from campaigns.vocabulary import Role
from campaigns.work.models import Heartbeat
from web.formats import moment
from web.views.health import SILENCE
from web.waiting import Group, Item


def waiting_worker(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those whose posts wait, and those who can see to it."""
    if not actor.holds(Role.STAFF, Role.LEAD, Role.ADMIN):
        return []
    beats = session.exec(select(Heartbeat).order_by(col(Heartbeat.beat_at).desc())).all()
    alive = [beat for beat in beats if now - beat.beat_at < SILENCE]
    if not alive:
        return [_silence(beats[0].beat_at if beats else None)]
    idle = [beat for beat in alive if not beat.is_publisher]
    return [_second(idle)] if idle and len(idle) < len(alive) else []


def _silence(last: datetime | None) -> Group:
    told = (
        _("No worker runs here. Tell whoever runs the server.")
        if last is None
        else _("Silent since %(moment)s.", moment=moment(last))
    )
    item = Item(_("The worker does not answer"), url_for("calendar.sending"), note=told)
    return Group(_("Nothing is being sent"), [item], 1, urgency=0)


def _second(idle: Sequence[Heartbeat]) -> Group:
    """A server that somebody forgot, or one that was moved: it looks at the same database and does nothing."""
    items = [
        Item(
            beat.worker,
            url_for("calendar.sending"),
            note=_("It runs since %(moment)s and does nothing. End it.", moment=moment(beat.started_at)),
        )
        for beat in idle
    ]
    return Group(_("A second worker runs on this database"), items, len(items), urgency=0)
