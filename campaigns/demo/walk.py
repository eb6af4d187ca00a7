"""Walking a campaign along the road, step by step, with the actions that people use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from campaigns.approvals.actions import return_review
from campaigns.approvals.queries import open_reviews, proofs_of_review
from campaigns.clock import wall_time
from campaigns.content.queries import get_campaign
from campaigns.db import session_scope
from campaigns.demo.kits import hand_out
from campaigns.demo.looks import film, set_looks
from campaigns.demo.mishaps import lose_answer, miss_one, refuse_one
from campaigns.demo.scenario import CampaignScene
from campaigns.demo.stage import Stage, approve, last_due, publish_due, render, somebody, variants_in
from campaigns.demo.tagging import tag_two
from campaigns.facts.queries import fact_by_key
from campaigns.facts.versions import present_state
from campaigns.people.models import Programme
from campaigns.placements.actions.by_hand import mark_posted
from campaigns.placements.actions.together import chosen_cells, schedule_cells, submit_cells
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.placements.models import Placement, Space
from campaigns.placements.plans.proposing import need_of
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.placements.recall.actions import change_and_recall
from campaigns.planning.practices.actions import save_practice
from campaigns.vocabulary import PlacementStatus, Role

#: Hand-offs of a running campaign that wait for the advisor.
LEFT_TO_POST = 2


def walk(stage: Stage, *, programme: Programme, scene: CampaignScene, now: datetime) -> int:
    """One campaign as far as its scene says; returns its id."""
    made_at = now + timedelta(weeks=min(0, scene.start_weeks)) - timedelta(days=14)
    start = (now + timedelta(weeks=scene.start_weeks)).date()
    with session_scope(stage.engine) as session:
        staff = somebody(session, programme, Role.STAFF)
        asked = need_of(
            session, programme=programme, topic=scene.topic, as_of=wall_time(made_at, programme.zone).date()
        )
        plan = plan_topic(
            session,
            programme=programme,
            topic=scene.topic,
            start=start,
            now=made_at,
            kinds=scene.kinds,
            need=asked,
        )
        campaign = save_plan(session, programme=programme, plan=plan, by=staff, now=made_at)
        campaign_id = campaign.id or 0
        set_looks(session, programme=programme, campaign=campaign, scene=scene, by=staff, now=made_at)
    if scene.reach == "planned":
        return campaign_id
    render(stage, campaign_id=campaign_id, now=made_at)
    film(stage, programme=programme, campaign_id=campaign_id, scene=scene, now=made_at)
    if scene.corrected:
        correct_fact(stage, programme=programme, scene=scene, now=now - timedelta(hours=20))
    if scene.reach == "writing":
        return campaign_id
    submit_all(stage, programme=programme, campaign_id=campaign_id, now=made_at + timedelta(days=2))
    some = None if scene.reach in ("scheduled", "running", "finished") else 3
    approve_all(
        stage, programme=programme, campaign_id=campaign_id, now=made_at + timedelta(days=4), most=some
    )
    if scene.reach == "review":
        return_one(stage, programme=programme, campaign_id=campaign_id, now=made_at + timedelta(days=4))
        return campaign_id
    schedule_all(stage, programme=programme, campaign_id=campaign_id, now=made_at + timedelta(days=5))
    if scene.missed:
        miss_one(stage, programme=programme, campaign_id=campaign_id, language=scene.missed, now=now)
    if scene.refused:
        refuse_one(stage, programme=programme, campaign_id=campaign_id, language=scene.refused, now=now)
    if scene.withdrawn:
        withdraw_one(stage, programme=programme, campaign_id=campaign_id, language=scene.withdrawn, now=now)
    if scene.unproven:
        lose_answer(stage, programme=programme, campaign_id=campaign_id, language=scene.unproven, now=now)
    publish_due(stage, campaign_id=campaign_id, until=now)
    if scene.tagged:
        tag_two(stage, programme=programme, campaign_id=campaign_id, hashtag=scene.tagged, now=now)
    left = 0 if scene.reach == "finished" else LEFT_TO_POST
    post_by_hand(stage, programme=programme, campaign_id=campaign_id, until=now, left=left)
    if scene.kit and stage.kits:
        with session_scope(stage.engine) as session:
            staff = somebody(session, programme, Role.STAFF)
        hand_out(
            stage.engine,
            desk=stage.kits,
            programme=programme,
            campaign_id=campaign_id,
            scene=scene.kit,
            by=staff,
            now=now,
        )
    if scene.practice:
        keep_practice(stage, programme=programme, campaign_id=campaign_id, scene=scene, now=now)
    return campaign_id


def keep_practice(
    stage: Stage, *, programme: Programme, campaign_id: int, scene: CampaignScene, now: datetime
) -> None:
    """The lead keeps the shape of what worked, so that others plan from it."""
    with session_scope(stage.engine) as session:
        save_practice(
            session,
            campaign=get_campaign(session, campaign_id),
            title=scene.practice,
            note=scene.worked,
            by=somebody(session, programme, Role.LEAD),
            now=now,
        )


def correct_fact(stage: Stage, *, programme: Programme, scene: CampaignScene, now: datetime) -> None:
    """Campaign staff put a fact more exactly; what was written from it is recalled in every language."""
    with session_scope(stage.engine) as session:
        fact = fact_by_key(session, programme_id=programme.id or 0, key=scene.corrected)
        state = present_state(session, fact)
        texts = {
            code: {**parts, "sentence": scene.corrected_sentence.get(code, parts["sentence"])}
            for code, parts in state.texts.items()
        }
        change_and_recall(
            session,
            fact=fact,
            state=replace(state, texts=texts),
            based_on=fact.revision,
            why=scene.correction,
            by=somebody(session, programme, Role.STAFF),
            now=now,
        )


def submit_all(stage: Stage, *, programme: Programme, campaign_id: int, now: datetime) -> None:
    """Asks the lawyers for every cell that is written and has its pictures."""
    with session_scope(stage.engine) as session:
        staff = somebody(session, programme, Role.STAFF)
        campaign = get_campaign(session, campaign_id)
        cells = chosen_cells(session, campaign)
        submit_cells(session, campaign=campaign, cells=cells, desk=stage.desk, by=staff, now=now)


def approve_all(
    stage: Stage, *, programme: Programme, campaign_id: int, now: datetime, most: int | None = None
) -> None:
    """The lawyers approve what waits, or the first `most`."""
    with session_scope(stage.engine) as session:
        ids = {variant.id for _, variant in variants_in(session, get_campaign(session, campaign_id))}
        approve(session, programme, ids, now=now, most=most)


def return_one(stage: Stage, *, programme: Programme, campaign_id: int, now: datetime) -> None:
    """One card comes back with a reason."""
    with session_scope(stage.engine) as session:
        ids = {variant.id for _, variant in variants_in(session, get_campaign(session, campaign_id))}
        for request in open_reviews(session, programme_id=programme.id or 0):
            if request.variant_id not in ids or request.language == programme.source_language:
                continue
            lawyer = somebody(session, programme, Role.LAWYER, request.language)
            digests = {proof.channel: proof.digest for proof in proofs_of_review(session, request)}
            return_review(
                session,
                request_id=request.id or 0,
                seen=digests,
                reason="Bitte die Form des Nachweises (Textform) nennen wie im deutschen Text.",
                by=lawyer,
                now=now,
            )
            return


def schedule_all(stage: Stage, *, programme: Programme, campaign_id: int, now: datetime) -> None:
    """Makes the proposals of everything approved binding."""
    with session_scope(stage.engine) as session:
        staff = somebody(session, programme, Role.STAFF)
        campaign = get_campaign(session, campaign_id)
        schedule_cells(session, campaign=campaign, cells=chosen_cells(session, campaign), by=staff, now=now)


def withdraw_one(
    stage: Stage, *, programme: Programme, campaign_id: int, language: str, now: datetime
) -> None:
    """A lawyer takes back the approval of the last post that was due, shortly before its moment: it is held."""
    with session_scope(stage.engine) as session:
        placement = last_due(session, campaign_id=campaign_id, language=language, until=now)
        if placement is None or placement.due_at is None:
            return
        variant_id, moment = placement.variant_id, placement.due_at - timedelta(hours=2)
    publish_due(stage, campaign_id=campaign_id, until=moment)
    with session_scope(stage.engine) as session:
        withdraw_and_hold(
            session,
            variant_ids={variant_id},
            reason="Die Liste der Unterlagen hat sich geändert (fiktiv). Bitte noch einmal ansehen.",
            programme_id=programme.id or 0,
            by=somebody(session, programme, Role.LAWYER, language),
            now=moment,
        )


def post_by_hand(stage: Stage, *, programme: Programme, campaign_id: int, until: datetime, left: int) -> None:
    """The advisor posts what is due in groups by this moment, all but the last few."""
    with session_scope(stage.engine) as session:
        advisor = somebody(session, programme, Role.ADVISOR)
        ids = [variant.id or 0 for _, variant in variants_in(session, get_campaign(session, campaign_id))]
        query = (
            select(Placement, Space)
            .join(Space, col(Space.id) == Placement.space_id)
            .where(
                col(Placement.variant_id).in_(ids),
                Placement.status == PlacementStatus.SCHEDULED,
                col(Placement.due_at) <= until,
            )
            .order_by(col(Placement.due_at), col(Placement.id))
        )
        due = session.exec(query).all()
        # Groups that take posts on every day, so that what is left can be done whatever today is.
        waiting = [placement.id for placement, space in due if not space.days][-left:] if left else []
        for placement, _space in due:
            if placement.id in waiting:
                continue
            moment = (placement.due_at or until) + timedelta(minutes=25)
            mark_posted(
                session,
                placement_id=placement.id or 0,
                url=f"https://groups.example/post/{placement.id}",
                by=advisor,
                now=min(moment, until),
            )
