"""From a refuted rumour to the campaign that answers it: a card with the fact first, and a comment for threads."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from campaigns.content.models import Campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput, Conflict
from campaigns.facts.actions.claiming import write_myth
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.rumours.actions import mark_rumour_answered
from campaigns.needs.rumours.models import Rumour
from campaigns.needs.rumours.myth import holds_redaction, myth_post, refuse_redacted
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.vocabulary import Risk

RISKS = {1: Risk.LOW, 2: Risk.MEDIUM, 3: Risk.HIGH}


def answer_rumour(
    session: Session,
    *,
    programme: Programme,
    rumour: Rumour,
    headline: str,
    sentence: str,
    claim: str,
    start: date,
    by: Actor,
    now: datetime,
) -> Campaign:
    """Plans the campaign: the rumour becomes a fact to check, the posts are drafted from it in the source language.

    `headline`, `sentence` and `claim` are in the programme's source language; where the rumour was written down in
    another one, its own words stand there as the claim. The other languages wait for their translators.
    """
    check_can_plan(by)
    if rumour.campaign_id is not None:
        raise Conflict("A campaign already answers this rumour.")
    refuse_redacted(headline=headline, claim=claim, sentence=sentence)
    post = myth_post(rumour, book=book_of(session, programme.id or 0))
    spoken = programme_languages(session, programme.id or 0, with_optional=False)
    source = programme.source_language
    # Words out of which something was taken are for nobody to read: that language waits for its translator.
    told = {
        code: post.claim for code in spoken if code == post.claim_language and not holds_redaction(post.claim)
    }
    fact = write_myth(
        session,
        programme_id=programme.id or 0,
        key=f"{post.topic}.rumour_{rumour.id}",
        topic=post.topic,
        jurisdiction=programme.jurisdiction,
        language=source,
        headline=headline,
        sentence=sentence,
        claims={**told, source: claim},
        sources=post.sources,
        risk=RISKS[post.risk],
        read_on=rumour.judged_at.date() if rumour.judged_at else start,
        by=by,
        now=now,
    )
    plan = plan_topic(
        session, programme=programme, topic=post.topic, start=start, now=now, kinds=post.kinds,
        only=(fact.key,),
    )  # fmt: skip
    if not plan.posts:
        raise BadInput("No post could be planned from this rumour. Look at its topic and sources.")
    campaign = save_plan(session, programme=programme, plan=plan, by=by, now=now)
    campaign.title = f"{campaign.title}: {headline.strip()}"[:120]
    session.add(campaign)
    mark_rumour_answered(session, rumour_id=rumour.id or 0, campaign_id=campaign.id or 0, by=by, now=now)
    return campaign
