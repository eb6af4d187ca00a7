"""Planning moments: which posts, where, from when on and at which pace."""

from __future__ import annotations

from datetime import time, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.content.queries import posts_of_campaign
from campaigns.errors import BadInput
from campaigns.languages import sort_languages
from campaigns.placements.actions.together import chosen_cells, propose_series
from campaigns.placements.calendar.unsuited import check_all_suit
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.placements.rules import check_can_place
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.campaigns.acts import tell
from web.views.campaigns.blueprint import campaign_pages, opened
from web.words.content import kind_word

DEFAULT_TIME = "18:00"
DEFAULT_PACE = 3


@campaign_pages.get("/campaigns/<int:campaign_id>/moments")
@page(needs=check_can_place)
def moments(campaign_id: int) -> Response:
    campaign = opened(campaign_id)
    tomorrow = wall_time(database.now(), identity.programme().zone).date() + timedelta(days=1)
    accounts = accounts_of(session(), programme_id=campaign.programme_id)
    start = {
        "first": max(campaign.starts_on, tomorrow),
        "at": DEFAULT_TIME,
        "pace": DEFAULT_PACE,
        "account": [account.id for account in accounts],
        "language": list(campaign.languages),
        "post": [post.id for post in posts_of_campaign(session(), campaign_id)],
    }
    return _shown(campaign, Form(start=start))


@campaign_pages.post("/campaigns/<int:campaign_id>/moments")
@page(needs=check_can_place)
def plan_moments(campaign_id: int) -> Response:
    """Proposes a moment for each chosen post, language and place that has none yet."""
    campaign = opened(campaign_id)
    form = Form.posted()
    with form.catching():
        accounts = accounts_of(session(), programme_id=campaign.programme_id)
        spaces = spaces_of(session(), programme_id=campaign.programme_id)
        outcome = propose_series(
            session(),
            campaign=campaign,
            cells=chosen_cells(
                session(),
                campaign,
                posts=[int(each) for each in _some(form, "post") if each.isdigit()],
                languages=_some(form, "language"),
            ),
            accounts=[each for each in accounts if str(each.id) in form.chosen("account")],
            spaces=[each for each in spaces if str(each.id) in form.chosen("space")],
            first=form.day("first"),
            at=_time(form),
            zone=identity.programme().zone,
            pace_days=form.number("pace"),
            by=identity.actor(),
            now=database.now(),
        )
        if not form.ticked("knowing"):
            check_all_suit(session(), outcome.proposed, field="knowing")
        told = ngettext("%(num)s moment is proposed.", "%(num)s moments are proposed.", outcome.done)
        return tell(campaign, outcome, told, _("Everything chosen already stands in the calendar."))
    return _shown(opened(campaign_id), form)


def _some(form: Form, name: str) -> list[str]:
    chosen = form.chosen(name)
    if not chosen:
        raise BadInput("Choose at least one.", field=name)
    return chosen


def _time(form: Form) -> time:
    try:
        return time.fromisoformat(form.text("at"))
    except ValueError:
        raise BadInput("Write a time like 18:00.", field="at") from None


def _shown(campaign: Campaign, form: Form) -> Response:
    spaces = spaces_of(session(), programme_id=campaign.programme_id)
    return show(
        "campaigns/moments.html",
        campaign=campaign,
        form=form,
        accounts=accounts_of(session(), programme_id=campaign.programme_id),
        spaces=[space for space in spaces if space.language in campaign.languages],
        languages=sort_languages(campaign.languages),
        posts=posts_of_campaign(session(), campaign.id or 0),
        kind_word=kind_word,
        address=url_for("campaigns.campaign", campaign_id=campaign.id),
        status=form.status,
    )
