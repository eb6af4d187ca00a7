"""Noting what a campaign cost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.content.models import Campaign
from campaigns.errors import BadInput
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.reach.models import CampaignCost
from campaigns.reach.rules import check_can_fix_reports

MOST_CENTS = 10_000_000_00


def note_costs(
    session: Session, *, campaign: Campaign, cents: int | None, by: Actor, now: datetime
) -> CampaignCost | None:
    """The campaign cost so much in all; None takes back what was said."""
    check_can_fix_reports(by)
    if cents is not None and not 0 <= cents <= MOST_CENTS:
        raise BadInput("Costs lie between 0 and 10,000,000 euros.", field="costs")
    campaign_id = campaign.id or 0
    found = session.get(CampaignCost, campaign_id)
    if cents is None:
        if found is not None:
            session.delete(found)
        found = None
    else:
        found = found or CampaignCost(campaign_id=campaign_id, cents=cents, noted_at=now)
        found.cents, found.noted_by, found.noted_at = cents, person_id(by), now
        session.add(found)
    session.flush()
    record(
        session, action="note_costs", subject="campaign", subject_id=campaign_id, by=by,
        programme_id=campaign.programme_id, now=now, cents=cents,
    )  # fmt: skip
    return found
