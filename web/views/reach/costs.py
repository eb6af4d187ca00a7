"""What a campaign cost, noted beside its report."""

from __future__ import annotations

from babel.numbers import NumberFormatError, parse_decimal
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput
from campaigns.reach.actions.costing import note_costs
from campaigns.reach.rules import check_can_fix_reports
from web import database, identity
from web.database import session
from web.formats import locale
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import show_report


@reach_pages.post("/reach/campaigns/<int:campaign_id>/costs")
@page(needs=check_can_fix_reports)
def costs(campaign_id: int) -> Response:
    """Costs are optional: an empty field takes back what was said."""
    form = Form.posted()
    with form.catching():
        campaign = get_campaign(session(), campaign_id)
        identity.enter_programme(campaign.programme_id)
        note_costs(session(), campaign=campaign, cents=_cents(form), by=identity.actor(), now=database.now())
        return done(url_for("reach.campaign", campaign_id=campaign_id), _("The costs are noted."))
    return show_report(campaign_id, costs_form=form)


def _cents(form: Form) -> int | None:
    typed = form.text("costs", longest=20).replace("€", "").strip()
    if not typed:
        return None
    try:
        return round(parse_decimal(typed, locale=locale(), strict=True) * 100)
    except NumberFormatError:
        raise BadInput("Write the costs as an amount in euros, such as 1250.50.", field="costs") from None
