"""The blueprint of the screens of facts, and the way into one fact."""

from __future__ import annotations

from datetime import date

from flask import Blueprint

from campaigns.clock import wall_time
from campaigns.facts.models import Fact
from campaigns.facts.queries import get_fact
from web import database, identity
from web.database import session

fact_pages = Blueprint("facts", __name__)


def opened(fact_id: int) -> Fact:
    """The fact, in its own programme, for somebody with a role there."""
    fact = get_fact(session(), fact_id)
    identity.enter_programme(fact.programme_id)
    return fact


def today() -> date:
    """The day in the programme's place."""
    return wall_time(database.now(), identity.programme().zone).date()
