"""Checking a fact, changing it, letting another take its place, doubting and withdrawing it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.content.recall.models import Recall
from campaigns.content.stored_facts import fact_titles
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts, check_can_check_facts
from campaigns.facts.versions import present_state
from campaigns.languages import sort_languages
from campaigns.people.queries import programme_languages
from campaigns.placements.recall.actions import (
    change_and_recall,
    check_and_release,
    doubt_and_recall,
    retire_and_recall,
    succeed_and_hold,
)
from campaigns.placements.recall.affected import affected_by
from campaigns.vocabulary import FactKind
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.facts.blueprint import fact_pages, opened, today
from web.views.facts.pages import shown
from web.views.facts.twins import twin_rows
from web.views.facts.typed import rows_of, start_of, typed_state
from web.words import facts as facts_words
from web.words.content import topic_word
from web.words.facts import reading_language


@fact_pages.post("/facts/<int:fact_id>/check")
@page(needs=check_can_check_facts)
def check(fact_id: int) -> Response:
    """A lawyer answers for it until the day of the next review."""
    if question := step_up.asked(back=url_for("facts.fact", fact_id=fact_id)):
        return question
    chosen, form = opened(fact_id), Form.posted()
    with form.catching():
        check_and_release(
            session(),
            fact=chosen,
            review_on=form.day("review_on") if form.value("review_on") else None,
            read_on=today() if form.ticked("read") else None,
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("facts.fact", fact_id=fact_id), _("The fact is checked."))
    return shown(opened(fact_id), form)


@fact_pages.post("/facts/<int:fact_id>/doubt")
@page(needs=check_can_change_facts)
def doubt(fact_id: int) -> Response:
    recall = doubt_and_recall(session(), fact=opened(fact_id), by=identity.actor(), now=database.now())
    return _onward(fact_id, recall, _("The fact waits for a lawyer. Nothing was made from it yet."))


@fact_pages.post("/facts/<int:fact_id>/retire")
@page(needs=check_can_change_facts)
def retire(fact_id: int) -> Response:
    recall = retire_and_recall(session(), fact=opened(fact_id), by=identity.actor(), now=database.now())
    return _onward(fact_id, recall, _("The fact is withdrawn. Nothing was made from it."))


@fact_pages.get("/facts/<int:fact_id>/change")
@page(needs=check_can_change_facts)
def change(fact_id: int) -> Response:
    chosen = opened(fact_id)
    return _form(chosen, Form(start=_start(chosen)), "change")


@fact_pages.post("/facts/<int:fact_id>/change")
@page(needs=check_can_change_facts)
def save_change(fact_id: int) -> Response:
    """What it said was wrong or is another now: everything made from it is recalled."""
    chosen, form = opened(fact_id), Form.posted()
    with form.catching():
        recall = change_and_recall(
            session(), **_wanted(chosen, form), only_wording=form.ticked("only_wording")
        )
        return _onward(fact_id, recall, _("Saved. No text has to change for it."))
    return _form(opened(fact_id), form, "change")


@fact_pages.get("/facts/<int:fact_id>/next")
@page(needs=check_can_change_facts)
def successor(fact_id: int) -> Response:
    chosen = opened(fact_id)
    start = {**_start(chosen), "valid_from": "", "valid_to": ""}
    return _form(chosen, Form(start=start), "next")


@fact_pages.post("/facts/<int:fact_id>/next")
@page(needs=check_can_change_facts)
def save_successor(fact_id: int) -> Response:
    """From a day on something else holds; until then all stays as it is."""
    chosen, form = opened(fact_id), Form.posted()
    with form.catching():
        new = succeed_and_hold(session(), **_wanted(chosen, form))
        told = _("The new fact stands. What was to go out after the change is held.")
        return done(url_for("facts.fact", fact_id=new.id), told)
    return _form(opened(fact_id), form, "next")


def _wanted(chosen: Fact, form: Form) -> dict[str, Any]:
    """What both ways of changing a fact need: the state as typed, what it was read from, and why."""
    return {
        "fact": chosen,
        "state": typed_state(form, present_state(session(), chosen), _codes(chosen)),
        "based_on": form.number("based_on"),
        "why": form.text("why", longest=500),
        "by": identity.actor(),
        "now": database.now(),
    }


def _onward(fact_id: int, recall: Recall | None, otherwise: str) -> Response:
    """To the recall, if there is anything to recall."""
    if recall is None:
        return done(url_for("facts.fact", fact_id=fact_id), otherwise)
    told = (
        ngettext("%(num)s post is held.", "%(num)s posts are held.", recall.held)
        if recall.held
        else _("Every text made from it stands here. No scheduled post had to be held.")
    )
    return done(url_for("facts.recall", recall_id=recall.id), told, tone="waiting")


def _form(chosen: Fact, form: Form, way: str) -> Response:
    state = present_state(session(), chosen)
    page_of = url_for("facts.fact", fact_id=chosen.id)
    return show(
        "facts/change.html",
        crumbs=[(fact_titles(session(), [chosen.id or 0], reading_language())[chosen.id or 0], page_of)],
        back=page_of,
        form=form,
        way=way,
        values=rows_of(state),
        known=list(state.values),
        codes=_codes(chosen),
        source_language=identity.programme().source_language,
        is_myth=chosen.kind is FactKind.MYTH,
        affected=affected_by(session(), fact_id=chosen.id or 0),
        twins=twin_rows(chosen, chosen.values.values()),
        topic_word=topic_word,
        words=facts_words,
        status=form.status,
    )


def _codes(chosen: Fact) -> list[str]:
    """The languages of the form: the programme's and those it is written in."""
    written = present_state(session(), chosen).languages
    return sort_languages({*written, *programme_languages(session(), chosen.programme_id)})


def _start(chosen: Fact) -> dict[str, object]:
    return start_of(present_state(session(), chosen), based_on=chosen.revision)
