"""The posts behind a figure of a report."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from campaigns.placements.models import Space
from campaigns.reach.metrics import ENGAGED, Metric
from campaigns.reach.posts import DIMENSIONS, SPACE, PostFigures, count_posts, figures_of_posts
from campaigns.reach.published import evidence_of_posts
from campaigns.reach.rules import check_can_see_reach
from campaigns.reach.spreads import TOLD
from web import identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.reach_words import dimension_word, metric_word, place_word
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import chosen_at, period_at

#: More rows than anybody reads on a screen; the evaluator's export has all.
MOST_ROWS = 500


@reach_pages.get("/reach/rows")
@page(needs=check_can_see_reach)
def rows() -> Response:
    """The posts behind a figure of a report, each with its own figures; `?by=` and `?key=` narrow them."""
    campaign_id = request.args.get("campaign", type=int)
    chosen = chosen_at(campaign_id, *period_at())
    by, key = request.args.get("by", ""), request.args.get("key", "")
    by = by if by in DIMENSIONS else ""
    posts = figures_of_posts(session(), chosen.scope, by=by, key=key, most=MOST_ROWS)
    # A column of nothing but dashes would push the others out of sight.
    numbers = {
        str(metric): metric_word(metric)
        for metric in (*TOLD, *ENGAGED)
        if any(_figure(post, metric) is not None for post in posts)
    }
    evidence = evidence_of_posts(session(), [post.publication_id for post in posts], chosen.period)
    return show(
        "reach/rows.html",
        report=chosen,
        posts=posts,
        more=count_posts(session(), chosen.scope, by=by, key=key) - len(posts),
        narrowed=dimension_word(by, key, _space_named(key) if by == SPACE else {}) if by else "",
        numbers=numbers,
        evidence={item.publication_id: item for item in evidence},
        channel_word=place_word,
        back=url_for("reach.programme")
        if campaign_id is None
        else url_for("reach.campaign", campaign_id=campaign_id),
    )


def _figure(post: PostFigures, metric: Metric) -> int | None:
    return post.engaged if metric is Metric.ENGAGEMENTS else getattr(post, metric)


def _space_named(key: str) -> dict[int, str]:
    space = session().get(Space, int(key)) if key.isdecimal() else None
    here = space is not None and space.programme_id == identity.programme().id
    return {space.id or 0: space.name} if space is not None and here else {}
