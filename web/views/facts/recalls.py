"""One recall: each text with what the moved fact means for its words, and what is out already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.recall.actions import keep_text
from campaigns.content.recall.models import Recall
from campaigns.content.recall.queries import OpenItem, get_item, get_recall, items_of
from campaigns.content.recall.views import views_of
from campaigns.content.rules import can_write
from campaigns.content.stored_facts import fact_title
from campaigns.errors import NotFound
from campaigns.facts.models import Fact
from campaigns.facts.queries import get_fact
from campaigns.facts.rules import check_can_check_facts
from campaigns.facts.twins import values_come, values_left
from campaigns.facts.versions import version_of
from campaigns.kits.queries import KitRow, kit_rows, kits_on_fact
from campaigns.kits.rules import can_keep_kits
from campaigns.languages import sort_languages
from campaigns.people.queries import names_of
from campaigns.placements.models import Publication
from campaigns.placements.recall.actions import let_stand
from campaigns.placements.recall.actions import take_down as take_publication_down
from campaigns.placements.recall.affected import affected_in
from campaigns.placements.recall.work import Delta, deltas, take_suggestion
from campaigns.placements.rules import can_place, check_can_place
from campaigns.vocabulary import KitStatus, RecallCause, Role
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.facts.blueprint import fact_pages, today
from web.views.facts.twins import twin_rows
from web.words import facts as facts_words
from web.words.content import field_word, kind_word, topic_word
from web.words.facts import reading_language
from web.words.review import channel_word


@dataclass(frozen=True)
class Row:
    """One text of the recall: open with its delta, or answered.

    `after` is the language of its source while that still says the old thing: a translation with the new value
    is not let through before it, because the checks compare both.
    """

    open: OpenItem
    delta: Delta | None
    may_write: bool
    may_keep: bool
    after: str = ""


@fact_pages.get("/recalls/<int:recall_id>")
@page()
def recall(recall_id: int) -> Response:
    """`?language=` shows one language alone."""
    return _shown(recall_id, Form())


@fact_pages.post("/recalls/items/<int:item_id>/take")
@page()
def take(item_id: int) -> Response:
    """Takes the suggested words over."""
    item = get_item(session(), item_id)
    recall_id = item.recall_id
    identity.enter_programme(get_recall(session(), recall_id).programme_id)
    form = Form.posted()
    with form.catching():
        take_suggestion(
            session(),
            item_id=item_id,
            based_on=form.number("based_on"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            _back(recall_id, form),
            _("The new words stand. Pictures and approval follow on the campaign's page."),
        )
    return _shown(recall_id, form)


@fact_pages.post("/recalls/items/<int:item_id>/keep")
@page(needs=check_can_check_facts)
def keep(item_id: int) -> Response:
    """A lawyer says why the words stay."""
    if question := step_up.asked(back=url_for("facts.index")):
        return question
    item = get_item(session(), item_id)
    recall_id = item.recall_id
    identity.enter_programme(get_recall(session(), recall_id).programme_id)
    form = Form.posted()
    with form.catching():
        keep_text(session(), item=item, reason=form.text("reason"), by=identity.actor(), now=database.now())
        return done(_back(recall_id, form), _("The words stay as they are."))
    return _shown(recall_id, form)


@fact_pages.post("/recalls/<int:recall_id>/publications/<int:publication_id>/down")
@page(needs=check_can_place)
def take_down(recall_id: int, publication_id: int) -> Response:
    """A person saw to it that it is gone there; our own feed leaves it out."""
    publication = session().get(Publication, publication_id)
    if publication is None:
        raise NotFound("There is no such publication.")
    identity.enter_programme(publication.programme_id)
    take_publication_down(session(), publication=publication, by=identity.actor(), now=database.now())
    return done(url_for("facts.recall", recall_id=recall_id), _("Noted: it is taken down."))


@fact_pages.post("/recalls/<int:recall_id>/stand")
@page(needs=check_can_place)
def stand(recall_id: int) -> Response:
    """What is out may stay where it is."""
    chosen = get_recall(session(), recall_id)
    identity.enter_programme(chosen.programme_id)
    let_stand(session(), recall=chosen, by=identity.actor(), now=database.now())
    return done(url_for("facts.recall", recall_id=recall_id), _("What is out may stand."))


def _back(recall_id: int, form: Form) -> str:
    return url_for("facts.recall", recall_id=recall_id, language=form.value("language") or None)


def _shown(recall_id: int, form: Form) -> Response:
    chosen = get_recall(session(), recall_id)
    identity.enter_programme(chosen.programme_id)
    fact = get_fact(session(), chosen.fact_id)
    items = items_of(session(), recall_id)
    language = request.args.get("language") or form.value("language")
    old, new = views_of(session(), chosen)
    code = reading_language()
    affected = affected_in(session(), recall_id=recall_id)
    version = version_of(session(), fact, chosen.to_revision)
    return show(
        "facts/recall.html",
        recall=chosen,
        fact=fact,
        title=fact_title(old, code),
        instead=fact_title(new, code) if new != old else "",
        why=version.why if version and chosen.to_revision != chosen.from_revision else "",
        moved=[
            (facts_words.value_shown(_table(old, name)), facts_words.value_shown(_table(new, name)))
            for name in old.values
            if name in new.values and old.values[name].canonical != new.values[name].canonical
        ],
        twins=twin_rows(
            fact,
            _gone(chosen, fact),
            values_come(session(), fact) if chosen.cause is RecallCause.CHANGED else (),
        ),
        topic_word=topic_word,
        words=facts_words,
        rows=_rows(items, language),
        source=identity.programme().source_language,
        source_open=sum(
            one.variant.language == identity.programme().source_language for one in items if _is_open(one)
        ),
        languages=_language_tabs(recall_id, items, language),
        language=language,
        still_open=sum(_is_open(one) for one in items),
        total=len(items),
        affected=affected,
        still_out=sum(entry.publication.withdrawn_at is None for entry in affected.out if entry.publication),
        names=names_of(session(), {one.item.settled_by for one in items if one.item.settled_by}),
        kits=_kits(chosen),
        open_languages={one.variant.language for one in items if _is_open(one)},
        held=KitStatus.HELD,
        may_keep_kits=can_keep_kits(identity.actor()),
        today=today(),
        may_place=can_place(identity.actor()),
        form=form,
        kind_word=kind_word,
        field_word=field_word,
        channel_word=channel_word,
        status=form.status,
    )


def _gone(chosen: Recall, fact: Fact) -> list[Mapping[str, str]]:
    """The values that are no longer sure: those it says no more, and all of them where it only ended or is in doubt."""
    present = () if chosen.cause is RecallCause.CHANGED else fact.values.values()
    return [*values_left(session(), fact), *present]


def _kits(chosen: Recall) -> list[KitRow]:
    """The kits that partners hold with a post on this fact in them."""
    resting = {kit.id for kit in kits_on_fact(session(), chosen.fact_id)}
    if not resting:
        return []
    rows = kit_rows(session(), programme_id=chosen.programme_id)
    return [row for row in rows if row.kit.id in resting]


def _table(view: object, name: str) -> dict[str, str]:
    value = view.values[name]  # type: ignore[attr-defined]
    return {"kind": str(value.kind), "value": value.value, "unit": value.unit}


def _is_open(one: OpenItem) -> bool:
    return one.item.settled_at is None and one.item.revision == one.variant.revision


def _rows(items: Sequence[OpenItem], language: str) -> list[Row]:
    """The texts of one language or of all, in each post its source first."""
    who, source = identity.actor(), identity.programme().source_language
    waiting = {one.post.id for one in items if one.variant.language == source and _is_open(one)}
    shown = [one for one in items if language in ("", one.variant.language)]
    shown.sort(key=lambda one: (one.campaign.id, one.post.position, one.variant.language != source))
    found = {
        delta.open.item.id: delta for delta in deltas(session(), [one for one in shown if _is_open(one)])
    }
    return [
        Row(
            one,
            found.get(one.item.id),
            may_write=can_write(who, language=one.variant.language),
            may_keep=who.holds_for(Role.LAWYER, one.variant.language),
            after=source if one.variant.language != source and one.post.id in waiting else "",
        )
        for one in shown
    ]


def _language_tabs(
    recall_id: int, items: Sequence[OpenItem], language: str
) -> list[tuple[str, str, bool, int]]:
    """All languages, then each with how many of its texts are open."""
    every = [("", items)] + [
        (code, [one for one in items if one.variant.language == code])
        for code in sort_languages({one.variant.language for one in items})
    ]
    return [
        (
            code or _("All"),
            url_for("facts.recall", recall_id=recall_id, language=code or None),
            language == code,
            sum(_is_open(one) for one in found),
        )
        for code, found in every
    ]
