"""Acting on rows, columns and all of the matrix: pictures, approval, moments."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.approvals.preparing import Desk
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.rendering.asking import ask_for_pictures
from campaigns.languages import sort_languages
from campaigns.placements.actions.together import Outcome, chosen_cells, schedule_cells, submit_cells
from campaigns.vocabulary import WorkKind
from campaigns.work.queries import open_work
from web import database, identity
from web.database import session
from web.fragments import done
from web.identity import page
from web.views.campaigns.blueprint import campaign_pages, opened
from web.words.content import still_told
from web.words.sentences import sentence

#: So many different reasons are told at once; a row of the matrix rarely has more.
MOST_REASONS = 5


@campaign_pages.post("/campaigns/<int:campaign_id>/render")
@page()
def render(campaign_id: int) -> Response:
    """Asks the worker for pictures of the chosen rows and columns."""
    campaign = opened(campaign_id)
    if open_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=campaign_id):
        return done(back(campaign), _("Pictures of this campaign are being made already."), tone="waiting")
    ask_for_pictures(
        session(),
        campaign=campaign,
        posts=_posts(),
        languages=_languages(),
        by=identity.actor(),
        now=database.now(),
    )
    return done(back(campaign))


@campaign_pages.post("/campaigns/<int:campaign_id>/submit")
@page()
def submit(campaign_id: int) -> Response:
    """Asks the lawyers for everything in the chosen rows and columns that is ready."""
    campaign = opened(campaign_id)
    outcome = submit_cells(
        session(),
        campaign=campaign,
        cells=_cells(campaign),
        desk=Desk(current_app.config["BASE_URL"]),
        by=identity.actor(),
        now=database.now(),
    )
    told = ngettext("%(num)s text is with the lawyers.", "%(num)s texts are with the lawyers.", outcome.done)
    return tell(campaign, outcome, told, _("Nothing here was ready to be submitted."))


@campaign_pages.post("/campaigns/<int:campaign_id>/schedule")
@page()
def schedule(campaign_id: int) -> Response:
    """Makes the proposed moments of what is approved binding."""
    campaign = opened(campaign_id)
    outcome = schedule_cells(
        session(), campaign=campaign, cells=_cells(campaign), by=identity.actor(), now=database.now()
    )
    told = ngettext("%(num)s moment is binding now.", "%(num)s moments are binding now.", outcome.done)
    return tell(campaign, outcome, told, _("Nothing here is approved and has a proposed moment."))


def back(campaign: Campaign) -> str:
    """Where the person came from: the post's sheet or page, or the campaign's."""
    sheet = request.form.get("back_to_sheet", type=int)
    if sheet:
        return url_for("media.sheet", post_id=sheet)
    post = request.form.get("back_to_post", type=int)
    if post:
        return url_for("campaigns.post", campaign_id=campaign.id, post_id=post)
    return url_for("campaigns.campaign", campaign_id=campaign.id)


def tell(campaign: Campaign, outcome: Outcome, told: str, nothing: str) -> Response:
    """What went on, and for the rest one sentence per reason with the cells it holds for."""
    reasons: dict[str, list[tuple[int, str]]] = {}
    for kept in outcome.kept:
        reasons.setdefault(sentence(kept.problem), []).append((kept.post.position, kept.language))
    for why, where in list(reasons.items())[:MOST_REASONS]:
        flash(f"{_places(where)}: {why}", "stop")
    if outcome.stills:
        stills = _places([(post.position, language) for post, language in outcome.stills])
        flash(f"{stills}: {still_told()}", "waiting")
    if not outcome.done and not outcome.kept:
        return done(back(campaign), nothing, tone="waiting")
    return done(back(campaign), told if outcome.done else None)


def _places(where: Sequence[tuple[int, str]]) -> str:
    """ "Post 1 (ar, fa), Post 2 (uk)"."""
    posts: dict[int, list[str]] = {}
    for position, language in where:
        posts.setdefault(position, []).append(language)
    return ", ".join(
        _("Post %(number)s (%(languages)s)", number=position, languages=", ".join(sort_languages(set(codes))))
        for position, codes in sorted(posts.items())
    )


def _cells(campaign: Campaign) -> list[tuple[Post, Variant]]:
    return chosen_cells(session(), campaign, posts=_posts(), languages=_languages())


def _posts() -> list[int]:
    return request.form.getlist("post", type=int)


def _languages() -> list[str]:
    return request.form.getlist("language")
