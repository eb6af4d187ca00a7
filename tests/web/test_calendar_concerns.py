"""What stands against an account is said at a proposal, whose words nobody has approved yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import lxml.html
from sqlalchemy import Engine

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.placements.actions import add_account, pause_account, propose_placement
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import ZONE, approved, feed_account, placed
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]


def test_a_proposal_on_a_paused_account_says_so(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        row = propose_placement(
            session,
            variant_id=scene.german.id or 0,
            account=account,
            wall=wall_time(now + timedelta(days=1), ZONE),
            zone=ZONE,
            by=scene.cast.staff,
            now=now,
        )
        pause_account(session, account_id=account.id or 0, by=scene.cast.staff, now=now)
        number = row.id

    told = desk_in(Role.STAFF).get(f"/calendar/placements/{number}").get_data(as_text=True)

    assert "The account is paused." in told


def test_sending_calls_no_account_in_order_that_is_not_connected_or_was_never_looked_at(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    with session_scope(engine) as session:
        for name, options, secret in (
            ("Bare", {}, None),
            ("Fresh", {"instance": "https://social.example"}, b"x"),
        ):
            account = add_account(
                session,
                programme_id=scene.cast.programme.id or 0,
                channel="mastodon",
                name=name,
                options=options,
                by=scene.cast.admin,
                now=now,
            )
            account.secret = secret
            session.add(account)

    page = lxml.html.document_fromstring(desk_in(Role.STAFF).get("/calendar/sending").get_data(as_text=True))

    rows = {
        row.xpath(".//span[@class='list__title']")[0].text_content(): " ".join(row.text_content().split())
        for row in page.xpath("//section[@aria-labelledby='accounts']//li")
    }
    assert "Not connected yet" in rows["Bare"]
    assert "Pause" not in rows["Bare"]
    assert "Not looked at yet" in rows["Fresh"]


def test_sending_and_today_name_the_posts_of_an_account_that_is_ill(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now, channels=["feed"])["feed"]
    placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))
    with session_scope(engine) as session:
        account = feed_account(session, scene.cast)
        account.health = "The channel refused the token."
        session.add(account)
    desk = desk_in(Role.STAFF)

    sending = desk.get("/calendar/sending").get_data(as_text=True)

    assert "At present the account has a problem: The channel refused the token." in sending
    assert "Nothing is at risk" not in sending
    assert "Posts at risk" in desk.get("/today").get_data(as_text=True)
