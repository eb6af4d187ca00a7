"""A programme whose name or imprint somebody changed past the desk: its feeds wait until somebody has looked."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.people.told_imprint import untold_imprints
from campaigns.vocabulary import Role
from web.waiting import Group, Item


def waiting_imprint(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads and admins."""
    if not actor.programme_id or not actor.holds(Role.LEAD, Role.ADMIN):
        return []
    if not untold_imprints(session, [actor.programme_id]):
        return []
    told = _("The audit trail does not tell that anybody set name, organisation and imprint as they stand.")
    item = Item(
        _("Look through the programme's settings and save them"), url_for("settings.programme"), note=told
    )
    return [Group(_("The feeds are not shown, and no newsletter is sent"), [item], 1, urgency=0)]
