"""Today: what waits for me, by role. Each part of the road says it in a file of `web/waiting/`."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from web import database, identity
from web.database import session
from web.fragments import show
from web.identity import anybody, page
from web.waiting import Waiting
from web.waiting.access import waiting_access, waiting_letters
from web.waiting.accounts import waiting_accounts
from web.waiting.calendar import waiting_placements
from web.waiting.copy import waiting_texts
from web.waiting.corrections import waiting_corrections
from web.waiting.facts import (
    waiting_facts,
    waiting_publications,
    waiting_renewals,
    waiting_to_be_held,
)
from web.waiting.handoffs import waiting_groups, waiting_round
from web.waiting.imprint import waiting_imprint
from web.waiting.kits import waiting_kits
from web.waiting.pauses import waiting_pauses
from web.waiting.proposals import waiting_for_facts
from web.waiting.reports import waiting_reports
from web.waiting.review import (
    waiting_decisions,
    waiting_questions,
    waiting_returns,
    waiting_reviews,
    waiting_roles,
    waiting_voices,
)
from web.waiting.rumours import waiting_rumours
from web.waiting.unapproved import waiting_to_come_down
from web.waiting.work import waiting_work
from web.waiting.worker import waiting_worker

today_pages = Blueprint("today", __name__)

#: Everything that may wait for somebody, in the order of the road.
WAITING: tuple[Waiting, ...] = (
    waiting_worker,
    waiting_pauses,
    waiting_to_come_down,
    waiting_reviews,
    waiting_decisions,
    waiting_questions,
    waiting_imprint,
    waiting_voices,
    waiting_roles,
    waiting_facts,
    waiting_for_facts,
    waiting_renewals,
    waiting_publications,
    waiting_returns,
    waiting_to_be_held,
    waiting_texts,
    waiting_placements,
    waiting_corrections,
    waiting_accounts,
    waiting_groups,
    waiting_round,
    waiting_kits,
    waiting_reports,
    waiting_rumours,
    waiting_work,
    waiting_access,
    waiting_letters,
)


@today_pages.get("/today")
@page(needs=anybody)
def today() -> Response:
    who, moment = identity.actor(), database.now()
    groups = [group for waits in WAITING for group in waits(session(), who, moment)] if who.roles else []
    return show("today.html", groups=sorted(groups, key=lambda group: group.urgency), moment=moment)
