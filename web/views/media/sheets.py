"""Proof sheets: a post in all its languages side by side."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from campaigns.content.rules import can_plan
from campaigns.content.sheets import picture_shelf, proof_sheet
from web import identity
from web.content_words import format_word, kind_word
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.media.blueprint import media_pages, tabs


@media_pages.get("/media")
@page()
def index() -> Response:
    """Every post that has pictures, the newest campaign first."""
    shelf = picture_shelf(session(), programme_id=identity.programme().id or 0)
    campaigns: dict[int, list[object]] = {}
    for row in shelf:
        campaigns.setdefault(row.campaign.id or 0, []).append(row)
    return show("media/index.html", campaigns=list(campaigns.values()), tabs=tabs(), kind_word=kind_word)


@media_pages.get("/media/sheets/<int:post_id>")
@page()
def sheet(post_id: int) -> Response:
    found = proof_sheet(session(), post_id, format_key=request.args.get("format"))
    identity.enter_programme(found.campaign.programme_id)
    return show(
        "media/sheet.html",
        sheet=found,
        tabs=tabs(),
        may_render=can_plan(identity.actor()),
        kind_word=kind_word,
        format_word=format_word,
    )
