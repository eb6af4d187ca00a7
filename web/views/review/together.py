"""Several cards at once: only those of which nothing is new but how the picture is drawn."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.approvals.actions import approve_drawn_anew
from campaigns.approvals.rules import check_is_lawyer
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import WayBack, done
from web.identity import page
from web.views.review.blueprint import review_pages
from web.views.review.queue import queue_page

SEEN = "seen."


@review_pages.post("/review/together")
@page(needs=check_is_lawyer)
def together() -> Response:
    """Approves the ticked cards by the digests that were shown beside their two pictures."""
    if question := step_up.asked(back=url_for("review.index")):
        return question
    form = Form.posted()
    with form.catching():
        ticked = {int(number) for number in form.chosen("cards") if number.isdecimal()}
        number = approve_drawn_anew(
            session(), seen={one: _seen(one) for one in ticked}, by=identity.actor(), now=database.now()
        )
        told = ngettext("%(num)s card approved.", "%(num)s cards approved.", number)
        return done(url_for("review.index"), told, back=WayBack(str(_("Decided")), url_for("review.decided")))
    return queue_page(form)


def _seen(request_id: int) -> dict[str, str]:
    start = f"{SEEN}{request_id}."
    return {name.removeprefix(start): value for name, value in request.form.items() if name.startswith(start)}
