"""The rows behind a figure of a report that are no posts."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from campaigns.reach.rules import check_can_see_reach
from web.database import session
from web.fragments import show
from web.identity import page
from web.reach_behind import Asked, rows_behind
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import chosen_at, period_at

#: More rows than anybody reads on a screen; the evaluator's export has all.
MOST_ROWS = 500


@reach_pages.get("/reach/behind/<what>")
@page(needs=check_can_see_reach)
def behind(what: str) -> Response:
    """Links, decisions, campaigns, kits, rumours or followers, `?by=` and `?key=` narrow them to one figure."""
    campaign_id = request.args.get("campaign", type=int)
    chosen = chosen_at(campaign_id, *period_at())
    by, key, figure = (request.args.get(name, "") for name in ("by", "key", "figure"))
    found = rows_behind(session(), what, Asked(chosen, by, key, figure))
    return show(
        "reach/behind.html",
        report=chosen,
        behind=found,
        shown=found.lines[:MOST_ROWS],
        back=back_to(campaign_id),
    )


def back_to(campaign_id: int | None) -> str:
    """The report from which somebody came, of the same days."""
    days: dict[str, Any] = {name: request.args[name] for name in ("start", "end") if name in request.args}
    if campaign_id is None:
        return url_for("reach.programme", **days)
    return url_for("reach.campaign", campaign_id=campaign_id, **days)
