"""The blueprint of the campaign screens, and the way into one campaign."""

from __future__ import annotations

from flask import Blueprint

from campaigns.content.models import Campaign
from campaigns.content.queries import get_campaign
from web import identity
from web.database import session

campaign_pages = Blueprint("campaigns", __name__)


def opened(campaign_id: int) -> Campaign:
    """The campaign, in its own programme, for somebody with a role there."""
    campaign = get_campaign(session(), campaign_id)
    identity.enter_programme(campaign.programme_id)
    return campaign
