"""What lawyers decided in a period, and how long it took them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from sqlmodel import Session, col

from campaigns.approvals.models import ReviewRequest
from campaigns.reach.behind.decisions import PLACES, decided_texts, hours_taken
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import Decision


def approvals_of(
    session: Session, campaign_ids: Sequence[int], period: Period, zone: str
) -> tuple[Counter[Decision], float | None]:
    """Decided variants by decision, and the median of the hours from submitting to approving.

    A campaign's approvals lie before its first day, so its own report counts them from the beginning: its period
    begins at date.min.
    """
    query = decided_texts(campaign_ids, period, zone, col(ReviewRequest.outcome), hours_taken(session))
    decided = session.connection().execute(query).all()
    hours = [round(float(took), PLACES) for outcome, took in decided if outcome == Decision.APPROVE]
    decisions = Counter(Decision(outcome) for outcome, _took in decided)
    return decisions, round(median(hours), 1) if hours else None
