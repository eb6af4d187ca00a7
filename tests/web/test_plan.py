"""The plan of a campaign, changed, repeated and kept in the browser."""

from __future__ import annotations

from datetime import date, datetime

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.content.models import Campaign, Post
from campaigns.content.queries import posts_of_campaign
from campaigns.db import read_scope, session_scope
from campaigns.facts.actions import adopt_topic
from campaigns.people.models import Programme
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.vocabulary import Role
from tests.builders import make_cast
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as


@pytest.fixture
def staff(app: Flask, engine: Engine, watch: Watch, planned: tuple[Programme, int]) -> Desk:
    return desk_as(app, engine, watch, planned[0], Role.STAFF)


@pytest.fixture
def planned(engine: Engine, now: datetime) -> tuple[Programme, int]:
    """A programme and its campaign of an explainer and steps."""
    with session_scope(engine) as session:
        cast = make_cast(session, now=now)
        adopt_topic(session, programme_id=cast.programme.id or 0, topic="minimum_wage", by=None, now=now)
        plan = plan_topic(
            session,
            programme=cast.programme,
            topic="minimum_wage",
            start=date(2026, 12, 7),
            kinds=("explainer", "steps"),
            now=now,
        )
        campaign = save_plan(session, programme=cast.programme, plan=plan, by=cast.staff, now=now)
        session.flush()
        number = campaign.id or 0
        session.expunge_all()
    return cast.programme, number


def kinds(engine: Engine, campaign: int) -> list[str]:
    with read_scope(engine) as session:
        return [post.kind for post in posts_of_campaign(session, campaign)]


def post_at(engine: Engine, campaign: int, position: int) -> int:
    with read_scope(engine) as session:
        return posts_of_campaign(session, campaign)[position - 1].id or 0


def test_posts_come_go_and_change_places(staff: Desk, engine: Engine, planned: tuple[Programme, int]) -> None:
    campaign = planned[1]
    address = f"/campaigns/{campaign}/plan"
    assert address in staff.get(f"/campaigns/{campaign}").get_data(as_text=True)
    assert "Posts in their order" in staff.get(address).get_data(as_text=True)
    assert staff.send(f"{address}/posts", {"kind": "referral"}).status_code == 303
    last = post_at(engine, campaign, 3)
    assert staff.send(f"{address}/posts/{last}/move", {"way": "up"}).status_code == 303
    assert kinds(engine, campaign) == ["explainer", "referral", "steps"]
    first = post_at(engine, campaign, 1)
    assert staff.send(f"{address}/posts/{first}/remove").status_code == 303
    assert kinds(engine, campaign) == ["referral", "steps"]
    assert staff.get(f"/campaigns/{campaign}").status_code == 200


@pytest.mark.parametrize("kind", ["", "nonsense", "event", "deadline"])
def test_kind_that_cannot_be_is_told(staff: Desk, planned: tuple[Programme, int], kind: str) -> None:
    response = staff.send(f"/campaigns/{planned[1]}/plan/posts", {"kind": kind})
    assert response.status_code == 422
    assert 'role="alert"' in response.get_data(as_text=True)


def test_campaign_is_planned_once_more(staff: Desk, engine: Engine, planned: tuple[Programme, int]) -> None:
    address = f"/campaigns/{planned[1]}/plan"
    assert staff.send(f"{address}/repeat", {"start": "2026-01-01"}).status_code == 422
    response = staff.send(f"{address}/repeat", {"start": "2027-12-06"})
    again = int(response.headers["Location"].rsplit("/", 1)[1])
    assert kinds(engine, again) == ["explainer", "steps"]


def test_practice_is_kept_and_planned_from(
    app: Flask, engine: Engine, watch: Watch, staff: Desk, planned: tuple[Programme, int], now: datetime
) -> None:
    assert "No practice yet" in staff.get("/practices").get_data(as_text=True)
    assert staff.send(f"/campaigns/{planned[1]}/plan/practice", {"title": ""}).status_code == 422
    kept = staff.send(f"/campaigns/{planned[1]}/plan/practice", {"title": "Two posts", "note": "Worked."})
    assert kept.status_code == 303
    with session_scope(engine) as session:
        partner = make_cast(session, now=now, key="partner").programme
        session.flush()
        session.expunge_all()
    lead = desk_as(app, engine, watch, partner, Role.LEAD)
    assert "Two posts" in lead.get("/practices").get_data(as_text=True)
    response = lead.send("/practices/1/use", {"start": "2026-12-14"})
    assert response.status_code == 303
    assert kinds(engine, int(response.headers["Location"].rsplit("/", 1)[1])) == ["explainer", "steps"]
    assert lead.send("/practices/1/use", {"start": "soon"}).status_code == 422


def test_campaign_of_another_programme_is_not_changed(
    app: Flask, engine: Engine, watch: Watch, planned: tuple[Programme, int], programme: Programme
) -> None:
    stranger = desk_as(app, engine, watch, programme, Role.LEAD)
    assert stranger.send(f"/campaigns/{planned[1]}/plan/repeat", {"start": "2027-12-06"}).status_code == 404
    with read_scope(engine) as session:
        assert len(session.exec(select(Campaign)).all()) == 1
        assert len(session.exec(select(Post)).all()) == 2


def test_the_plan_tells_what_each_post_says_and_where_it_stands(
    staff: Desk, engine: Engine, planned: tuple[Programme, int]
) -> None:
    with read_scope(engine) as session:
        numbers = [post.id or 0 for post in posts_of_campaign(session, planned[1])]
        said = headlines_of(session, numbers, "de")
    page = lxml.html.document_fromstring(staff.get(f"/campaigns/{planned[1]}/plan").get_data(as_text=True))

    lines = [" ".join(line.text_content().split()) for line in page.find_class("plan-line")]
    assert all(" ".join(said[number].split()) in line for number, line in zip(numbers, lines, strict=True))
    assert all("Written" in line and "language" in line for line in lines)
