"""The rule of two lawyers switched on and off while texts are approved and scheduled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.approvals.models import ReviewRequest
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.people.models import Membership, Programme
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Risk, Role, VariantStatus
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as
from tests.web.desk_stage import approved, placed, placement_row
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_review import status_of, words_of
from tests.web.test_settings import BASICS

__all__ = ["desk_in", "scene"]

ADDRESS = "/settings/programme"
ON = {**BASICS, "second_lawyer": "yes"}


def risky(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """A scheduled post on a fact of high risk, approved by one lawyer."""
    with session_scope(engine) as session:
        for fact in session.exec(select(Fact)):
            fact.risk = Risk.HIGH
            session.add(fact)
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    return placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))


def test_it_says_what_will_be_held_before_it_counts(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    row = risky(engine, scene, now)
    with session_scope(engine) as session:
        second = Membership.person_id == scene.cast.second_lawyer.person_id
        session.delete(session.exec(select(Membership).where(second, Membership.language == "ar")).one())
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)

    asked = admin.send(ADDRESS, {**ON, "imprint": "typed"}).text

    assert "1 scheduled post will be held" in asked
    assert "No second lawyer for: Arabic." in asked
    assert 'name="imprint" value="typed"' in asked
    assert placement_row(engine, row).status is PlacementStatus.SCHEDULED
    with read_scope(engine) as session:
        assert not session.get_one(Programme, scene.cast.programme.id).second_lawyer
    admin.send(ADDRESS, {**ON, "confirmed": "yes"})
    told = words_of(admin, ADDRESS)
    assert "1 scheduled post is held. 1 text waits for a second lawyer." in told
    assert placement_row(engine, row).status is PlacementStatus.HELD


def test_a_text_with_one_yes_waits_for_the_second_lawyer_without_being_submitted_again(
    app: Flask,
    engine: Engine,
    watch: Watch,
    scene: Scene,
    desk_in: Callable[..., Desk],
    now: datetime,
) -> None:
    row = risky(engine, scene, now)
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)
    admin.send(ADDRESS, {**ON, "confirmed": "yes"})
    with read_scope(engine) as session:
        review = session.exec(select(ReviewRequest)).one()
        session.expunge(review)
    second = desk_in(Role.LAWYER, languages=("de",))
    card = f"/review/{review.id}"

    assert card in second.get("/review").text
    assert card in second.get("/today").text
    assert 'value="approve"' in second.get(card).text
    seen = {f"seen.{channel}": digest for channel, digest in review.digests.items()}
    second.send(f"{card}/decide", {**seen, "decision": "approve"})

    assert status_of(engine, scene.german) is VariantStatus.APPROVED
    assert placement_row(engine, row).status is PlacementStatus.HELD


def test_switched_off_again_what_is_held_stays_and_is_said(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    row = risky(engine, scene, now)
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)
    admin.send(ADDRESS, {**ON, "confirmed": "yes"})
    assert status_of(engine, scene.german) is VariantStatus.SUBMITTED
    words_of(admin, ADDRESS)

    admin.send(ADDRESS, BASICS)

    assert "1 post that lacked only the second lawyer stays held: schedule it again." in words_of(
        admin, ADDRESS
    )
    assert status_of(engine, scene.german) is VariantStatus.APPROVED
    assert placement_row(engine, row).status is PlacementStatus.HELD
