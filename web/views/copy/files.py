"""Texts out to translators' tools and back in; what something stood against waits here for a person."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.content.copy import Copy
from campaigns.content.exchange.actions import Outcome, decide_text, import_copy
from campaigns.content.exchange.collecting import collect_texts
from campaigns.content.exchange.files import (
    LARGEST,
    MEDIA_TYPE,
    SUFFIX,
    Format,
    read_file,
    write_file,
    write_zip,
)
from campaigns.content.exchange.queries import get_waiting, waiting_texts
from campaigns.content.queries import campaign_of_variant, campaigns_of_programme, get_campaign, get_variant
from campaigns.content.rendering.asking import ask_for_pictures_of
from campaigns.errors import BadInput
from campaigns.people.queries import programme_languages
from campaigns.vocabulary import Origin
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.copy.blueprint import copy_pages
from web.views.copy.pages import own_languages
from web.words.content import field_word
from web.words.copies import waiting_reasons
from web.words.sentences import sentence

ORIGINS = (Origin.HUMAN, Origin.MACHINE_EDITED, Origin.MACHINE)


@copy_pages.get("/copy/files")
@page()
def files() -> Response:
    return _shown(Form(start={"format": Format.XLIFF.value, "origin": Origin.HUMAN.value, **request.args}))


@copy_pages.get("/copy/texts.download")
@page()
def export() -> Response:
    """A campaign's texts in one language, or in all of one's own as a ZIP."""
    form = Form(start=request.args)
    chosen = get_campaign(session(), form.number("campaign"))
    identity.enter_programme(chosen.programme_id)
    kind = _format(form)
    asked = form.text("language")
    mine = [code for code in _languages() if code in chosen.languages]
    packages = collect_texts(
        session(),
        campaign_id=chosen.id or 0,
        languages=[asked] if asked else mine,
        only_open=form.ticked("only_open"),
    )
    name = f"campaign-{chosen.id}{'.' + asked if asked else ''}"
    if asked or kind is not Format.XLIFF:
        return _download(write_file(packages, kind), MEDIA_TYPE[kind], f"{name}.{SUFFIX[kind]}")
    return _download(write_zip(packages, kind, now=database.now()), "application/zip", f"{name}.zip")


@copy_pages.post("/copy/files")
@page()
def import_files() -> Response:
    """Takes translations in; what could not simply be written is listed below."""
    form = Form.posted(start={"format": Format.XLIFF.value})
    with form.catching():
        data = form.file("file").stream.read(LARGEST + 1)
        origin = form.text("origin") or Origin.HUMAN.value
        if origin not in [each.value for each in ORIGINS]:
            raise BadInput("Choose one of the list.", field="origin")
        outcome = import_copy(
            session(),
            incoming=read_file(data),
            by=identity.actor(),
            now=database.now(),
            origin=Origin(origin),
            programme_id=identity.programme().id,
        )
        _picture([revision.variant_id for revision in outcome.written])
        return _shown(Form(start={"format": Format.XLIFF.value, "origin": origin}), outcome)
    return _shown(form)


@copy_pages.post("/copy/files/<int:waiting_id>")
@page()
def decide(waiting_id: int) -> Response:
    """The file's words, or those that stand."""
    variant = get_variant(session(), get_waiting(session(), waiting_id).variant_id)
    campaign, _post = campaign_of_variant(session(), variant)
    identity.enter_programme(campaign.programme_id)
    take = Form.posted().text("take") == "file"
    decide_text(session(), waiting_id=waiting_id, take=take, by=identity.actor(), now=database.now())
    _picture([variant.id or 0] if take else [])
    return done(
        url_for("copy.files"), _("Written as the file says.") if take else _("The words that stand stay.")
    )


def _picture(variant_ids: Sequence[int]) -> None:
    """Pictures of what was written, as after saving at the desk."""
    ask_for_pictures_of(
        session(),
        variants=[get_variant(session(), number) for number in dict.fromkeys(variant_ids)],
        by=identity.actor(),
        now=database.now(),
    )


def _format(form: Form) -> Format:
    kind = form.text("format")
    if kind not in [each.value for each in Format]:
        raise BadInput("Choose one of the list.", field="format")
    return Format(kind)


def _languages() -> list[str]:
    programme = identity.programme()
    codes = programme_languages(session(), programme.id or 0)
    source = programme.source_language
    return [code for code in own_languages(identity.actor(), codes, source) if code != source]


def _shown(form: Form, outcome: Outcome | None = None) -> Response:
    programme = identity.programme()
    languages = _languages()
    return show(
        "copy/files.html",
        form=form,
        outcome=outcome,
        told=_told(outcome) if outcome else [],
        written=_written(outcome),
        campaigns=campaigns_of_programme(session(), programme_id=programme.id or 0),
        languages=languages,
        formats=[(Format.XLIFF, "XLIFF 2"), (Format.CSV, "CSV"), (Format.JSON, "JSON")],
        origins=ORIGINS,
        waiting=waiting_texts(
            session(),
            programme_id=programme.id or 0,
            languages=languages,
            source_language=programme.source_language,
        ),
        source_language=programme.source_language,
        reasons=waiting_reasons(),
        field_word=field_word,
        sentence=sentence,
        status=form.status,
    )


def _told(outcome: Outcome) -> Sequence[str]:
    """What became of the file, in sentences: how much was read and written, and the rest where there is any."""
    untranslated, waiting = outcome.untranslated, len(outcome.waiting)
    told = [
        ngettext("%(num)s place was read.", "%(num)s places were read.", outcome.read),
        ngettext("%(num)s place was written.", "%(num)s places were written.", outcome.changed),
        outcome.unchanged
        and ngettext("%(num)s place is as it was.", "%(num)s places are as they were.", outcome.unchanged),
        untranslated
        and ngettext(
            "%(num)s place was not translated.", "%(num)s places were not translated.", untranslated
        ),
        waiting and ngettext("%(num)s place waits below.", "%(num)s places wait below.", waiting),
    ]
    return [line for line in told if line]


def _written(outcome: Outcome | None) -> list[tuple[int, str, str]]:
    """The texts that were written: their number, headline and language."""
    found = []
    for revision in outcome.written if outcome else ():
        variant = get_variant(session(), revision.variant_id)
        found.append((variant.id or 0, Copy.from_dict(revision.words).headline, variant.language))
    return found


def _download(body: bytes, media_type: str, name: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
