"""The colours a programme's pictures are made in, with their contrast."""

from __future__ import annotations

import re

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.colour import TEXT_CONTRAST
from campaigns.content.sheets import picture_shelf, proof_sheet
from campaigns.people.actions.brand import (
    COLOURS,
    PAIRS,
    check_can_set_colours,
    colours_of,
    contrasts_of,
    set_colours,
)
from campaigns.people.models import Programme
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.media.blueprint import media_pages, tabs
from web.words import content as content_words

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@media_pages.get("/media/colours")
@page(needs=check_can_set_colours)
def brand() -> Response:
    """The form; with colours in the address it shows how those would look, and keeps nothing."""
    tried = {name: value for name in COLOURS if _COLOUR.fullmatch(value := request.args.get(name, ""))}
    start = {**colours_of(identity.programme()), **tried, "post": request.args.get("post", "")}
    return _shown(Form(start=start))


@media_pages.post("/media/colours")
@page(needs=check_can_set_colours)
def set_brand() -> Response:
    form = Form.posted()
    with form.catching():
        set_colours(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            colours={name: form.text(name) for name in COLOURS},
            by=identity.actor(),
            now=database.now(),
        )
        told = _("The colours are saved. Pictures that exist keep theirs until they are made again.")
        return done(url_for("media.brand"), told)
    return _shown(form)


def _shown(form: Form) -> Response:
    colours = {name: form.value(name) for name in COLOURS}
    safe = {name: value if _COLOUR.fullmatch(value) else "#808080" for name, value in colours.items()}
    found = contrasts_of(colours)
    shown = [
        (row.post, row.campaign)
        for row in picture_shelf(session(), programme_id=identity.programme().id or 0)
    ]
    chosen = form.value("post") or request.args.get("post", "")
    post_id = next(
        (post.id for post, _c in shown if str(post.id) == chosen), shown[0][0].id if shown else None
    )
    cells = proof_sheet(session(), post_id, format_key=None).cells if post_id else []
    return show(
        "media/brand.html",
        "preview",
        form=form,
        colours=safe,
        contrasts=[(pair, found[pair]) for pair in PAIRS],
        readable=all((found[pair] or 0) >= TEXT_CONTRAST for pair in PAIRS),
        posts=[(post.id, f"{campaign.title} · {post.position}") for post, campaign in shown],
        cells=[cell for cell in cells if cell.variant.revision],
        words=content_words.COLOURS,
        pair_words=content_words.COLOUR_PAIRS,
        tabs=tabs(),
        status=form.status,
    )
