"""Recordings for a film: added per language, heard, taken away."""

from __future__ import annotations

from typing import cast

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.content.media.photos import Kept
from campaigns.content.media.voices import add_voice as keep_voice
from campaigns.content.media.voices import remove_voice as drop_voice
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.views.media.blueprint import media_pages
from web.views.media.films import shown_film


@media_pages.post("/media/voices/<int:variant_id>")
@page()
def add_voice(variant_id: int) -> Response:
    """Takes a recording in for the words of this language as they stand."""
    variant = _opened(variant_id)
    form = Form.posted()
    with form.catching():
        speaker = form.text("speaker", needed=True, longest=120)
        kept, seconds = _taken(form)
        keep_voice(
            session(),
            variant=_opened(variant_id),
            kept=kept,
            seconds=seconds,
            speaker=speaker,
            is_synthetic=form.ticked("is_synthetic"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(_film(variant), _("The recording is here. Make the film anew to hear it."))
    variant = _opened(variant_id)  # a refusal undid the transaction: read again
    return shown_film(variant.post_id, variant.language, form)


@media_pages.post("/media/voices/<int:variant_id>/remove")
@page()
def remove_voice(variant_id: int) -> Response:
    variant = _opened(variant_id)
    drop_voice(session(), variant=variant, by=identity.actor(), now=database.now())
    return done(_film(variant), _("The recording is gone. Films that were made with it stay."))


def _opened(variant_id: int) -> Variant:
    variant = get_variant(session(), variant_id)
    identity.enter_programme(campaign_of_variant(session(), variant)[0].programme_id)
    check_can_write(identity.actor(), language=variant.language)
    return variant


def _taken(form: Form) -> tuple[Kept, float]:
    """The uploaded recording, opened in the locked room, as bare samples in the store."""
    from assets.errors import AssetError
    from assets.films.voice import take_voice

    sent = form.file("file")
    # Opening a recording takes a second; nobody else shall wait for this request's transaction meanwhile.
    database.commit()
    try:
        data, seconds = take_voice(sent.read())
    except AssetError as fault:
        raise BadInput(fault.sentence, field="file", **fault.values) from None
    digest = cast(Store, current_app.extensions["litfass_store"]).put(data, "audio/wav")
    return Kept(digest, "audio/wav", len(data)), seconds


def _film(variant: Variant) -> str:
    return url_for("media.film", post_id=variant.post_id, language=variant.language)
