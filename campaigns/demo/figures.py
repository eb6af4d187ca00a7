"""Fictional figures of the demo: clicks on its links, and what advisors read off in groups."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.content.models import Post, Variant
from campaigns.demo.stage import somebody
from campaigns.links.actions import count_clicks
from campaigns.links.models import ShortLink
from campaigns.people.models import Programme
from campaigns.placements.actions.place import BY_HAND
from campaigns.placements.binding import HAND_OFF
from campaigns.placements.models import Placement, Publication
from campaigns.reach.actions import no_figures_shown, type_figures
from campaigns.reach.insights.metrics import Metric
from campaigns.vocabulary import PlacementStatus, Role, Visitor

#: Figures are read off on the third day and once more after a week; of posts of the last days they are still missing.
READ_AFTER, ONCE_MORE, NOT_YET = timedelta(days=3), timedelta(days=7), timedelta(days=6)
#: How many times the figures of the third day a post has after a week.
GROWTH = 1.25


def click(session: Session, campaign_id: int, *, seed: int, now: datetime) -> None:
    """Clicks on what is published: most in the first days, bots beside persons."""
    draw = random.Random(seed)  # noqa: S311
    query = (
        select(ShortLink.id, func.min(Placement.due_at))
        .join(Variant, col(Variant.id) == ShortLink.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(
            Placement,
            (col(Placement.variant_id) == Variant.id)
            & (
                (col(Placement.channel) == ShortLink.channel)
                | ((col(Placement.channel) == BY_HAND) & (col(ShortLink.channel) == HAND_OFF))
            ),
        )
        .where(Post.campaign_id == campaign_id, Placement.status == PlacementStatus.PUBLISHED)
        .group_by(col(ShortLink.id))
    )
    counts: dict[tuple[int, date, Visitor], int] = {}
    for link_id, first in session.exec(query):
        if link_id is None or first is None:
            continue
        for day in range(12):
            moment = first + timedelta(days=day)
            if moment <= now and (people := max(0, round(draw.gauss(22, 8) / (1 + day)))):
                counts[(link_id, moment.date(), Visitor.PERSON)] = people
                counts[(link_id, moment.date(), Visitor.BOT)] = draw.randint(1, 6)
    count_clicks(session, counts)


def read_off(session: Session, programme: Programme, campaign_id: int, *, seed: int, now: datetime) -> None:
    """What groups show of their posts: most tell views and reactions, every seventh shows nobody anything."""
    draw, advisor = random.Random(seed), somebody(session, programme, Role.ADVISOR)  # noqa: S311
    query = (
        select_many(Publication)
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id) == campaign_id,
            col(Placement.space_id).is_not(None),
            col(Publication.published_at) <= now - NOT_YET,
        )
        .order_by(col(Publication.id))
    )
    for number, publication in enumerate(session.scalars(query).all(), start=1):
        moment = publication.published_at + READ_AFTER
        if not number % 7:
            no_figures_shown(session, publication=publication, by=advisor, now=moment)
            continue
        views = round(draw.lognormvariate(6.3, 0.6))
        figures = {
            Metric.VIEWS: views,
            Metric.REACTIONS: round(views * draw.uniform(0.01, 0.05)),
            Metric.COMMENTS: round(views * draw.uniform(0.002, 0.02)),
            Metric.SHARES: round(views * draw.uniform(0.005, 0.02)),
        }
        type_figures(session, publication=publication, figures=figures, by=advisor, now=moment)
        later = publication.published_at + ONCE_MORE
        if later <= now:
            figures = {metric: round(value * GROWTH) for metric, value in figures.items()}
            type_figures(session, publication=publication, figures=figures, by=advisor, now=later)
