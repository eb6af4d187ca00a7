"""From a row of the radar to a kept proposal, and from the proposal to a campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput
from campaigns.facts.queries import facts_of_topic
from campaigns.needs.actions import mark_planned, save_proposal
from campaigns.needs.models import Proposal
from campaigns.needs.proposals import ProgrammeView, propose
from campaigns.needs.queries import spaces_of_topic
from campaigns.needs.radar import RadarRow, law_changes_ahead, monday, rows_of_topic, window_start
from campaigns.needs.rules import check_can_propose
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import optional_languages, programme_languages
from campaigns.placements.coverage import radar_with_coverage
from campaigns.placements.plans import plan_topic, save_plan
from campaigns.planning.request import NeedView


def propose_topic(
    session: Session,
    *,
    programme: Programme,
    topic: str,
    as_of: date,
    weeks: int,
    by: Actor,
    now: datetime,
) -> Proposal:
    """The proposal for a topic as the radar shows it on this day, kept with its counts."""
    check_can_propose(by)
    rows = radar_with_coverage(session, programme=programme, as_of=as_of, weeks=weeks)
    proposal = propose(
        rows,
        topic,
        _view(session, programme, topic, as_of, weeks),
        today=wall_time(now, programme.zone).date(),
    )
    return save_proposal(
        session,
        programme_id=programme.id or 0,
        proposal=proposal,
        as_of=as_of,
        by=by,
        now=now,
        also={"weeks": weeks, "need": _counted(rows_of_topic(rows, topic))},
    )


def plan_proposal(
    session: Session,
    *,
    programme: Programme,
    proposal: Proposal,
    start: date,
    languages: Sequence[str],
    kinds: Sequence[str],
    by: Actor,
    now: datetime,
) -> Campaign:
    """The campaign of a proposal: planned from its facts and saved, with the proposal decided."""
    check_can_plan(by)
    if start < wall_time(now, programme.zone).date():
        raise BadInput("The first day is over. Choose today or later.", field="start")
    if not languages:
        raise BadInput("Choose at least one language.", field="language")
    mark_planned(session, proposal_id=proposal.id or 0, by=by, now=now)
    plan = plan_topic(
        session,
        programme=programme,
        topic=proposal.topic,
        start=start,
        now=now,
        languages=languages,
        need=_need(proposal.evidence),
        kinds=kinds,
    )
    return save_plan(session, programme=programme, plan=plan, by=by, now=now, proposal_id=proposal.id)


def _view(session: Session, programme: Programme, topic: str, as_of: date, weeks: int) -> ProgrammeView:
    programme_id = programme.id or 0
    facts = Counter(
        fact.kind.value for fact in facts_of_topic(session, programme_id=programme_id, topic=topic)
    )
    return ProgrammeView(
        languages=programme_languages(session, programme_id),
        source_language=programme.source_language,
        optional_languages=optional_languages(session, programme_id),
        facts=facts,
        spaces=spaces_of_topic(
            session,
            programme_id=programme_id,
            topic=topic,
            since=window_start(as_of, weeks),
            until=monday(as_of) + timedelta(days=6),
        ),
        law_change=law_changes_ahead(as_of).get(topic),
    )


def _counted(rows: Sequence[RadarRow]) -> dict[str, Any]:
    """The counts of a topic as they may be kept: small ones as None."""
    shown = [row.count for row in rows if row.count is not None]
    return {
        "count": sum(shown) if shown else None,
        "languages": {row.language or "": row.count for row in rows},
        "wrong_share": max((row.wrong_share or 0.0 for row in rows), default=0.0) or None,
        "spaces": max((row.spaces for row in rows), default=0) or None,
    }


def _need(evidence: dict[str, Any]) -> NeedView | None:
    need = evidence.get("need")
    if not need:
        return None
    return NeedView(
        count=need["count"],
        weeks=evidence["weeks"],
        languages={code: count for code, count in need["languages"].items() if code},
        wrong_share=need["wrong_share"],
        spaces=need["spaces"],
    )
