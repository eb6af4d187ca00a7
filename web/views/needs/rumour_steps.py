"""One rumour from being heard to being answered: checked by a person with a source, answered fact first, watched."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.rules import can_plan, check_can_plan
from campaigns.errors import BadInput, NotReady
from campaigns.facts.actions.claiming import LONGEST_HEADLINE
from campaigns.needs.rumours.actions import (
    judge_rumour,
    log_rumour,
    mark_rumour_published,
    set_rumour_topic,
    start_checking,
    watch_longer,
    watch_rumour,
)
from campaigns.needs.rumours.due import DAYS_TO_LISTEN, due_on, is_due
from campaigns.needs.rumours.models import LONGEST_FINDING, Rumour
from campaigns.needs.rumours.myth import myth_post
from campaigns.needs.rumours.queries import get_rumour
from campaigns.needs.rumours.rules import (
    can_judge_rumour,
    can_log_rumour,
    check_can_judge_rumour,
    check_can_log_rumour,
    check_can_see_rumours,
)
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.people.models import Programme
from campaigns.people.queries import names_of
from campaigns.placements.plans.answering import answer_rumour
from campaigns.vocabulary import RumourStatus
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.topics import book, topic_options
from web.views.needs.blueprint import needs_pages, tabs
from web.views.needs.rumours import words
from web.words.needs import hint_word
from web.words.sentences import sentence

#: Where the first sentence of a finding ends.
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s")


@needs_pages.get("/needs/rumours/<int:rumour_id>")
@page(needs=check_can_see_rumours)
def rumour(rumour_id: int) -> Response:
    row = _opened(rumour_id)
    return _shown(row, Form(start=_start(row)))


@needs_pages.post("/needs/rumours/<int:rumour_id>/again")
@page(needs=check_can_log_rumour)
def hear_again(rumour_id: int) -> Response:
    """Somebody heard it once more, today."""
    row = _opened(rumour_id)
    log_rumour(
        session(),
        programme=session().get_one(Programme, row.programme_id),
        claim=row.claim,
        risk=row.risk,
        day=_today(),
        language=row.language,
        topic=row.topic,
        by=identity.actor(),
        now=database.now(),
    )
    return done(_address(rumour_id), _("Counted once more."))


@needs_pages.post("/needs/rumours/<int:rumour_id>/check")
@page(needs=check_can_judge_rumour)
def check_one(rumour_id: int) -> Response:
    start_checking(session(), rumour_id=rumour_id, by=identity.actor(), now=database.now())
    return done(_address(rumour_id), _("You look into it."))


@needs_pages.post("/needs/rumours/<int:rumour_id>/topic")
@page(needs=check_can_judge_rumour)
def set_topic(rumour_id: int) -> Response:
    set_rumour_topic(
        session(),
        rumour_id=rumour_id,
        topic=request.form.get("topic", ""),
        by=identity.actor(),
        now=database.now(),
    )
    return done(_address(rumour_id), _("Saved."))


@needs_pages.post("/needs/rumours/<int:rumour_id>/judge")
@page(needs=check_can_judge_rumour)
def judge(rumour_id: int) -> Response:
    """Says what it is, with a finding and sources. Whoever does so without having begun to check begins now."""
    form = Form.posted()
    with form.catching():
        if form.text("verdict") not in set(RumourStatus):
            raise BadInput("Say what the rumour is.", field="verdict")
        if _opened(rumour_id).status is RumourStatus.NEW:
            start_checking(session(), rumour_id=rumour_id, by=identity.actor(), now=database.now())
        judge_rumour(
            session(),
            rumour_id=rumour_id,
            verdict=RumourStatus(form.text("verdict")),
            finding=form.text("finding", longest=2 * LONGEST_FINDING),
            sources=form.text("sources", longest=4000).splitlines(),
            by=identity.actor(),
            now=database.now(),
        )
        return done(_address(rumour_id), _("The finding is kept."))
    return _shown(_opened(rumour_id), form)


@needs_pages.post("/needs/rumours/<int:rumour_id>/answer")
@page(needs=check_can_plan)
def answer_one(rumour_id: int) -> Response:
    """Plans the campaign that answers it."""
    form = Form.posted()
    with form.catching():
        campaign = answer_rumour(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            rumour=_opened(rumour_id),
            headline=form.text("headline", needed=True),
            sentence=form.text("sentence", needed=True),
            claim=form.text("claim", needed=True),
            start=form.day("start"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("campaigns.campaign", campaign_id=campaign.id),
            _("The post is drafted, the fact first. A lawyer has to check the fact."),
        )
    return _shown(_opened(rumour_id), form)


@needs_pages.post("/needs/rumours/<int:rumour_id>/published")
@page(needs=check_can_judge_rumour)
def mark_answered(rumour_id: int) -> Response:
    mark_rumour_published(session(), rumour_id=rumour_id, by=identity.actor(), now=database.now())
    return done(_address(rumour_id), _("The rumour is answered."))


@needs_pages.post("/needs/rumours/<int:rumour_id>/watch")
@page(needs=check_can_judge_rumour)
def watch(rumour_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        day = form.day("look_again_on")
        if day <= _today():
            raise BadInput("Choose a day to come.", field="look_again_on")
        step = watch_longer if _opened(rumour_id).status is RumourStatus.MONITORED else watch_rumour
        step(session(), rumour_id=rumour_id, look_again_on=day, by=identity.actor(), now=database.now())
        return done(_address(rumour_id), _("It is watched."))
    return _shown(_opened(rumour_id), form)


def _opened(rumour_id: int) -> Rumour:
    return get_rumour(session(), programme_id=identity.programme().id or 0, rumour_id=rumour_id)


def _address(rumour_id: int) -> str:
    return url_for("needs.rumour", rumour_id=rumour_id)


def _today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()


def _start(row: Rumour) -> dict[str, object]:
    """The forms of a rumour before anybody typed; the post is written from the finding."""
    in_source = row.claim_language in (None, identity.programme().source_language)
    first = _SENTENCE_END.split(row.finding, maxsplit=1)[0] if row.finding else ""
    return {
        "verdict": row.verdict or "",
        "finding": row.finding,
        "sources": "\n".join(row.sources),
        "headline": first if len(first) <= LONGEST_HEADLINE else "",
        "sentence": hint_word(row.finding),
        "claim": hint_word(row.claim) if in_source else "",
        "start": _today() + timedelta(days=1),
        "look_again_on": _today() + timedelta(days=DAYS_TO_LISTEN),
    }


def _shown(row: Rumour, form: Form) -> Response:
    actor = identity.actor()
    obstacle = ""
    try:
        myth_post(row, book=book())
    except NotReady as problem:
        obstacle = sentence(problem)
    return show(
        "needs/rumour.html",
        row=row,
        form=form,
        obstacle=obstacle,
        due=due_on(row),
        is_late=is_due(row, _today()),
        names=names_of(session(), {each for each in (row.logged_by, row.judged_by) if each}),
        source_language=identity.programme().source_language,
        topics=topic_options(),
        most_headline=LONGEST_HEADLINE,
        most_finding=LONGEST_FINDING,
        may_log=can_log_rumour(actor),
        may_judge=can_judge_rumour(actor),
        may_plan=can_plan(actor),
        helpline_numbers=helpline_numbers,
        Status=RumourStatus,
        tabs=tabs(),
        status=form.status,
        **words(),
    )
