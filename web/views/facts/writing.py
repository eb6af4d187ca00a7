"""Writing a fact of the programme's own."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput
from campaigns.facts.actions import write_fact
from campaigns.facts.rules import check_can_change_facts
from campaigns.facts.state import FactState
from campaigns.languages import sort_languages
from campaigns.people.queries import programme_languages
from campaigns.vocabulary import FactKind, Risk
from web import database, identity
from web.database import session
from web.formats import options
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.topics import topic_options
from web.views.facts.blueprint import fact_pages, today
from web.views.facts.typed import rows_of, typed_state
from web.words import facts as facts_words

Word = TypeVar("Word", bound=StrEnum)

_EMPTY: Final = FactState(jurisdiction="")


@fact_pages.get("/facts/new")
@page(needs=check_can_change_facts)
def new() -> Response:
    """`?topic=` and `?kind=` choose topic and kind beforehand."""
    asked = request.args.get("kind", "")
    start = {
        "topic": request.args.get("topic", ""),
        "kind": asked if asked in set(FactKind) else FactKind.RULE.value,
        "risk": Risk.MEDIUM.value,
        "jurisdiction": identity.programme().jurisdiction,
        "read_on": today(),
    }
    return _form(Form(start=start))


@fact_pages.post("/facts/new")
@page(needs=check_can_change_facts)
def save_new() -> Response:
    """A draft; posts can be planned from it, and a lawyer has to check it."""
    form = Form.posted()
    with form.catching():
        state = typed_state(form, FactState(jurisdiction=form.text("jurisdiction", longest=8)), _codes())
        topic = form.text("topic", longest=60)
        if topic not in dict(topic_options()):
            raise BadInput("Choose the topic.", field="topic")
        written = write_fact(
            session(),
            programme_id=identity.programme().id or 0,
            topic=topic,
            kind=_chosen(form, "kind", FactKind),
            risk=_chosen(form, "risk", Risk),
            state=state,
            by=identity.actor(),
            now=database.now(),
        )
        told = _("The fact stands as a draft. A lawyer has to check it.")
        return done(url_for("facts.fact", fact_id=written.id), told)
    return _form(form)


def _form(form: Form) -> Response:
    index = url_for("facts.index")
    return show(
        "facts/change.html",
        crumbs=[],
        back=index,
        form=form,
        way="new",
        values=rows_of(_EMPTY),
        known=[],
        codes=_codes(),
        source_language=identity.programme().source_language,
        is_myth=True,
        affected=None,
        twins=[],
        words=facts_words,
        topics=topic_options(),
        kinds=options(FactKind),
        risks=options(Risk),
        jurisdictions=facts_words.jurisdictions(identity.programme().jurisdiction),
        status=form.status,
    )


def _codes() -> list[str]:
    return sort_languages(programme_languages(session(), identity.programme().id or 0))


def _chosen(form: Form, name: str, words: type[Word]) -> Word:
    try:
        return words(form.text(name))
    except ValueError:
        raise BadInput("Choose one of the list.", field=name) from None
