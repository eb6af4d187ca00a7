"""What is said about a card without deciding, and where its picture differs from the one approved last."""

from __future__ import annotations

from flask import abort, make_response, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.approvals.actions import add_note
from campaigns.approvals.desk import ReviewCard
from campaigns.approvals.rules import check_can_see_reviews
from campaigns.content.queries import digests_of_files
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.thumbnails import original
from web.views.review.blueprint import review_pages
from web.views.review.cards import opened, shown


@review_pages.post("/review/<int:request_id>/notes")
@page(needs=check_can_see_reviews)
def note(request_id: int) -> Response:
    """A comment, or a question to a colleague."""
    form = Form.posted()
    with form.catching():
        opened(request_id)
        asked = form.number("to_person") if form.value("to_person") else None
        add_note(
            session(),
            request_id=request_id,
            text=form.text("note", longest=2000),
            place=form.text("note_place", longest=40),
            to_person=asked,
            by=identity.actor(),
            now=database.now(),
        )
        told = _("The question is on your colleague's desk.") if asked else _("Noted.")
        return done(url_for("review.card", request_id=request_id, _anchor="notes"), told)
    return shown(opened(request_id), form, status=form.status)


@review_pages.get("/review/<int:request_id>/difference/<before>/<after>.png")
@page(needs=check_can_see_reviews)
def difference(request_id: int, before: str, after: str) -> Response:
    """The picture as it would leave, with what differs from an earlier one of the same text marked on it."""
    variant_id = opened(request_id).variant_id
    if not {before, after} <= digests_of_files(session(), variant_id):
        abort(404)
    response = marked_difference(before, after)
    response.cache_control.private, response.cache_control.max_age = True, 3600
    return response


def pairs_of(card: ReviewCard) -> list[tuple[str, str]]:
    """The pairs of pictures, then and now, that stand on a card."""
    found = [card.since.difference] if card.since else []
    found += [card.moved] if card.moved else []
    return [pair for each in found for pair in each.pictures]


def marked_difference(before: str, after: str) -> Response:
    """The two pictures laid over each other."""
    # Only this page needs the maker of pictures.
    from assets.difference import difference as marked

    data, _share = marked(original(before), original(after))
    response = make_response(data)
    response.content_type = "image/png"
    return response
