"""Proof sheets: a post in all its languages side by side."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.media.models import Photo
from campaigns.content.media.queries import check_usable, is_usable, photos_of
from campaigns.content.models import Post
from campaigns.content.rendering.filling import fields_lacking
from campaigns.content.rules import can_plan
from campaigns.content.sheets import picture_shelf, proof_sheet
from campaigns.errors import NotReady
from campaigns.placements.handoffs.printing import printable
from campaigns.vocabulary import WorkKind
from campaigns.work.queries import last_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.not_made import why_not_made
from web.standing import states_of
from web.views.media.blueprint import media_pages, tabs
from web.words.content import field_word, format_word, kind_word


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
    return shown_sheet(post_id, request.args.get("format"))


def shown_sheet(post_id: int, format_key: str | None, form: Form | None = None) -> Response:
    """The sheet of a post; with a form that was not right, what is wrong with it."""
    from assets.formats import FORMATS
    from assets.layouts import layout_for, layout_keys

    found = proof_sheet(session(), post_id, format_key=format_key)
    identity.enter_programme(found.campaign.programme_id)
    start = {"layout": found.post.layout, "formats": found.post.formats, "photo": found.post.photo_id or ""}
    today = wall_time(database.now(), identity.programme().zone).date()
    work = last_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=found.campaign.id)
    lacking = fields_lacking(session(), found.post, layout_keys())
    named = {key: gettext(layout_for(key).name) for key in layout_keys()}
    return show(
        "media/sheet.html",
        sheet=found,
        states=states_of([cell.variant for cell in found.cells]),
        tabs=tabs(),
        printable=printable(session(), [cell.sheet.digest for cell in found.cells if cell.sheet], on=today),
        may_render=can_plan(identity.actor()),
        form=form or Form(start=start),
        work=work if work is not None and work.ended_at is None else None,
        why_not=why_not_made(work, found.post, found.format),
        layout_names=named,
        # The one it has stays to be seen, even where the words no longer fill it.
        layouts_named=[
            (key, name) for key, name in named.items() if key not in lacking or key == found.post.layout
        ],
        formats=[(key, format_word(key)) for key in FORMATS],
        photos=[
            (each.id, each.shows or each.credit)
            for each in photos_of(session(), programme_id=found.campaign.programme_id)
            if is_usable(each, today=today)
        ],
        photo_fault=_photo_fault(found.post, today),
        kind_word=kind_word,
        format_word=format_word,
        field_word=field_word,
        status=form.status if form else 200,
    )


def _photo_fault(post: Post, today: date) -> NotReady | None:
    """Why the photo that was chosen for a post may not be used any more."""
    photo = session().get(Photo, post.photo_id) if post.photo_id else None
    try:
        if photo is not None:
            check_usable(photo, today=today)
    except NotReady as fault:
        return fault
    return None
