"""Hand-offs: what to post in which group, one tap after the other, and comments to copy."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Blueprint, current_app, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.clock import wall_time
from campaigns.errors import NotFound
from campaigns.languages import sort_languages
from campaigns.people.queries import programme_languages
from campaigns.placements.actions import mark_posted
from campaigns.placements.handoffs import HandOff, comment_snippets, posted_lately, waiting_handoffs
from campaigns.placements.queries import get_placement
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.vocabulary import PlacementStatus
from web import calendar_words, database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.needs_words import platform_word

handoff_pages = Blueprint("handoffs", __name__)

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@handoff_pages.get("/handoffs")
@page(needs=check_can_post_by_hand)
def index() -> Response:
    """What is due and what is coming; `?language=` narrows it."""
    programme = identity.programme()
    languages = programme_languages(session(), programme.id or 0)
    asked = request.args.get("language")
    chosen = asked if asked in languages else None
    found = waiting_handoffs(session(), programme_id=programme.id or 0, now=database.now(), language=chosen)
    return show(
        "handoffs/index.html",
        due=[each for each in found if each.is_due(database.now())],
        coming=[each for each in found if not each.is_due(database.now())],
        posted=posted_lately(session(), programme_id=programme.id or 0, now=database.now()),
        languages=languages,
        chosen=chosen,
        today=_today(),
        words=calendar_words,
    )


@handoff_pages.get("/handoffs/comments")
@page(needs=check_can_post_by_hand)
def comments() -> Response:
    """Short approved answers for threads, by language."""
    programme = identity.programme()
    snippets = comment_snippets(session(), programme_id=programme.id or 0, today=_today())
    languages = sort_languages({each.language for each in snippets})
    asked = request.args.get("language")
    chosen = asked if asked in languages else None
    return show(
        "handoffs/comments.html",
        snippets=[each for each in snippets if chosen in (None, each.language)],
        languages=languages,
        chosen=chosen,
    )


@handoff_pages.get("/handoffs/<int:placement_id>")
@page(needs=check_can_post_by_hand)
def handoff(placement_id: int) -> Response:
    return _shown(placement_id, Form())


@handoff_pages.post("/handoffs/<int:placement_id>/posted")
@page(needs=check_can_post_by_hand)
def posted(placement_id: int) -> Response:
    """It stands in the group now, at this address if it has one."""
    form = Form.posted()
    with form.catching():
        identity.enter_programme(get_placement(session(), placement_id).programme_id)
        mark_posted(
            session(),
            placement_id=placement_id,
            url=form.text("url", longest=500),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("handoffs.index"), _("Noted as posted. Thank you."))
    return _shown(placement_id, form)


@handoff_pages.get("/handoffs/<int:placement_id>/picture")
@page(needs=check_can_post_by_hand)
def picture(placement_id: int) -> Response:
    """The approved picture as a file, with a name that says what it is."""
    found = _opened(placement_id)
    media = found.manifest["media"] if found and found.manifest else []
    if not media:
        raise NotFound("There is no approved picture for this post.")
    data = cast(Store, current_app.extensions["litfass_store"]).get(media[0]["digest"])
    response = make_response(data)
    response.content_type = media[0]["media_type"]
    name = f"{found.campaign.topic}-{found.variant.language}" if found else "post"
    extension = EXTENSIONS.get(media[0]["media_type"], "bin")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def _opened(placement_id: int) -> HandOff | None:
    """The hand-off, or None when it does not wait any more."""
    placement = get_placement(session(), placement_id)
    identity.enter_programme(placement.programme_id)
    if placement.space_id is None:
        raise NotFound("This placement is sent by the worker; only posts in groups are handed over.")
    found = waiting_handoffs(
        session(),
        programme_id=placement.programme_id,
        now=database.now(),
        placement_id=placement_id,
    )
    return found[0] if found else None


def _shown(placement_id: int, form: Form) -> Response:
    found = _opened(placement_id)
    return show(
        "handoffs/handoff.html",
        handoff=found,
        placement=get_placement(session(), placement_id),
        is_posted=get_placement(session(), placement_id).status is PlacementStatus.PUBLISHED,
        form=form,
        today=_today(),
        now=database.now(),
        words=calendar_words,
        platform_word=platform_word,
        status=form.status,
    )


def _today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()
