"""Kits that partners count on and that are held."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.content.queries import get_campaign
from campaigns.kits.queries import kits_on_hold
from campaigns.kits.rules import can_keep_kits
from campaigns.people.actor import Actor
from web import identity
from web.waiting import Group, Item


def waiting_kits(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who hand kits out: partners wait for these to be corrected."""
    if actor.programme_id is None or not can_keep_kits(actor):
        return []
    today = wall_time(now, identity.programme().zone).date()
    held = Counter(kit.campaign_id for kit in kits_on_hold(session, actor.programme_id, today=today))
    if not held:
        return []
    items = [
        Item(
            get_campaign(session, campaign_id).title,
            url_for("kits.index", campaign=campaign_id),
            note=ngettext("%(num)s kit is held", "%(num)s kits are held", number),
        )
        for campaign_id, number in held.items()
    ]
    return [Group(_("Kits to correct"), items, held.total(), url_for("kits.index"), urgency=1)]
