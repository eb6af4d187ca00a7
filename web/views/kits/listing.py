"""The list of kits by campaign, and what is done to all kits of a campaign at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.content.models import Campaign
from campaigns.content.queries import campaigns_of_programme, get_campaign
from campaigns.kits.actions import correct_kits, withdraw_kits
from campaigns.kits.actions.making import Corrected
from campaigns.kits.models import Kit
from campaigns.kits.queries import kit_rows
from campaigns.vocabulary import KitStatus
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.kit_desk import kit_desk
from web.views.kits.blueprint import keepers, kit_pages, tabs, today


@kit_pages.get("/kits")
@page(needs=keepers)
def index() -> Response:
    """Kits by campaign, the newest first; `?campaign=` shows one."""
    programme_id = identity.programme().id or 0
    rows = kit_rows(session(), programme_id=programme_id, campaign_id=request.args.get("campaign", type=int))
    return show(
        "kits/index.html",
        groups=[(campaign, list(kits)) for campaign, kits in groupby(rows, key=lambda row: row.campaign)],
        campaigns=campaigns_of_programme(session(), programme_id=programme_id),
        today=today(),
        tabs=tabs("kits.index"),
    )


@kit_pages.post("/kits/campaign/<int:campaign_id>/correct")
@page(needs=keepers)
def correct_all(campaign_id: int) -> Response:
    """The next version of every kit of the campaign that would say something else today."""
    campaign = _campaign(campaign_id)
    came = correct_kits(
        session(),
        kits=_standing(campaign),
        why=Form.posted().text("why", longest=500),
        desk=kit_desk(),
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("kits.index", campaign=campaign_id), told_of(came))


@kit_pages.post("/kits/campaign/<int:campaign_id>/withdraw")
@page(needs=keepers)
def withdraw_all(campaign_id: int) -> Response:
    """Every kit of the campaign is shut for good."""
    kits = _standing(_campaign(campaign_id))
    letters = withdraw_kits(
        session(),
        kits=kits,
        why=Form.posted().text("why", longest=500),
        desk=kit_desk(),
        by=identity.actor(),
        now=database.now(),
    )
    said = ngettext("%(num)s kit is withdrawn.", "%(num)s kits are withdrawn.", len(kits))
    told = " ".join(filter(None, [said, untold(kits, letters)]))
    return done(url_for("kits.index", campaign=campaign_id), told)


def untold(kits: Sequence[Kit], letters: int) -> str:
    """Of how many partners that have these kits of a campaign none got a letter; empty where each got one."""
    number = len({kit.partner_id for kit in kits if kit.sent_at is not None}) - letters
    if number <= 0:
        return ""
    told: str = ngettext(
        "%(num)s partner was not told: no e-mail is set up. Tell them by hand.",
        "%(num)s partners were not told: no e-mail is set up. Tell them by hand.",
        number,
    )
    return told


def told_of(came: Corrected) -> str:
    """What came of correcting, in one line."""
    parts = [
        ngettext("%(num)s kit has a new version.", "%(num)s kits have a new version.", len(came.corrected))
    ]
    if came.letters:
        parts.append(ngettext("%(num)s partner is told.", "%(num)s partners are told.", came.letters))
    if came.same:
        parts.append(ngettext("%(num)s says it all already.", "%(num)s say it all already.", len(came.same)))
    if came.waiting:
        parts.append(
            ngettext(
                "%(num)s waits: nothing in its language is approved.",
                "%(num)s wait: nothing in their languages is approved.",
                len(came.waiting),
            )
        )
    return " ".join(parts)


def _campaign(campaign_id: int) -> Campaign:
    campaign = get_campaign(session(), campaign_id)
    identity.enter_programme(campaign.programme_id)
    return campaign


def _standing(campaign: Campaign) -> list[Kit]:
    rows = kit_rows(session(), programme_id=campaign.programme_id, campaign_id=campaign.id)
    return [row.kit for row in rows if row.kit.status is not KitStatus.WITHDRAWN]
