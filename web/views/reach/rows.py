"""The posts behind a figure of a report."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.placements.models import Space
from campaigns.reach.choosing import Chosen
from campaigns.reach.metrics import ENGAGED, Metric
from campaigns.reach.posts import (
    BY_HAND,
    COUNTED_AS,
    NARROWED_BY,
    SPACE,
    PostFigures,
    count_posts,
    figures_of_posts,
)
from campaigns.reach.published import evidence_of_posts
from campaigns.reach.rules import check_can_see_reach
from campaigns.reach.spreads import TOLD, Spread
from campaigns.reach.told import told_of
from web import identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.reach_words import dimension_word, metric_word, place_word
from web.views.reach.behind import MOST_ROWS, back_to
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import chosen_at, period_at


@reach_pages.get("/reach/rows")
@page(needs=check_can_see_reach)
def rows() -> Response:
    """The posts behind a figure of a report, each with its own figures; `?by=` and `?key=` narrow them, and `?figure=`
    to those of which it is known."""
    campaign_id = request.args.get("campaign", type=int)
    chosen = chosen_at(campaign_id, *period_at())
    by, key, told = (request.args.get(name, "") for name in ("by", "key", "figure"))
    narrowed: dict[str, Any] = {
        "by": by if by in NARROWED_BY else "",
        "key": key,
        "known": Metric(told) if told in {str(metric) for metric in TOLD} else None,
    }
    posts = figures_of_posts(session(), chosen.scope, **narrowed, most=MOST_ROWS)
    # A column of nothing but dashes would push the others out of sight.
    numbers = {
        str(metric): metric_word(metric)
        for metric in (*TOLD, *ENGAGED)
        if any(figure_of(post, metric) is not None for post in posts)
    }
    evidence = evidence_of_posts(session(), [post.publication_id for post in posts], chosen.period)
    published = count_posts(session(), chosen.scope, **narrowed)
    return show(
        "reach/rows.html",
        report=chosen,
        posts=posts,
        published=published,
        more=published - len(posts),
        narrowed=_narrowed(narrowed["by"], key),
        known=narrowed["known"],
        spread=_spread(chosen, **narrowed),
        figure_of=figure_of,
        numbers=numbers,
        evidence={item.publication_id: item for item in evidence},
        channel_word=place_word,
        metric_word=metric_word,
        back=back_to(campaign_id),
    )


def figure_of(post: PostFigures, metric: str) -> int | None:
    """A figure of a post as the report counts it."""
    return post.engaged if metric == Metric.ENGAGEMENTS else getattr(post, metric)


def _spread(chosen: Chosen, by: str, key: str, known: Metric | None) -> Spread | None:
    """What the report tells of this figure of these posts."""
    if known is None or by in (BY_HAND, COUNTED_AS):
        return None
    told = told_of(session(), chosen.scope)
    groups = [told.everything] if not by else [group for group in told.groups[by] if group.key == key]
    return groups[0].spreads[str(known)] if groups else None


def _narrowed(by: str, key: str) -> str:
    if by == BY_HAND:
        return str(_("Posted in groups by hand"))
    if by == COUNTED_AS:
        return f"{_('Channel')}: {place_word(key)}"
    return dimension_word(by, key, _space_named(key) if by == SPACE else {}) if by else ""


def _space_named(key: str) -> dict[int, str]:
    space = session().get(Space, int(key)) if key.isdecimal() else None
    here = space is not None and space.programme_id == identity.programme().id
    return {space.id or 0: space.name} if space is not None and here else {}
