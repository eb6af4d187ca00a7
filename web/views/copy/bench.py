"""Writing one text: source and translation side by side, pictures, previews, history."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.approvals.preparing import Desk
from campaigns.approvals.rules import can_submit
from campaigns.approvals.standing import fallen_back
from campaigns.approvals.to_write import last_returns
from campaigns.content.actions import write_revision
from campaigns.content.checks.actions import find_stopping
from campaigns.content.description import follow
from campaigns.content.exchange.collecting import known_source
from campaigns.content.glossary.queries import terms_of
from campaigns.content.glossary.terms import Terms
from campaigns.content.origins import origin_of
from campaigns.content.queries import get_variant
from campaigns.content.rendering.asking import ask_for_pictures_of
from campaigns.content.rules import can_write
from campaigns.content.writing import Bench, bench_of
from campaigns.errors import BadInput, Conflict
from campaigns.placements.actions.together import channels_of, submit_cells
from campaigns.placements.overview.standing import TextState
from campaigns.vocabulary import VariantStatus, WorkKind
from campaigns.work.models import Work
from campaigns.work.queries import open_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.standing import states_of, today
from web.views.copy.blueprint import copy_pages
from web.views.copy.fields import grouped, places, read_words, start_values
from web.views.copy.help import help_for
from web.views.copy.machine import has_machine
from web.views.copy.previews import LINK_PATH, previews
from web.views.copy.recalled import open_recalls
from web.views.copy.sources import FieldSource, field_sources
from web.words.content import field_word, finding_sentence, format_word, kept_reason, kind_word, still_told
from web.words.review import place_word
from web.words.sentences import sentence


@copy_pages.get("/copy/<int:variant_id>")
@page()
def bench(variant_id: int) -> Response:
    chosen = _opened(variant_id)
    words = chosen.present.words if chosen.present else None
    return _shown(chosen, Form(start={**start_values(words), "based_on": chosen.variant.revision}))


@copy_pages.post("/copy/<int:variant_id>")
@page()
def save(variant_id: int) -> Response:
    """The next revision. Where somebody else saved meanwhile, both texts are shown and nothing is lost."""
    chosen = _opened(variant_id)
    form, conflict = Form.posted(), False
    with form.catching():
        try:
            _write(chosen, form)
        except Conflict as problem:
            conflict = True
            raise BadInput(problem.message, **problem.values) from None
        return done(_after(chosen), _("Saved."))
    return _shown(_opened(variant_id), form, conflict=conflict)


@copy_pages.post("/copy/<int:variant_id>/preview")
@page()
def preview(variant_id: int) -> Response:
    """The text as typed on each channel; nothing is kept, so nobody else's writing waits for it."""
    database.rollback()
    chosen = _opened(variant_id)
    form = Form.posted()
    with form.catching():
        return _shown(chosen, form, words=read_words(form), block="previews")
    return _shown(_opened(variant_id), form, words={}, block="previews")


@copy_pages.get("/copy/<int:variant_id>/help")
@page()
def help(variant_id: int) -> Response:
    """What the memory and the glossary know about one place of the source."""
    chosen = _opened(variant_id)
    words = chosen.present.words if chosen.present else None
    form = Form(start={**start_values(words), "based_on": chosen.variant.revision})
    return _shown(chosen, form, block="help")


@copy_pages.post("/copy/<int:variant_id>/submit")
@page()
def submit(variant_id: int) -> Response:
    """Asks the lawyers of this language for this one text."""
    chosen = _opened(variant_id)
    variant = get_variant(session(), variant_id)
    outcome = submit_cells(
        session(),
        campaign=chosen.campaign,
        cells=[(chosen.post, variant)],
        desk=Desk(current_app.config["BASE_URL"]),
        again=True,
        by=identity.actor(),
        now=database.now(),
    )
    address = url_for("copy.bench", variant_id=variant_id)
    if outcome.kept and find_stopping(session(), variant=variant, now=database.now()):
        return done(url_for("copy.bench", variant_id=variant_id, refused=1))
    if outcome.kept:
        return done(address, sentence(outcome.kept[0].problem), tone="stop")
    if not outcome.done:
        return done(address, _("Nothing here was ready to be submitted."), tone="waiting")
    if outcome.stills:
        flash(still_told(), "waiting")
    return done(address, _("It is with the lawyers."))


def _opened(variant_id: int) -> Bench:
    chosen = bench_of(session(), variant_id)
    identity.enter_programme(chosen.campaign.programme_id)
    return chosen


def _write(chosen: Bench, form: Form) -> None:
    """Saves, and asks for the pictures of these words, so that they are there when somebody looks."""
    words = read_words(form)
    if not words["headline"]:
        raise BadInput("Every post needs a headline.", field="headline")
    if chosen.present:
        words = follow(chosen.present.words, words)
    before = chosen.variant.revision
    revision = write_revision(
        session(),
        variant=chosen.variant,
        words=words,
        based_on=form.number("based_on"),
        by=identity.actor(),
        now=database.now(),
        source_digest=chosen.source.digest if chosen.source else None,
        origin=origin_of(
            session(),
            programme_id=chosen.campaign.programme_id,
            language=chosen.variant.language,
            present=chosen.present,
            words=words,
            inserted=form.chosen("inserted"),
        ),
        is_minor=form.ticked("is_minor") and chosen.is_source,
    )
    if revision.number != before or chosen.pictured != before:
        ask_for_pictures_of(session(), variants=[chosen.variant], by=identity.actor(), now=database.now())


def _sources(chosen: Bench, terms: Terms) -> dict[str, FieldSource]:
    """The source of every field, with what changed since the text was made from it."""
    if chosen.source is None:
        return {}
    known = known_source(session(), chosen.source, chosen.present)
    return field_sources(
        chosen.source.words,
        known.words if known else None,
        source_language=chosen.programme.source_language,
        language=chosen.variant.language,
        terms=terms,
    )


def _is_ready(chosen: Bench, state: TextState) -> bool:
    """Whether there is something that a lawyer could look at and is not asked about."""
    status = chosen.variant.status
    if status is VariantStatus.DRAFT:
        return not chosen.post.formats
    if status in (VariantStatus.RENDERED, VariantStatus.RETURNED):
        return True
    return state is not TextState.OUTDATED and bool(fallen_back(session(), [chosen.variant], on=today()))


def _submit_waits(chosen: Bench, *, work: Work | None) -> str:
    """Why a written text cannot be submitted just now, for the button that stays; empty where nothing is to be said."""
    if chosen.variant.status is not VariantStatus.DRAFT or not chosen.post.formats or not chosen.present:
        return ""
    making: str = _("Its pictures are being made; then it can be submitted.")
    missing: str = _("It has no pictures yet; with them it can be submitted.")
    return missing if work is None else making


def _after(chosen: Bench) -> str:
    """The same text again, or the list, as the writer chose."""
    if request.form.get("then") == "list":
        return url_for("copy.index", language=chosen.variant.language)
    return url_for("copy.bench", variant_id=chosen.variant.id)


def _shown(
    chosen: Bench,
    form: Form,
    *,
    conflict: bool = False,
    words: dict[str, Any] | None = None,
    block: str | None = None,
) -> Response:
    variant, actor = chosen.variant, identity.actor()
    present = chosen.present.words if chosen.present else None
    shown = words if words is not None else present
    channels = channels_of(
        session(), programme_id=chosen.campaign.programme_id, campaign_id=chosen.campaign.id or 0
    )(variant.language)
    link = f"{current_app.config['BASE_URL']}{LINK_PATH}" if chosen.campaign.link else ""
    source_language = chosen.programme.source_language
    terms = terms_of(session(), programme_id=chosen.campaign.programme_id)
    sources = _sources(chosen, terms) if block is None else {}
    states = states_of(list(chosen.siblings.values()))
    work = open_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=chosen.campaign.id)
    shown_places = places(chosen.source.words if chosen.source else None, present, form)
    return show(
        "copy/bench.html",
        block,
        bench=chosen,
        states=states,
        sources=sources,
        empty_source=FieldSource(),
        recalled=open_recalls(variant) if block is None else [],
        moved=sum(each.is_changed for each in sources.values()),
        groups=grouped(shown_places, {name for name, each in sources.items() if each.is_changed}),
        helps=help_for(chosen, terms, source_language=source_language, language=variant.language)
        if block == "help" or request.args.get("place")
        else [],
        form=form,
        conflict=conflict,
        is_mine=bool(chosen.present and chosen.present.created_by == actor.person_id),
        is_preview=block is not None,
        places=shown_places,
        previews=previews(shown, channels, language=variant.language, link=link) if shown else [],
        returned=last_returns(session(), [variant.id or 0]).get(variant.id or 0)
        if variant.status is VariantStatus.RETURNED
        else None,
        may_write=can_write(actor, language=variant.language),
        may_submit=can_submit(actor, language=variant.language)
        and _is_ready(chosen, states[variant.id or 0]),
        submit_waits=_submit_waits(chosen, work=work) if can_submit(actor, language=variant.language) else "",
        stopping=find_stopping(session(), variant=variant, now=database.now())
        if block is None and request.args.get("refused")
        else [],
        finding_sentence=finding_sentence,
        work=work,
        field_word=field_word,
        place_word=place_word,
        kept_reason=kept_reason,
        format_word=format_word,
        kind_word=kind_word,
        has_machine=has_machine(chosen.campaign.programme_id),
        status=form.status,
    )
