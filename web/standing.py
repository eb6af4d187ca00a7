"""Where texts stand today, for every screen that shows the state of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.placements.overview.standing import TextState, standings
from web import database, identity
from web.database import session


def today() -> date:
    """The day at the programme's place."""
    return wall_time(database.now(), identity.programme().zone).date()


def states_of(variants: Collection[Variant]) -> Mapping[int, TextState]:
    """The state of each of these texts, by its number."""
    found = standings(session(), variants, source_language=identity.programme().source_language, on=today())
    return {number: each.state for number, each in found.items()}
