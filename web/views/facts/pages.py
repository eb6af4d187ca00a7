"""The list of facts, and the page of one: what it says, what rests on it, what it said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.fact_view import FactView
from campaigns.content.recall.queries import recalls_of
from campaigns.content.stored_facts import fact_title, fact_view, view_of_state
from campaigns.content.word_diff import Piece, diff_words
from campaigns.facts.models import Fact, FactText, FactVersion
from campaigns.facts.queries import facts_of_programme, texts_of_facts
from campaigns.facts.rules import can_change_facts, can_check_facts
from campaigns.facts.state import ChangedValue, change_between, state_of_version
from campaigns.facts.twins import values_come, values_left
from campaigns.facts.versions import versions_of
from campaigns.kits.queries import kits_on_fact
from campaigns.languages import sort_languages
from campaigns.people.queries import names_of, programme_languages
from campaigns.placements.recall.affected import affected_by, uses_of_facts
from campaigns.placements.rules import can_place
from campaigns.placements.truth import successor_of
from campaigns.vocabulary import FactStatus, Risk
from web import identity
from web.database import session
from web.formats import options
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.facts.blueprint import fact_pages, opened, today
from web.views.facts.twins import twin_rows
from web.views.settings.blueprint import tabs as settings_tabs
from web.words import facts as facts_words
from web.words.content import topic_word
from web.words.facts import reading_language, sentence_in
from web.words.review import channel_word

#: How near the end of a fact is worth a word on the list.
SOON = timedelta(days=60)
#: How long before the day of its review a fact counts as due.
DUE = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A fact on the list."""

    fact: Fact
    title: str
    language: str
    languages: Sequence[str]
    uses: int
    ends_soon: bool
    has_ended: bool
    not_yet: bool
    is_due: bool


@dataclass(frozen=True)
class Told:
    """A version of a fact, with what moved since the one before."""

    version: FactVersion
    values: Sequence[ChangedValue]
    laws: bool
    validity: bool
    languages: Sequence[str]
    left: Sequence[str]
    words: Sequence[Piece]


@fact_pages.get("/facts")
@page()
def index() -> Response:
    """`?q=`, `?topic=` and `?state=` narrow the list down."""
    programme = identity.programme()
    every = _lines(facts_of_programme(session(), programme_id=programme.id or 0))
    chosen = {name: request.args.get(name, "").strip() for name in ("q", "topic", "state")}
    groups: dict[str, list[Line]] = {}
    for line in every:
        if _fits(line, chosen):
            groups.setdefault(line.fact.topic, []).append(line)
    return show(
        "facts/index.html",
        "list",
        groups=sorted(groups.items(), key=lambda group: topic_word(group[0])),
        found=sum(map(len, groups.values())),
        total=len(every),
        form=Form(start=chosen),
        topics=sorted(
            {(line.fact.topic, topic_word(line.fact.topic)) for line in every}, key=lambda pair: pair[1]
        ),
        tabs=_state_tabs(every, chosen),
        settings_tabs=settings_tabs(),
        may_write=can_change_facts(identity.actor()),
        topic_word=topic_word,
    )


@fact_pages.get("/facts/<int:fact_id>")
@page()
def fact(fact_id: int) -> Response:
    return shown(opened(fact_id), Form())


def shown(chosen: Fact, form: Form) -> Response:
    """The page of one fact; `form` is what was sent from it."""
    texts = texts_of_facts(session(), [chosen.id or 0]).get(chosen.id or 0, {})
    view = fact_view(chosen, texts)
    language = reading_language()
    versions = versions_of(session(), chosen)
    affected = affected_by(session(), fact_id=chosen.id or 0)
    successor = successor_of(session(), chosen)
    spoken = set(programme_languages(session(), chosen.programme_id))
    who = identity.actor()
    # Two forms stand on the page; what was sent belongs to one of them.
    is_rating = form.sent is not None and "risk" in form.sent
    return show(
        "facts/fact.html",
        fact=chosen,
        title=fact_title(view, language),
        said=[
            (
                code,
                sentence_in(view, code, "headline"),
                sentence_in(view, code),
                sentence_in(view, code, "claim"),
            )
            for code in sort_languages(texts)
        ],
        ours=spoken,
        lacking=sort_languages(spoken - set(texts)),
        language=language,
        affected=affected,
        kits=len(kits_on_fact(session(), chosen.id or 0)),
        successor=successor,
        successor_title=_title(successor, language),
        told=_told(versions, view, language),
        recalls=recalls_of(session(), chosen.id or 0),
        twins=twin_rows(chosen, chosen.values.values()),
        twins_left=twin_rows(chosen, values_left(session(), chosen), values_come(session(), chosen)),
        names=names_of(
            session(), {row.created_by for row in versions if row.created_by} | {chosen.checked_by or 0}
        ),
        today=today(),
        due=_is_due(chosen, today()),
        may_change=can_change_facts(who) and chosen.status is not FactStatus.RETIRED,
        may_check=can_check_facts(who) and chosen.status is not FactStatus.RETIRED,
        may_place=can_place(who),
        risks=options(Risk),
        rating=form if is_rating else Form(start={"risk": chosen.risk.value}),
        is_rating=is_rating,
        form=Form() if is_rating else form,
        words=facts_words,
        topic_word=topic_word,
        channel_word=channel_word,
        status=form.status,
    )


def _lines(facts: Sequence[Fact]) -> list[Line]:
    texts = texts_of_facts(session(), [fact.id or 0 for fact in facts])
    uses = uses_of_facts(session(), [fact.id or 0 for fact in facts])
    language, day = reading_language(), today()
    return [_line(fact, texts.get(fact.id or 0, {}), uses, language, day) for fact in facts]


def _line(
    fact: Fact, texts: Mapping[str, FactText], uses: Mapping[int, int], language: str, day: date
) -> Line:
    said_in = next((code for code in (language, "de", "en", *texts) if code in texts), language)
    ended = fact.valid_to is not None and fact.valid_to < day
    return Line(
        fact=fact,
        title=fact_title(fact_view(fact, texts), language),
        language=said_in,
        languages=sort_languages(texts),
        uses=uses.get(fact.id or 0, 0),
        ends_soon=not ended and fact.valid_to is not None and fact.valid_to <= day + SOON,
        has_ended=ended,
        not_yet=fact.valid_from is not None and fact.valid_from > day,
        is_due=_is_due(fact, day),
    )


def _is_due(fact: Fact, day: date) -> bool:
    return fact.review_on is not None and fact.review_on <= day + DUE


STATES: Mapping[str, Any] = {
    "open": lambda line: line.fact.status is FactStatus.DRAFT,
    "due": lambda line: line.is_due and line.fact.status is not FactStatus.RETIRED,
    "ends": lambda line: line.ends_soon and line.fact.status is not FactStatus.RETIRED,
    "ended": lambda line: line.has_ended or line.fact.status is FactStatus.RETIRED,
}


def _fits(line: Line, chosen: Mapping[str, str]) -> bool:
    if chosen["topic"] and line.fact.topic != chosen["topic"]:
        return False
    if chosen["state"] in STATES and not STATES[chosen["state"]](line):
        return False
    hay = " ".join([line.title, line.fact.key, *line.fact.laws, line.fact.source_title]).casefold()
    return all(word in hay for word in chosen["q"].casefold().split())


def _state_tabs(lines: Sequence[Line], chosen: Mapping[str, str]) -> list[tuple[str, str, bool, int]]:
    words = {
        "": _("All"),
        "open": _("To check"),
        "due": _("Review due"),
        "ends": _("Ending soon"),
        "ended": _("Over"),
    }
    kept = {name: value for name, value in chosen.items() if value and name != "state"}
    return [
        (
            word,
            url_for("facts.index", q=kept.get("q"), topic=kept.get("topic"), state=key or None),
            chosen["state"] == key,
            sum(1 for line in lines if not key or STATES[key](line)),
        )
        for key, word in words.items()
    ]


def _title(fact: Fact | None, language: str) -> str:
    if fact is None:
        return ""
    return fact_title(
        fact_view(fact, texts_of_facts(session(), [fact.id or 0]).get(fact.id or 0, {})), language
    )


def _told(versions: Sequence[FactVersion], view: FactView, language: str) -> list[Told]:
    """Each version, the newest first, with what moved since the one before it."""
    told = []
    for newer, older in zip(versions, [*versions[1:], None][: len(versions)], strict=True):
        if older is None:
            told.append(Told(newer, (), False, False, (), (), ()))
            continue
        new, old = state_of_version(newer), state_of_version(older)
        change = change_between(old, new)
        code = language if language in new.texts else next(iter(new.texts), language)
        said = [sentence_in(_as_view(view, state), code) for state in (old, new)]
        told.append(
            Told(
                newer,
                change.values,
                change.laws,
                change.validity,
                sort_languages(change.languages),
                sort_languages(change.left),
                diff_words(*said) if said[0] != said[1] else (),
            )
        )
    return told


def _as_view(view: FactView, state: Any) -> FactView:
    stand_in = Fact(programme_id=0, key=view.key, topic=view.topic, kind=view.kind)  # type: ignore[call-arg]
    return view_of_state(stand_in, state)
