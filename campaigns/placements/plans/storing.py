"""A plan from what stands in the database, and back into it: campaign, posts, variants, proposed placements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.content.actions import NewPost, create_campaign
from campaigns.content.draft_inputs import Contact, Event, Imprint
from campaigns.content.models import Campaign
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.content.rules import check_can_plan
from campaigns.content.stored_facts import fact_view
from campaigns.errors import BadInput, Refusal
from campaigns.facts.library import topic_facts
from campaigns.facts.queries import facts_of_topic, texts_of_facts
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.topics.taxonomy import Taxonomy
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.actions.place import propose_placement
from campaigns.placements.plans.outlets import key_of, outlets_of
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.planning.plan import CampaignPlan, plan_campaign
from campaigns.planning.planned import PlannedPost
from campaigns.planning.request import NeedView, PlanRequest, Topic


def plan_topic(
    session: Session,
    *,
    programme: Programme,
    topic: str,
    start: date,
    now: datetime,
    languages: Sequence[str] = (),
    need: NeedView | None = None,
    event: Event | None = None,
    kinds: Sequence[str] = (),
    end: date | None = None,
    only: Sequence[str] = (),
) -> CampaignPlan:
    """The plan for a topic from the programme's facts, languages, accounts and groups. Writes nothing.

    `only` names facts by their keys when the campaign is about these alone.
    """
    facts = [
        fact
        for fact in facts_of_topic(session, programme_id=programme.id or 0, topic=topic)
        if not only or fact.key in only
    ]
    texts = texts_of_facts(session, [fact.id or 0 for fact in facts])
    chosen = list(languages) or programme_languages(session, programme.id or 0, with_optional=False)
    source, today = programme.source_language, wall_time(now, programme.zone).date()
    ordered = tuple([source] * (source in chosen) + [code for code in chosen if code != source])
    return plan_campaign(
        PlanRequest(
            topic=topic_view(topic, book_of(session, programme.id or 0)),
            jurisdiction=programme.jurisdiction,
            land=programme.land,
            languages=ordered,
            start=start,
            today=today,
            facts=[fact_view(fact, texts.get(fact.id or 0, {})) for fact in facts],
            imprint=Imprint(programme.organisation, programme.imprint_url),
            contact=Contact(
                **{name: programme.contact.get(name, "") for name in ("name", "phone", "mail", "url")}
            ),
            outlets=outlets_of(session, programme, since=datetime.combine(min(start, today), time(), UTC)),
            need=need,
            event=event,
            kinds=tuple(kinds),
            to_women=programme.speaks_to_women,
            end=end,
        )
    )


def save_plan(
    session: Session,
    *,
    programme: Programme,
    plan: CampaignPlan,
    by: Actor | None,
    now: datetime,
    proposal_id: int | None = None,
    ends_on: date | None = None,
) -> Campaign:
    """Writes a plan down: the campaign with drafts in every language, and its moments as proposals."""
    if by is not None:
        check_can_plan(by)
    if not plan.posts:
        raise BadInput(
            "There is no fact on “{topic}” that carries a post in this programme. Add facts first: on the desk, under "
            "Settings → Facts.",
            topic=plan.topic,
        )
    by_key = {
        fact.key: fact for fact in facts_of_topic(session, programme_id=programme.id or 0, topic=plan.topic)
    }
    languages = plan.posts[0].languages
    campaign = create_campaign(
        session,
        programme_id=programme.id or 0,
        topic=plan.topic,
        title=topic_view(plan.topic, book_of(session, programme.id or 0)).name.get(programme.source_language)
        or plan.topic,
        starts_on=plan.start,
        ends_on=ends_on,
        languages=languages,
        link=programme.contact.get("url", ""),
        plan={
            "evidence": [item.to_dict() for item in plan.evidence],
            "warnings": [item.to_dict() for item in plan.warnings],
            "posts": [
                {
                    "day": post.day.isoformat(),
                    "aim": post.aim.to_dict(),
                    "reasons": [item.to_dict() for item in post.reasons],
                    "moments": _moments_told(post),
                }
                for post in plan.posts
            ],
        },
        posts=[
            NewPost(
                kind=post.kind,
                aim=str(post.aim),
                layout=post.layout,
                formats=post.formats,
                facts=[by_key[fact.key] for fact in post.facts],
                drafts={code: draft.copy.to_dict() for code, draft in post.drafts.items() if draft.copy},
                missing={
                    code: [item.to_dict() for item in draft.missing] for code, draft in post.drafts.items()
                },
                not_after=post.not_after,
            )
            for post in plan.posts
        ],
        by=by,
        now=now,
        proposal_id=proposal_id,
    )
    _propose(session, campaign, plan, by, now)
    return campaign


def _moments_told(post: PlannedPost) -> list[dict[str, Any]]:
    """What was minded when moments of a post were chosen, once for all languages that share it."""
    said = dict.fromkeys(item for placement in post.placements for item in placement.reasons)
    return [item.to_dict() for item in said]


def _propose(
    session: Session, campaign: Campaign, plan: CampaignPlan, by: Actor | None, now: datetime
) -> None:
    """The plan's moments as proposed placements. One that the clock refuses is left to a person."""
    accounts = {
        key_of(account): account for account in accounts_of(session, programme_id=campaign.programme_id)
    }
    spaces = {key_of(space): space for space in spaces_of(session, programme_id=campaign.programme_id)}
    posts = posts_of_campaign(session, campaign.id or 0)
    variants = variants_of_posts(session, [post.id or 0 for post in posts])
    for post, planned in zip(posts, plan.posts, strict=True):
        for placement in planned.placements:
            try:
                propose_placement(
                    session,
                    variant_id=variants[post.id or 0][placement.language].id or 0,
                    account=accounts.get(placement.outlet),
                    space=spaces.get(placement.outlet),
                    wall=placement.local,
                    zone=placement.zone,
                    by=by,
                    now=now,
                )
            except Refusal:
                continue


def topic_view(topic: str, book: Taxonomy) -> Topic:
    """A topic's names and hashtags: from the fact library, else the German and English of the programme's topics."""
    known = topic_facts(topic)
    if known is not None:
        return Topic(topic, known.name, known.hashtags)
    entry = book.topics.get(topic)
    if entry is None:
        raise BadInput(
            "There is no topic “{topic}”. `litfass needs radar` lists the topics that are asked.",
            topic=topic[:40],
        )
    return Topic(topic, {"de": entry.de, "en": entry.en})
