"""Reports that a programme owes soon, and those that should have left."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.people.actor import Actor
from campaigns.reach.owed import owed
from campaigns.reach.rules import can_fix_reports
from web import identity
from web.formats import day
from web.waiting import Group, Item

#: So long before its day a report is worth a look: figures are still to be typed in and imported.
AHEAD = timedelta(days=14)


def waiting_reports(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who fix reports: what leaves by itself on its day, while its figures can still be completed."""
    if actor.programme_id is None or not can_fix_reports(actor):
        return []
    today = wall_time(now, identity.programme().zone).date()
    near = [due for due in owed(session, programme_id=actor.programme_id) if due.due_on <= today + AHEAD]
    if not near:
        return []
    address = url_for("reach.owed_reports")
    items = [
        Item(
            _("Report %(first)s – %(last)s", first=day(due.starts_on), last=day(due.ends_on)),
            url_for("reach.ahead", due_id=due.id),
            note=_("Should have left on %(day)s.", day=day(due.due_on))
            if due.due_on < today
            else _(
                "Leaves by itself on %(day)s: look whether figures are missing and what it will hold back.",
                day=day(due.due_on),
            ),
        )
        for due in near
    ]
    return [Group(_("Reports due"), items, len(items), address, urgency=1 if near[0].due_on < today else 4)]
