"""From a row of the radar to a kept proposal, and from the proposal to a campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from campaigns.clock import wall_time
from campaigns.content.draft_inputs import Event, check_event
from campaigns.content.models import Campaign
from campaigns.content.rules import check_can_plan
from campaigns.content.stored_facts import fact_view
from campaigns.content.values import ValueKind
from campaigns.errors import BadInput, NotReady
from campaigns.facts.library_file import GENERIC
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_of_topic
from campaigns.facts.validity import holds_on
from campaigns.needs.actions import mark_planned, save_proposal
from campaigns.needs.counts.disclosure import SMALLEST_COUNT
from campaigns.needs.models import Proposal
from campaigns.needs.own_topics.book import book_of
from campaigns.needs.proposals.drafting import ProgrammeView, propose
from campaigns.needs.proposals.reasons import reasons_of_region
from campaigns.needs.queries import spaces_of_topic
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.places import TOGETHER
from campaigns.needs.radar.ranking import RadarRow, rows_of_topic, window_end, window_start
from campaigns.needs.radar.reasons import law_reason
from campaigns.needs.radar.regional import languages_asked
from campaigns.needs.rules import check_can_propose
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.people.queries import optional_languages, programme_languages
from campaigns.placements.models import Publication
from campaigns.placements.overview.coverage import changes_ahead, radar_with_coverage
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.placements.queries import spaces_of
from campaigns.planning.first_day import first_day
from campaigns.planning.kinds import OF_EVENTS
from campaigns.planning.request import NeedView
from campaigns.vocabulary import FactKind

#: So far back a language's posts are compared with what it asks.
HALF_A_YEAR = timedelta(weeks=26)
#: The window of the radar that a plan without a proposal names.
ASKED_WEEKS = 8


def propose_topic(
    session: Session,
    *,
    programme: Programme,
    topic: str,
    as_of: date,
    weeks: int,
    region: str | None = None,
    by: Actor,
    now: datetime,
) -> Proposal:
    """The proposal for a topic as the radar shows it on this day, kept with its counts.

    With a `region` (DE-BE) its own counts speak for the campaign first, its holidays are minded, and the languages
    are those in which it asks; where too little is asked there to tell them, those of all regions.
    """
    check_can_propose(by)
    here = _in_region(session, programme, topic, as_of=as_of, weeks=weeks, region=region)
    asked_here = _languages_here(session, programme, here, as_of=as_of, region=region)
    rows = radar_with_coverage(session, programme=programme, as_of=as_of, weeks=weeks)
    view = replace(_view(session, programme, topic, as_of=as_of, weeks=weeks, now=now), here=asked_here)
    today = wall_time(now, programme.zone).date()
    book = book_of(session, programme.id or 0)
    # Which languages are spoken depends on no fact, and which facts hold depends on the first day.
    spoken = propose(rows, topic, view, today=today, book=book).spoken
    first = first_day(
        topic,
        jurisdiction=programme.jurisdiction,
        land=_land_of(region) or programme.land,
        languages=spoken,
        today=today,
    )
    view = replace(view, facts=facts_on(session, programme, topic, first.day, change=view.law_change))
    return save_proposal(
        session,
        programme_id=programme.id or 0,
        proposal=propose(rows, topic, view, today=today, earliest=first.day, book=book),
        as_of=as_of,
        by=by,
        now=now,
        also={
            "weeks": weeks,
            "region": region if here else None,
            "regional": [one.to_dict() for one in reasons_of_region(here, asked_here)],
            "need": _counted(rows_of_topic(rows, topic)),
            "rising": [row.language for row in rows_of_topic(rows, topic) if row.is_rising and row.language],
            "law": law_reason(view.law_change).to_dict() if view.law_change else None,
            "reckoned": [one.to_dict() for one in first.steps],
            "ahead": [one.to_dict() for one in (*first.legal, *first.ahead)],
        },
    )


def _in_region(
    session: Session, programme: Programme, topic: str, *, as_of: date, weeks: int, region: str | None
) -> list[RadarRow]:
    """The topic's rows in a region, as far as they may be shown."""
    if region is None:
        return []
    rows = radar_with_coverage(session, programme=programme, as_of=as_of, weeks=weeks, region=region)
    found = rows_of_topic(rows, topic)
    if not found:
        raise NotReady(
            "In this region too few questions on this topic were asked to show. Propose it for all regions."
        )
    return found


def _languages_here(
    session: Session, programme: Programme, rows: Sequence[RadarRow], *, as_of: date, region: str | None
) -> frozenset[str] | None:
    """The languages in which a region asks; None for all regions, and where they cannot be told."""
    if region is None:
        return None
    asked = languages_asked(session, programme=programme, region=region, as_of=as_of)
    by_topic = {row.language for row in rows if row.language and row.language != TOGETHER}
    return (asked | by_topic) or None


def _land_of(region: str | None) -> str:
    """The Land of a region as calendars name it: BE of DE-BE."""
    country, _, land = (region or "").partition("-")
    return land if country == "DE" else ""


def plan_proposal(
    session: Session,
    *,
    programme: Programme,
    proposal: Proposal,
    start: date,
    languages: Sequence[str],
    kinds: Sequence[str],
    event: Event | None = None,
    by: Actor,
    now: datetime,
) -> Campaign:
    """The campaign of a proposal: planned from its facts and saved, with the proposal decided.

    With an event its announcement and reminders join the posts, even if no kind of event was chosen.
    """
    check_can_plan(by)
    if start < wall_time(now, programme.zone).date():
        raise BadInput("The first day is over. Choose today or later.", field="start")
    if not languages:
        raise BadInput("Choose at least one language.", field="language")
    if event is not None:
        check_event(event, start=start)
        if kinds and not set(kinds) & OF_EVENTS:
            kinds = [*kinds, "event"]
    marked = mark_planned(session, proposal_id=proposal.id or 0, by=by, now=now)
    marked.evidence = {
        **marked.evidence,
        "taken": {"start": start.isoformat(), "languages": list(languages), "kinds": list(kinds)},
    }
    plan = plan_topic(
        session,
        programme=programme,
        topic=proposal.topic,
        start=start,
        now=now,
        languages=languages,
        need=_need(proposal.evidence),
        kinds=kinds,
        event=event,
    )
    return save_plan(session, programme=programme, plan=plan, by=by, now=now, proposal_id=proposal.id)


def _view(
    session: Session, programme: Programme, topic: str, *, as_of: date, weeks: int, now: datetime
) -> ProgrammeView:
    programme_id = programme.id or 0
    spaces = spaces_of_topic(
        session,
        programme=programme,
        topic=topic,
        since=window_start(as_of, weeks),
        until=window_end(as_of),
    )
    platform_of = {space.name: space.platform for space in spaces_of(session, programme_id=programme_id)}
    return ProgrammeView(
        languages=programme_languages(session, programme_id),
        source_language=programme.source_language,
        optional_languages=optional_languages(session, programme_id),
        spaces=spaces,
        platforms={platform_of.get(name, name) for names in spaces.values() for name in names},
        posts=posts_by_language(session, programme_id=programme_id, since=now - HALF_A_YEAR),
        law_change=changes_ahead(
            session, programme_id=programme_id, on=as_of, reader=programme.source_language
        ).get(topic),
    )


def facts_on(
    session: Session, programme: Programme, topic: str, day: date, *, change: LawChange | None
) -> Counter[str]:
    """By kind, the facts on which posts of this day can rest.

    Of facts about a change only those on the one that is near: what changed last year is true, but another number.
    """
    facts = [
        fact
        for fact in facts_of_topic(session, programme_id=programme.id or 0, topic=topic)
        if holds_on(fact, day) and fact.jurisdiction in (programme.jurisdiction, GENERIC)
    ]
    return Counter(
        fact.kind.value
        for fact in facts
        if fact.kind is not FactKind.CHANGE or (change is not None and _day_of(fact) == change.day)
    )


def _day_of(fact: Fact) -> date | None:
    """The day from which the change holds that a fact tells of."""
    value = fact_view(fact, {}).first_value(ValueKind.DATE)
    return value.day if value else None


def posts_by_language(session: Session, *, programme_id: int, since: datetime) -> dict[str, int]:
    """How many posts were published in each language since a moment."""
    query = (
        select(col(Publication.language), func.count())
        .where(col(Publication.programme_id) == programme_id, col(Publication.published_at) >= since)
        .group_by(col(Publication.language))
    )
    return dict(session.exec(query).all())


def _counted(rows: Sequence[RadarRow]) -> dict[str, Any]:
    """The counts of a topic as they may be kept: small ones as None."""
    shown = [row.count for row in rows if row.count is not None]
    return {
        "count": sum(shown) if shown else None,
        "languages": {row.language or "": row.count for row in rows},
        "wrong_share": max((row.wrong_share or 0.0 for row in rows if not row.few_wrong), default=0.0)
        or None,
        "spaces": max((row.spaces for row in rows), default=0) or None,
        "below": max((row.smallest_count for row in rows), default=SMALLEST_COUNT),
    }


def need_of(session: Session, *, programme: Programme, topic: str, as_of: date) -> NeedView | None:
    """What was asked on a topic in the weeks before a day, as a plan without a proposal tells it; None for nothing."""
    asked = radar_with_coverage(session, programme=programme, as_of=as_of, weeks=ASKED_WEEKS)
    rows = rows_of_topic(asked, topic)
    return _need({"need": _counted(rows), "weeks": ASKED_WEEKS}) if rows else None


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
        below=need.get("below", SMALLEST_COUNT),
    )
