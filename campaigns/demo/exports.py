"""A fictional page whose exports are taken in: figures by the platform's own definition, and its followers."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.clock import wall_time
from campaigns.content.models import Post, Variant
from campaigns.demo.stage import somebody
from campaigns.people.models import Programme
from campaigns.placements.actions.accounts import add_account, pause_account
from campaigns.placements.models import Placement, Publication
from campaigns.reach.actions import import_figures
from campaigns.reach.actions.importing import understand_export
from campaigns.vocabulary import Role

#: Weeks of which the page tells its followers.
WEEKS = 12
#: A post of the page that was made without Litfass: its row waits for somebody to say so.
NOT_OURS = ("https://groups.example/posts/9000000001", "Einladung zum Sommerfest (erfunden)")


def take_exports(
    session: Session, programme: Programme, campaign_id: int, *, seed: int, now: datetime
) -> None:
    """What a page's tables of posts and of days tell, on a page that is not connected and never sent to."""
    draw = random.Random(seed)  # noqa: S311
    admin, lead = (somebody(session, programme, role) for role in (Role.ADMIN, Role.LEAD))
    page = add_account(
        session,
        programme_id=programme.id or 0,
        channel="facebook",
        name="Facebook-Seite (fiktiv)",
        zone=programme.zone,
        by=admin,
        now=now - timedelta(weeks=WEEKS),
    )
    pause_account(session, account_id=page.id or 0, by=admin, now=now - timedelta(weeks=WEEKS))
    for name, data in (
        ("posts.csv", _posts(session, programme, campaign_id, draw)),
        ("days.csv", _days(programme, draw, now)),
    ):
        export = understand_export(session, account=page, data=data, name=name)
        import_figures(session, account=page, export=export, by=lead, now=now)


def _posts(session: Session, programme: Programme, campaign_id: int, draw: random.Random) -> bytes:
    query = (
        select(Publication)
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(col(Post.campaign_id) == campaign_id, col(Placement.space_id).is_not(None))
        .order_by(col(Publication.id))
    )
    rows = [
        (each.url, f"{wall_time(each.published_at, programme.zone):%Y-%m-%d %H:%M}", "")
        for each in session.scalars(query)
    ]
    return _table(
        ["Permalink", "Publish time", "Description", "Views", "Reach", "Reactions", "Comments", "Shares"],
        [
            [*row, views, *(round(views * draw.uniform(*share)) for share in SHARES)]
            for row in [*rows, (NOT_OURS[0], "2026-07-04 10:00", NOT_OURS[1])]
            for views in [round(draw.lognormvariate(6.3, 0.6))]
        ],
    )


#: Reach, reactions, comments and shares of a post, as parts of its views.
SHARES = ((0.6, 0.9), (0.01, 0.05), (0.002, 0.02), (0.005, 0.02))


def _days(programme: Programme, draw: random.Random, now: datetime) -> bytes:
    followers, rows = 1_840, []
    for week in range(WEEKS, -1, -1):
        day = wall_time(now - timedelta(weeks=week), programme.zone)
        rows.append([f"{day:%Y-%m-%d}", followers])
        followers += draw.randint(2, 19)
    return _table(["Date", "Total followers"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()
