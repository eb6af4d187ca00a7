"""What campaigns cost, where somebody says so: costs are optional, and one that nobody named is not nought."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.reach.models import CampaignCost


@dataclass(frozen=True)
class Costs:
    """Costs of whole campaigns, in euro cents: of `known` among the `campaigns` of a report.

    `per_click` is cents / clicks of the report's period, for a report on one campaign that was clicked; else None.
    """

    cents: int
    known: int
    campaigns: int
    per_click: float | None = None


def costs_of(
    session: Session, campaign_ids: Collection[int], *, clicks: int, is_one_campaign: bool
) -> Costs | None:
    """The costs of these campaigns as far as they are known; None where nobody named any."""
    cents = session.exec(
        select(CampaignCost.cents).where(col(CampaignCost.campaign_id).in_(campaign_ids))
    ).all()
    if not cents:
        return None
    total = sum(cents)
    per_click = total / clicks if is_one_campaign and clicks else None
    return Costs(total, len(cents), len(campaign_ids), per_click)
