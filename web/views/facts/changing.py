"""Checking a fact, changing it, letting another take its place, doubting and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.content.recall.models import Recall
from campaigns.content.stored_facts import fact_titles
from campaigns.errors import BadInput
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts, check_can_check_facts
from campaigns.facts.state import PARTS, FactState
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
from web import database, facts_words, identity
from web.database import session
from web.facts_words import reading_language
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.facts.blueprint import fact_pages, opened
from web.views.facts.pages import shown

#: Rows for values that a fact does not have yet.
NEW_VALUES = 2


@fact_pages.post("/facts/<int:fact_id>/check")
@page(needs=check_can_check_facts)
def check(fact_id: int) -> Response:
    """A lawyer answers for it until the day of the next review."""
    chosen, form = opened(fact_id), Form.posted()
    with form.catching():
        check_and_release(
            session(),
            fact=chosen,
            review_on=form.day("review_on") if form.value("review_on") else None,
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
        recall = change_and_recall(session(), **_wanted(chosen, form))
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
        "state": _typed(form, present_state(session(), chosen), _codes(chosen)),
        "based_on": form.number("based_on"),
        "why": form.text("why", longest=500),
        "by": identity.actor(),
        "now": database.now(),
    }


def _onward(fact_id: int, recall: Recall | None, otherwise: str) -> Response:
    """To the recall, if there is anything to recall."""
    if recall is None:
        return done(url_for("facts.fact", fact_id=fact_id), otherwise)
    told = ngettext("%(num)s post is held.", "%(num)s posts are held.", recall.held)
    return done(url_for("facts.recall", recall_id=recall.id), told, tone="waiting")


def _form(chosen: Fact, form: Form, way: str) -> Response:
    state = present_state(session(), chosen)
    return show(
        "facts/change.html",
        fact=chosen,
        title=fact_titles(session(), [chosen.id or 0], reading_language())[chosen.id or 0],
        form=form,
        way=way,
        values=list(state.values) + [f"new{number}" for number in range(1, NEW_VALUES + 1)],
        known=list(state.values),
        codes=_codes(chosen),
        source_language=identity.programme().source_language,
        is_myth=chosen.kind is FactKind.MYTH,
        affected=affected_by(session(), fact_id=chosen.id or 0),
        words=facts_words,
        status=form.status,
    )


def _codes(chosen: Fact) -> list[str]:
    """The languages of the form: the programme's and those it is written in."""
    written = present_state(session(), chosen).languages
    return sort_languages({*written, *programme_languages(session(), chosen.programme_id)})


def _start(chosen: Fact) -> dict[str, object]:
    state = present_state(session(), chosen)
    start: dict[str, object] = {
        "based_on": chosen.revision,
        "laws": "\n".join(state.laws),
        "source_title": state.source_title,
        "source_url": state.source_url,
        "read_on": state.read_on,
        "valid_from": state.valid_from,
        "valid_to": state.valid_to,
    }
    for name, value in state.values.items():
        shown = facts_words.figure_typed(value["value"]) if value["kind"] in _FIGURES else value["value"]
        start |= {f"name.{name}": name, f"kind.{name}": value["kind"], f"value.{name}": shown}
        start[f"unit.{name}"] = value.get("unit", "")
    for code, texts in state.texts.items():
        start |= {f"{part}.{code}": texts.get(part, "") for part in PARTS}
    return start


def _typed(form: Form, old: FactState, codes: list[str]) -> FactState:
    """The state as the form has it."""
    return replace(
        old,
        laws=tuple(line.strip() for line in form.text("laws").split("\n") if line.strip()),
        source_title=form.text("source_title", longest=200),
        source_url=form.text("source_url", longest=500),
        read_on=_day(form, "read_on"),
        valid_from=_day(form, "valid_from"),
        valid_to=_day(form, "valid_to"),
        values=_values(form, [*old.values, *(f"new{number}" for number in range(1, NEW_VALUES + 1))]),
        texts=_texts(form, codes),
    )


def _day(form: Form, name: str) -> date | None:
    return form.day(name) if form.value(name).strip() else None


def _values(form: Form, rows: list[str]) -> dict[str, Mapping[str, str]]:
    """Typed values; a row without a value is left out. People may write 13,90 or 13.90."""
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        typed = form.text(f"value.{row}", longest=300)
        if not typed:
            continue
        name, kind = form.text(f"name.{row}") or row, form.text(f"kind.{row}")
        if row.startswith("new") and not form.text(f"name.{row}"):
            raise BadInput("Name the value, like wage.", field=f"name.{row}")
        value = {"kind": kind, "value": facts_words.figure_read(typed) if kind in _FIGURES else typed}
        unit = form.text(f"unit.{row}", longest=10)
        if kind == "amount":
            unit = unit.upper() or "EUR"
        found[name] = {**value, "unit": unit} if unit and kind in ("amount", "duration") else value
    return found


_FIGURES = frozenset({"amount", "number", "percent", "duration"})


def _texts(form: Form, codes: list[str]) -> dict[str, Mapping[str, str]]:
    """Words by language; a language without any is left out."""
    texts = {code: {part: form.text(f"{part}.{code}") for part in PARTS} for code in codes}
    return {code: parts for code, parts in texts.items() if any(parts.values())}
