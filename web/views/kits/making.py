"""Making kits of a campaign: which partners, which languages, until when; what would be in, and what not and why."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.content.models import Campaign
from campaigns.content.queries import campaigns_of_programme, get_campaign
from campaigns.kits.actions import make_kits, send_kits
from campaigns.kits.gathering import gather
from campaigns.kits.models import Partner
from campaigns.kits.queries import get_partner, partners_of
from campaigns.languages import sort_languages
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.kit_desk import kit_desk
from web.views.kits.blueprint import keepers, kit_pages, tabs, today
from web.words.content import kind_word


@kit_pages.get("/kits/new")
@page(needs=keepers)
def new() -> Response:
    """The form; without `?campaign=` it asks for one first."""
    number = request.args.get("campaign", type=int)
    if number is None:
        campaigns = campaigns_of_programme(session(), programme_id=identity.programme().id or 0)
        return show("kits/choose.html", campaigns=campaigns, tabs=tabs("kits.index"))
    return _shown(_campaign(number), Form(start=_start()))


@kit_pages.post("/kits/new")
@page(needs=keepers)
def make() -> Response:
    """Makes what was ticked; “and tell them” sends it in the same step."""
    form = Form.posted()
    number = form.number("campaign")
    campaign = _campaign(number)
    with form.catching():
        made = make_kits(
            session(),
            campaign=campaign,
            partners=_partners(form),
            languages=form.chosen("languages"),
            expires_on=form.day("expires_on") if form.value("expires_on") else None,
            desk=kit_desk(),
            by=identity.actor(),
            now=database.now(),
        )
        said = ngettext("%(num)s kit is made.", "%(num)s kits are made.", len(made))
        if form.value("then") == "send":
            told = send_kits(session(), kits=made, desk=kit_desk(), by=identity.actor(), now=database.now())
            said += " " + ngettext("%(num)s partner is told.", "%(num)s partners are told.", told)
        return done(url_for("kits.index", campaign=number), said)
    return _shown(get_campaign(session(), number), form)  # a refusal undid the transaction: read again


def _campaign(campaign_id: int) -> Campaign:
    campaign = get_campaign(session(), campaign_id)
    identity.enter_programme(campaign.programme_id)
    return campaign


def _start() -> dict[str, object]:
    partner = request.args.get("partner", type=int)
    return {"partners": [partner] if partner else []}


def _partners(form: Form) -> list[Partner]:
    return [get_partner(session(), int(each)) for each in form.chosen("partners") if each.isdecimal()]


def _shown(campaign: Campaign, form: Form) -> Response:
    gathered = {
        code: gather(session(), campaign, code, today=today()) for code in sort_languages(campaign.languages)
    }
    return show(
        "kits/new.html",
        campaign=campaign,
        gathered=gathered,
        partners=partners_of(session(), campaign.programme_id),
        form=form,
        kind_word=kind_word,
        tabs=tabs("kits.index"),
        status=form.status,
    )
