"""Until when an approval may hold: no longer than the facts it rests on, nor than its programme lets approvals hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from campaigns.approvals.queries import facts_behind
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post
from campaigns.facts.models import Fact
from campaigns.people.models import Programme


class Limit(StrEnum):
    """What ends an approval at the latest."""

    FACT = "fact"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Term:
    """The last day an approval may have, and why no later one.

    `fact`: whose end it is, where one ends first; `days`: how long an approval of the programme may hold;
    `is_unsure`: no end is known of a fact behind it.
    """

    last: date
    limit: Limit
    days: int
    fact: Fact | None = None
    is_unsure: bool = False

    def shortened(self, wanted: date | None) -> date:
        """The day that was wanted, or the last one where that is later or none was said."""
        return self.last if wanted is None else min(wanted, self.last)


def term_of(session: Session, post: Post, *, now: datetime) -> Term:
    """The term of an approval that is given now: the first fact behind the post to end, or the programme's own rule."""
    programme = session.get_one(Programme, session.get_one(Campaign, post.campaign_id).programme_id)
    ceiling = wall_time(now, programme.zone).date() + timedelta(days=programme.approval_days)
    facts = facts_behind(session, post.id or 0)
    ending = [fact for fact in facts if fact.valid_to and fact.valid_to < ceiling]
    is_unsure = any(fact.valid_to is None for fact in facts)
    first = min(ending, key=lambda fact: fact.valid_to or ceiling, default=None)
    if first is None or first.valid_to is None:
        return Term(ceiling, Limit.PROGRAMME, programme.approval_days, is_unsure=is_unsure)
    return Term(first.valid_to, Limit.FACT, programme.approval_days, first, is_unsure)
