"""The blueprint of the hand-offs, and the way into one."""

from __future__ import annotations

from datetime import date

from flask import Blueprint

from campaigns.clock import wall_time
from campaigns.errors import NotFound
from campaigns.placements.handoffs.listing import HandOff, waiting_handoffs
from campaigns.placements.models import Placement
from campaigns.placements.queries import get_placement
from web import database, identity
from web.database import session

handoff_pages = Blueprint("handoffs", __name__)


def opened(placement_id: int) -> Placement:
    """The placement of a group, in its own programme, for somebody who posts there."""
    placement = get_placement(session(), placement_id)
    identity.enter_programme(placement.programme_id)
    if placement.space_id is None:
        raise NotFound("This placement is sent by the worker; only posts in groups are handed over.")
    return placement


def waiting(placement: Placement) -> HandOff | None:
    """The hand-off, or None when it does not wait any more."""
    found = waiting_handoffs(
        session(),
        programme_id=placement.programme_id,
        now=database.now(),
        placement_id=placement.id,
    )
    return found[0] if found else None


def today() -> date:
    """The day at the programme's place."""
    return wall_time(database.now(), identity.programme().zone).date()
