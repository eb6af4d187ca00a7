"""The blueprint of the calendar, and the way into one placement."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint

from campaigns.clock import floor_to_minute, instant, is_fold
from campaigns.errors import BadInput
from campaigns.placements.calendar.at_risk import at_risk
from campaigns.placements.calendar.unsuited import check_suits
from campaigns.placements.models import Placement
from campaigns.placements.queries import Entry, get_placement
from web import database, identity
from web.database import session
from web.forms import Form
from web.public_address import has_public_address

calendar_pages = Blueprint("calendar", __name__)


def opened(placement_id: int) -> Placement:
    """The placement, in its own programme, for somebody with a role there."""
    placement = get_placement(session(), placement_id)
    identity.enter_programme(placement.programme_id)
    return placement


def risks_of(programme_id: int) -> list[Entry]:
    """What of the calendar a person has to look at."""
    return at_risk(session(), programme_id=programme_id, now=database.now(), is_public=has_public_address())


def wall_of(form: Form) -> datetime:
    """The wall time of the fields `day` and `at`."""
    day = form.day("day")
    try:
        return datetime.combine(day, time.fromisoformat(form.text("at", needed=True)))
    except ValueError:
        raise BadInput("Write a time like 18:00.", field="at") from None


def fold_of(form: Form) -> int | None:
    """Which of two equal hours is meant; None where nobody was asked."""
    return {"0": 0, "1": 1}.get(form.value("fold"))


def asks_fold(form: Form, zone: str) -> bool:
    """Whether the hour that was typed happens twice and is not over, so that the form has to ask which."""
    try:
        return (
            form.sent is not None
            and is_fold(wall := wall_of(form), zone)
            and instant(wall, zone, fold=1) >= floor_to_minute(database.now())
        )
    except BadInput:
        return False


def ask_if_unsuited(row: Placement, form: Form) -> None:
    """Asks once before a moment that no plan would choose; last, so that what may not be at all is told first."""
    if not form.ticked("knowing"):
        check_suits(session(), row, field="knowing")
