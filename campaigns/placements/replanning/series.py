"""Posts and languages that come to a plan or leave it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, and_, delete
from sqlalchemy import select as select_many
from sqlmodel import Session, SQLModel, col, select

from campaigns.approvals.models import Proof
from campaigns.content.actions import NewPost, add_revision
from campaigns.content.actions.arranging import arrange
from campaigns.content.actions.creating import put_post
from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.content.queries import posts_of_campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput, Conflict
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_of_topic
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.plans.storing import plan_topic
from campaigns.placements.replanning.campaign import facts_used_by, record_plan, today_in
from campaigns.planning.planned import CampaignPlan, PlannedPost
from campaigns.vocabulary import Origin


def add_kind(session: Session, *, campaign: Campaign, kind: str, day: date, by: Actor, now: datetime) -> Post:
    """One more post of a kind at the end of the series, from facts that hold on its day."""
    check_can_plan(by)
    programme = session.get_one(Programme, campaign.programme_id)
    used = facts_used_by(session, campaign)
    plan = _plan(session, programme, campaign, kinds=(kind,), day=day, without=used, now=now)
    if not plan.posts:
        plan = _plan(session, programme, campaign, kinds=(kind,), day=day, without=set(), now=now)
    if not plan.posts:
        why = next((warning for warning in plan.warnings), None)
        raise (
            BadInput(why.msgid, field="kind", **why.values)
            if why
            else BadInput(
                "There is no fact that carries a post: add facts on this topic first.", field="kind"
            )
        )
    planned = plan.posts[0]
    posts = posts_of_campaign(session, campaign.id or 0)
    post = put_post(
        session, campaign, len(posts) + 1, _new_post(session, planned, campaign), campaign.languages, by, now
    )
    told = {"day": planned.day.isoformat(), "aim": planned.aim.to_dict(), "reasons": []}
    campaign.plan = {**campaign.plan, "posts": [*campaign.plan.get("posts", []), told]}
    session.add(campaign)
    record_plan(session, "add_post", campaign, by, now, kind=kind)
    return post


def remove_post(session: Session, *, campaign: Campaign, post: Post, by: Actor, now: datetime) -> None:
    """Takes a post out of the plan with its drafts, pictures and proposed moments.

    One that a lawyer has seen stays: what was shown to somebody is never thrown away.
    """
    check_can_plan(by)
    posts = posts_of_campaign(session, campaign.id or 0)
    if len(posts) == 1:
        raise Conflict("This is the only post of the campaign. Add another first.")
    if _was_submitted(session, col(Variant.post_id) == post.id):
        raise Conflict(
            "This post was submitted to the lawyers, so it stays on record. Cancel its moments instead."
        )
    position, kind = post.position, post.kind
    told = list(campaign.plan.get("posts", []))
    rest = [each for each in posts if each.id != post.id]
    _delete(session, SQLModel.metadata.tables["post"], [post.id or 0])
    session.expire_all()
    campaign.plan = {**campaign.plan, "posts": told}
    arrange(session, campaign, rest)
    record_plan(session, "remove_post", campaign, by, now, kind=kind, position=position)


def add_language(session: Session, *, campaign: Campaign, language: str, by: Actor, now: datetime) -> None:
    """The campaign in one more language: drafts where the facts have words, else what is missing."""
    check_can_plan(by)
    known = programme_languages(session, campaign.programme_id)
    if language not in known:
        raise BadInput("This programme does not work in that language.", field="language")
    if language in campaign.languages:
        raise Conflict("The campaign is planned in this language already.", field="language")
    programme = session.get_one(Programme, campaign.programme_id)
    for post in posts_of_campaign(session, campaign.id or 0):
        facts = _facts_of(session, post)
        plan = plan_topic(
            session,
            programme=programme,
            topic=campaign.topic,
            start=max(campaign.starts_on, today_in(programme, now)),
            languages=(programme.source_language, language),
            kinds=(post.kind,),
            only=[fact.key for fact in facts],
            now=now,
        )
        draft = plan.posts[0].drafts.get(language) if plan.posts else None
        variant = Variant(post_id=post.id or 0, language=language, changed_at=now)
        variant.missing = [item.to_dict() for item in draft.missing] if draft else []
        session.add(variant)
        session.flush()
        if draft is not None and draft.copy is not None:
            add_revision(
                session, variant=variant, words=draft.copy.to_dict(), origin=Origin.FRAME, by=by, now=now
            )
    campaign.languages = [*campaign.languages, language]
    session.add(campaign)
    record_plan(session, "add_language", campaign, by, now, language=language)


def remove_language(session: Session, *, campaign: Campaign, language: str, by: Actor, now: datetime) -> None:
    """Takes a language out of the plan with its drafts, pictures and proposed moments.

    The source stays, because all others are made from it; so does a language that a lawyer has seen.
    """
    check_can_plan(by)
    if language not in campaign.languages:
        raise BadInput("The campaign is not planned in this language.", field="leaving")
    if language == session.get_one(Programme, campaign.programme_id).source_language:
        raise Conflict("All other languages are made from this one. It stays.", field="leaving")
    posts = [post.id for post in posts_of_campaign(session, campaign.id or 0)]
    mine = and_(col(Variant.post_id).in_(posts), col(Variant.language) == language)
    if _was_submitted(session, mine):
        raise Conflict(
            "Posts in this language were submitted to the lawyers, so it stays on record. Cancel its moments instead.",
            field="leaving",
        )
    leaving = session.execute(select_many(col(Variant.id)).where(mine)).scalars()
    _delete(session, SQLModel.metadata.tables["variant"], [each or 0 for each in leaving])
    session.expire_all()
    campaign.languages = [code for code in campaign.languages if code != language]
    session.add(campaign)
    record_plan(session, "remove_language", campaign, by, now, language=language)


def _was_submitted(session: Session, which: ColumnElement[bool]) -> bool:
    """Whether a lawyer was shown one of these variants."""
    seen = select_many(col(Proof.id)).join(Variant, col(Variant.id) == Proof.variant_id).where(which)
    return session.execute(seen.limit(1)).first() is not None


def _plan(
    session: Session,
    programme: Programme,
    campaign: Campaign,
    *,
    kinds: Sequence[str],
    day: date,
    without: set[str],
    now: datetime,
) -> CampaignPlan:
    facts = facts_of_topic(session, programme_id=campaign.programme_id, topic=campaign.topic)
    return plan_topic(
        session,
        programme=programme,
        topic=campaign.topic,
        start=day,
        languages=campaign.languages,
        kinds=kinds,
        only=[fact.key for fact in facts if fact.key not in without] or ["-"],
        now=now,
    )


def _new_post(session: Session, planned: PlannedPost, campaign: Campaign) -> NewPost:
    by_key = {
        fact.key: fact
        for fact in facts_of_topic(session, programme_id=campaign.programme_id, topic=campaign.topic)
    }
    return NewPost(
        kind=planned.kind,
        aim=str(planned.aim),
        layout=planned.layout,
        formats=planned.formats,
        facts=[by_key[fact.key] for fact in planned.facts],
        drafts={code: draft.copy.to_dict() for code, draft in planned.drafts.items() if draft.copy},
        missing={code: [item.to_dict() for item in draft.missing] for code, draft in planned.drafts.items()},
        not_after=planned.not_after,
    )


def _facts_of(session: Session, post: Post) -> list[Fact]:
    query = select(Fact).join(PostFact, col(PostFact.fact_id) == Fact.id).where(PostFact.post_id == post.id)
    return list(session.exec(query))


def _delete(session: Session, table: Table, ids: Sequence[int]) -> None:
    """Deletes rows and, before them, everything that points to them."""
    if not ids:
        return
    for other in SQLModel.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is not table or other is table:
                continue
            if "id" in other.c:
                found = session.execute(select_many(other.c.id).where(key.parent.in_(ids))).scalars()
                _delete(session, other, list(found))
            else:
                session.execute(delete(other).where(key.parent.in_(ids)))
    session.execute(delete(table).where(table.c.id.in_(ids)))
