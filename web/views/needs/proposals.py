"""Proposals: made from a row of the radar in one click, planned into a campaign in another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.rules import can_plan, check_can_plan
from campaigns.errors import BadInput
from campaigns.facts.actions import adopt_topic
from campaigns.facts.queries import facts_of_topic
from campaigns.facts.rules import can_change_facts
from campaigns.needs.actions import dismiss_proposal
from campaigns.needs.counts.disclosure import ANCHOR
from campaigns.needs.models import Proposal
from campaigns.needs.queries import get_proposal, open_proposals
from campaigns.needs.rules import can_propose, check_can_propose, check_can_see_radar
from campaigns.people.queries import programme_languages
from campaigns.placements.overview.coverage import changes_ahead
from campaigns.placements.plans.proposing import facts_on, plan_proposal, propose_topic
from campaigns.placements.queries import accounts_of, spaces_of
from campaigns.planning.kinds import OF_EVENTS
from campaigns.vocabulary import FactStatus, ProposalStatus
from web import database, identity
from web.database import session
from web.facts_lacking import lacking, lawyers
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import needs_pages, tabs
from web.views.needs.event_form import FIELDS, typed_event
from web.views.needs.proposal_parts import (
    campaign_of,
    language_choices,
    law_of,
    places,
    rises_in,
    without_places,
    wording,
)
from web.views.needs.radar import chosen_day, chosen_region, chosen_window
from web.words import content as content_words
from web.words import needs as needs_words
from web.words.content import kept_reason, topic_word
from web.words.facts import reading_language
from web.words.needs import platform_word
from web.words.radar import region_word


@needs_pages.get("/needs/proposals")
@page(needs=check_can_see_radar)
def proposals() -> Response:
    rows = open_proposals(session(), programme_id=identity.programme().id or 0)
    return show(
        "needs/proposals.html", rows=rows, lack_of=lacking(_today()), topic_word=topic_word, tabs=tabs()
    )


@needs_pages.post("/needs/proposals")
@page(needs=check_can_propose)
def propose() -> Response:
    """From a row of the radar to its proposal."""
    region = chosen_region()
    proposal = propose_topic(
        session(),
        programme=identity.programme(),
        topic=request.form.get("topic", ""),
        as_of=chosen_day(),
        weeks=ANCHOR if region else chosen_window(),
        region=region,
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("needs.proposal", proposal_id=proposal.id))


@needs_pages.get("/needs/proposals/<int:proposal_id>")
@page(needs=check_can_see_radar)
def proposal(proposal_id: int) -> Response:
    row = _opened(session(), proposal_id)
    return _shown(row, Form(start=_as_proposed(row)))


@needs_pages.post("/needs/proposals/<int:proposal_id>/plan")
@page(needs=check_can_propose)
def plan(proposal_id: int) -> Response:
    """Plans the campaign: posts, drafts in every chosen language, proposed moments."""
    row, form = _opened(session(), proposal_id), Form.posted()
    with form.catching():
        programme, chosen = identity.programme(), form.chosen("language")
        event = typed_event(form, chosen, source=programme.source_language)
        if event is None and set(form.chosen("kind")) & OF_EVENTS:
            raise BadInput("Say when and where the event is.", field="event_day")
        campaign = plan_proposal(
            session(),
            programme=programme,
            proposal=row,
            start=form.day("start"),
            languages=chosen,
            kinds=form.chosen("kind"),
            event=event,
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("campaigns.campaign", campaign_id=campaign.id),
            _("The campaign is planned. Drafts are ready."),
        )
    return _shown(_opened(session(), proposal_id), form)


@needs_pages.post("/needs/proposals/<int:proposal_id>/facts")
@page(needs=check_can_plan)
def take_facts(proposal_id: int) -> Response:
    """Takes the library's facts on the topic into the programme, as drafts."""
    row = _opened(session(), proposal_id)
    facts = adopt_topic(
        session(), programme_id=row.programme_id, topic=row.topic, by=identity.actor(), now=database.now()
    )
    told = ngettext(
        "%(num)s fact is at hand as a draft. A lawyer has to check it.",
        "%(num)s facts are at hand as drafts. A lawyer has to check them.",
        len(facts),
    )
    return done(url_for("needs.proposal", proposal_id=proposal_id), told)


@needs_pages.post("/needs/proposals/<int:proposal_id>/dismiss")
@page(needs=check_can_propose)
def dismiss(proposal_id: int) -> Response:
    dismiss_proposal(session(), proposal_id=proposal_id, by=identity.actor(), now=database.now())
    return done(url_for("needs.index"), _("The proposal is put aside. The radar goes on counting."))


def _as_proposed(row: Proposal) -> dict[str, Any]:
    """What is planned when nobody changes anything: from its first day or, when that is over, from today."""
    return {
        "start": max(date.fromisoformat(row.evidence["earliest"]), _today()),
        "language": list(row.languages),
        "kind": list(row.evidence.get("kinds", ())),
    }


def _today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()


def _opened(chosen: Session, proposal_id: int) -> Proposal:
    return get_proposal(chosen, programme_id=identity.programme().id or 0, proposal_id=proposal_id)


def _shown(row: Proposal, form: Form) -> Response:
    programme_id = identity.programme().id or 0
    facts = facts_of_topic(session(), programme_id=programme_id, topic=row.topic)
    taken = row.evidence.get("taken")
    first_day = date.fromisoformat(row.evidence["earliest"])
    change = changes_ahead(session(), programme_id=programme_id, on=row.as_of, reader=reading_language()).get(
        row.topic
    )
    lack, spaces = lacking(_today())(row.topic), places(row, spaces_of(session(), programme_id=programme_id))
    kinds_why = {item["kind"]: item for item in row.evidence.get("kinds_why", ())}
    return show(
        "needs/proposal.html",
        row=row,
        form=form,
        is_open=row.status is ProposalStatus.OPEN,
        campaign=campaign_of(row),
        earliest=first_day,
        taken=taken,
        taken_from=date.fromisoformat(taken["start"]) if taken else None,
        region=region_word(row.evidence["region"]) if row.evidence.get("region") else "",
        regional=[kept_reason(item) for item in row.evidence.get("regional", ())],
        reasons=[kept_reason(item) for item in row.evidence.get("reasons", ())],
        reckoned=[kept_reason(item) for item in row.evidence.get("reckoned", ())],
        ahead=[kept_reason(item) for item in row.evidence.get("ahead", ())],
        languages=language_choices(row, programme_languages(session(), programme_id)),
        facts=facts,
        at_hand=facts_on(session(), identity.programme(), row.topic, first_day, change=change),
        wording=wording(facts, row.languages),
        lack=lack,
        as_proposed=_as_proposed(row),
        library=lack.at_hand.in_library if lack else 0,
        lawyers=lawyers() if not facts else [],
        checked=sum(fact.status is FactStatus.CHECKED for fact in facts),
        need=row.evidence.get("need") or {},
        rises=rises_in(row),
        law=law_of(row, change),
        places_told=len({name for _code, names in spaces for name, _space in names}),
        may_write=can_change_facts(identity.actor()),
        kinds=[
            (key, word, _why(key, kinds_why, is_open=row.status is ProposalStatus.OPEN))
            for key, word in content_words.KINDS.items()
        ],
        with_event=any(name.startswith("event_") for name in (*form.errors, *filter(form.value, FIELDS))),
        spaces=spaces,
        without_places=without_places(row, spaces),
        smallest=identity.programme().smallest_count,
        accounts=accounts_of(session(), programme_id=programme_id),
        fact_kinds=needs_words.FACT_KINDS,
        may_plan=can_propose(identity.actor()) and can_plan(identity.actor()),
        platform_word=platform_word,
        kind_word=content_words.kind_word,
        topic_word=topic_word,
        tabs=tabs(),
        status=form.status,
    )


def _why(kind: str, reasons: Mapping[str, Any], *, is_open: bool) -> str:
    """Why a kind was proposed or left out; what a kind made from an event needs, while one can still be added."""
    if kind in reasons:
        return kept_reason(reasons[kind]["why"])
    return _("Needs the event below.") if is_open and kind in OF_EVENTS else ""
