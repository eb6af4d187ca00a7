"""A campaign once more: next year, or in the shape of a practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from campaigns.content.models import Campaign
from campaigns.content.queries import posts_of_campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput
from campaigns.facts.actions import adopt_topic
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_of_topic
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.placements.replanning.campaign import facts_used_by, record_plan, today_in
from campaigns.planning.planned import CampaignPlan
from campaigns.planning.practices.models import Practice
from campaigns.vocabulary import FactStatus


def repeat_campaign(
    session: Session, *, campaign: Campaign, start: date, by: Actor, now: datetime
) -> tuple[Campaign, CampaignPlan]:
    """The same campaign from another day on, from the facts that hold then; every one of them is to be checked anew."""
    check_can_plan(by)
    programme = session.get_one(Programme, campaign.programme_id)
    if start <= campaign.starts_on:
        raise BadInput("Choose a day after the campaign's own first day.", field="start")
    plan = plan_topic(
        session,
        programme=programme,
        topic=campaign.topic,
        start=start,
        languages=campaign.languages,
        kinds=_once([post.kind for post in posts_of_campaign(session, campaign.id or 0)]),
        now=now,
    )
    again = save_plan(session, programme=programme, plan=plan, by=by, now=now)
    again.title, again.link = campaign.title, campaign.link
    session.add(again)
    _flag(session, again, by, now)
    record_plan(session, "repeat_campaign", again, by, now, campaign=campaign.id)
    return again, plan


def plan_from_practice(
    session: Session, *, programme: Programme, practice: Practice, start: date, by: Actor, now: datetime
) -> Campaign:
    """A campaign in the shape of a practice, from this programme's own facts, in its own languages."""
    check_can_plan(by)
    if not facts_of_topic(session, programme_id=programme.id or 0, topic=practice.topic):
        adopt_topic(session, programme_id=programme.id or 0, topic=practice.topic, by=by, now=now)
    plan = plan_topic(
        session, programme=programme, topic=practice.topic, start=start, kinds=_once(practice.kinds), now=now
    )
    campaign = save_plan(session, programme=programme, plan=plan, by=by, now=now)
    _flag(session, campaign, by, now)
    record_plan(session, "use_practice", campaign, by, now, practice=practice.id)
    return campaign


def _flag(session: Session, campaign: Campaign, by: Actor, now: datetime) -> None:
    """Every fact behind the campaign is due for review today: a year may have changed what nobody noticed."""
    programme = session.get_one(Programme, campaign.programme_id)
    today = today_in(programme, now)
    keys = facts_used_by(session, campaign)
    query = select(Fact).where(Fact.programme_id == campaign.programme_id, col(Fact.key).in_(keys))
    for fact in session.exec(query):
        fact.review_on = min(fact.review_on or today, today)
        if fact.status is FactStatus.CHECKED:
            fact.status, fact.checked_by, fact.checked_at = FactStatus.DRAFT, None, None
        session.add(fact)
    session.flush()
    record_plan(session, "flag_facts", campaign, by, now, facts=sorted(keys))


def _once(kinds: Sequence[str]) -> tuple[str, ...]:
    """Explainers may come several times; reminders of one deadline come from one entry."""
    found: list[str] = []
    for kind in kinds:
        if kind not in found or kind == "explainer":
            found.append(kind)
    return tuple(found)
