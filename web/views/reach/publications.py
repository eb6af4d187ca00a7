"""One publication: every reading of its counters, where each comes from; and figures typed in by hand."""

from __future__ import annotations

from flask import current_app, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.placements.rules import can_post_by_hand, check_can_post_by_hand
from campaigns.reach.actions import type_figures
from campaigns.reach.insights.metrics import OF_POSTS, Metric, all_definitions
from campaigns.reach.insights.typed import read_figures
from campaigns.reach.publications import get_shown
from campaigns.reach.queries import latest_of, limits_of, screenshots_of, series_of
from campaigns.reach.rules import can_import_figures, can_see_reach, check_can_see_post
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.media.photos import taken
from web.views.reach.blueprint import reach_pages
from web.words.reach import metric_word, place_word, source_word
from web.words.sentences import said

#: What a person can read off a screen in a group.
TYPED = tuple(metric for metric in OF_POSTS if metric not in (Metric.ENGAGEMENTS, Metric.FOLLOWS))


@reach_pages.get("/reach/publications/<int:publication_id>")
@page(needs=check_can_see_post)
def publication(publication_id: int) -> Response:
    return _shown(publication_id, Form())


@reach_pages.post("/reach/publications/<int:publication_id>/figures")
@page(needs=check_can_post_by_hand)
def figures(publication_id: int) -> Response:
    """Figures that a person read off a screen."""
    form = Form.posted()
    with form.catching():
        evidence = _screenshot(form)
        found = get_shown(session(), publication_id)
        identity.enter_programme(found.publication.programme_id)
        type_figures(
            session(),
            publication=found.publication,
            figures=read_figures(form.value, TYPED),
            evidence=evidence,
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("reach.publication", publication_id=publication_id), _("The figures are noted."))
    return _shown(publication_id, form)


@reach_pages.get("/reach/publications/<int:publication_id>/screenshots/<digest>")
@page(needs=check_can_see_post)
def screenshot(publication_id: int, digest: str) -> Response:
    """What somebody read figures off."""
    found = get_shown(session(), publication_id)
    identity.enter_programme(found.publication.programme_id)
    if digest not in screenshots_of(session(), publication_id).values():
        raise NotFound("There is no such file.")
    response = make_response(current_app.extensions["litfass_store"].get(digest))
    response.content_type = "image/png"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _screenshot(form: Form) -> str | None:
    """The digest of the screenshot, encoded anew; None where none was chosen."""
    sent = request.files.get("screenshot")
    if sent is None or not sent.filename:
        return None
    kept, _width, _height = taken(form, "logo", field="screenshot")
    return kept.digest


def _shown(publication_id: int, form: Form) -> Response:
    found = get_shown(session(), publication_id)
    identity.enter_programme(found.publication.programme_id)
    latest, series = latest_of(session(), publication_id), series_of(session(), publication_id)
    limits = limits_of(session(), publication_id)
    return show(
        "reach/publication.html",
        shown=found,
        sees_reach=can_see_reach(identity.actor()),
        form=form,
        latest=latest,
        series=series,
        screenshots=screenshots_of(session(), publication_id),
        limits=limits,
        latest_limits={
            row.metric: limits.get((each.batch_id or 0, row.metric))
            for row in latest
            for each in series
            if (each.metric, each.at, each.value) == (row.metric, row.at, row.value)
        },
        typed=TYPED,
        may_type=can_post_by_hand(identity.actor()),
        may_import=can_import_figures(identity.actor()),
        definitions=all_definitions(),
        metric_word=metric_word,
        source_word=source_word,
        channel_word=place_word,
        said=said,
        status=form.status,
    )
