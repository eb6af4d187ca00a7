"""The posts behind a figure of a report."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.placements.models import Space
from campaigns.reach.insights.metrics import ACTS, AGED, ENGAGED, RATES, TOLD, Metric
from campaigns.reach.report.choosing import Chosen
from campaigns.reach.report.posts import (
    BY_HAND,
    COUNTED_AS,
    NARROWED_BY,
    SPACE,
    PostFigures,
    count_posts,
    figures_of_posts,
)
from campaigns.reach.report.published import evidence_of_posts
from campaigns.reach.report.spreads import Spread, ways_of
from campaigns.reach.report.told import told_of
from campaigns.reach.rules import check_can_see_reach
from web import identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.reach.behind import MOST_ROWS, back_to
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import chosen_at, period_at
from web.words.reach import dimension_word, metric_word, place_word

#: Figures that are added up and have no median.
ADDED = (*ACTS, Metric.ACTED)
#: Figures that lead here.
LEADING = (*TOLD, *RATES, *AGED, *ADDED)
_OF_A_FIGURE = ("figure", "channel", "definition")


@reach_pages.get("/reach/rows")
@page(needs=check_can_see_reach)
def rows() -> Response:
    """The posts behind a figure of a report, each with its own figures; `?by=` and `?key=` narrow them, `?figure=` to
    those of which it is known, and `?channel=` and `?definition=` to those that count it in this way."""
    campaign_id = request.args.get("campaign", type=int)
    chosen = chosen_at(campaign_id, *period_at())
    by, key, told, channel = (request.args.get(name, "") for name in ("by", "key", "figure", "channel"))
    way = (channel, request.args.get("definition", "")) if channel else None
    narrowed: dict[str, Any] = {
        "by": by if by in NARROWED_BY else "",
        "key": key,
        "known": Metric(told) if told in {str(metric) for metric in LEADING} else None,
    }
    posts = figures_of_posts(session(), chosen.scope, **narrowed, most=None if way else MOST_ROWS)
    published = count_posts(session(), chosen.scope, **narrowed)
    if way and narrowed["known"]:
        posts = [post for post in posts if post.counted(narrowed["known"]) == way]
        published, posts = len(posts), posts[:MOST_ROWS]
    # A column of nothing but dashes would push the others out of sight.
    numbers = {
        str(metric): metric_word(metric)
        for metric in (*TOLD, *ENGAGED, *AGED)
        if any(figure_of(post, metric) is not None for post in posts)
    }
    evidence = evidence_of_posts(session(), [post.publication_id for post in posts], chosen.period)
    return show(
        "reach/rows.html",
        report=chosen,
        posts=posts,
        published=published,
        more=published - len(posts),
        narrowed=_narrowed(narrowed["by"], key),
        known=narrowed["known"],
        spread=_spread(chosen, way, **narrowed),
        untold=_untold(chosen, **narrowed),
        all_address=_without_figure(),
        acts=sum(int(figure_of(post, told) or 0) for post in posts) if told in ADDED else None,
        is_rate=told in {str(rate) for rate in RATES},
        figure_of=figure_of,
        numbers=numbers,
        evidence={item.publication_id: item for item in evidence},
        channel_word=place_word,
        metric_word=metric_word,
        back=back_to(campaign_id),
    )


def _without_figure() -> str:
    """This page with the posts of which the figure is not known as well."""
    kept = {name: said for name, said in request.args.items() if name not in _OF_A_FIGURE}
    return f"{url_for('reach.rows')}?{urlencode(kept)}"


def _untold(chosen: Chosen, by: str, key: str, known: Metric | None) -> int:
    """How many posts beside those shown tell nothing of the figure at all."""
    if known is None:
        return 0
    everything = count_posts(session(), chosen.scope, by=by, key=key)
    return everything - count_posts(session(), chosen.scope, by=by, key=key, known=known)


def figure_of(post: PostFigures, metric: str) -> float | None:
    """A figure of a post as the report counts it; rates in per cent."""
    if metric == Metric.ENGAGEMENTS:
        return post.engaged
    if metric == Metric.ACTED:
        return post.acted
    rates = {str(rate): rate for rate in RATES}
    if metric in rates:
        rate = post.rate(rates[metric])
        return None if rate is None else rate * 100
    told: float | None = getattr(post, metric)
    return told


def _spread(
    chosen: Chosen, way: tuple[str, str] | None, by: str, key: str, known: Metric | None
) -> Spread | None:
    """What the report tells of this figure of these posts, counted in this way."""
    if known is None or known in ADDED or by in (BY_HAND, COUNTED_AS):
        return None
    told = told_of(session(), chosen.scope)
    groups = [told.everything] if not by else [group for group in told.groups[by] if group.key == key]
    if not groups:
        return None
    spread = groups[0].spreads[str(known)]
    return next((each for *of, each in ways_of(spread) if tuple(of) == way), spread)


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
