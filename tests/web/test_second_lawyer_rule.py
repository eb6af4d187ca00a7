"""The rule of two lawyers switched on and off while texts are approved and scheduled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import lxml.html
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.approvals.actions import approve_review
from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.validity import Asked, valid_approvals
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.people.models import Membership, Programme
from campaigns.placements.approval_ends.reasons import SECOND_MISSING
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Risk, Role, VariantStatus
from tests.builders import make_fact
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


def test_the_way_back_from_the_question_saves_nothing_and_keeps_what_was_typed(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, now: datetime
) -> None:
    risky(engine, scene, now)
    admin = desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN)
    asked = admin.send(ADDRESS, {**ON, "imprint": "Typed just now"})

    (way,) = lxml.html.document_fromstring(asked.text).xpath("//main//form")
    kept = {each.name: each.value for each in way.inputs if each.name and each.type == "hidden"}
    page = admin.send(ADDRESS, {**kept, "back": "yes"})

    form = lxml.html.document_fromstring(page.text).xpath("//form[.//*[@name='imprint']]")[0]
    assert (form.fields["imprint"].strip(), form.fields["second_lawyer"]) == ("Typed just now", "yes")
    with read_scope(engine) as session:
        programme = session.get_one(Programme, scene.cast.programme.id)
        assert (programme.second_lawyer, programme.imprint) == (False, scene.cast.programme.imprint)


def rated(risk: str, **more: str) -> dict[str, str]:
    return {"risk": risk, "risk_why": "Many lose money by it.", **more}


def two_demanded(engine: Engine, scene: Scene, admin: Desk, now: datetime) -> Placement:
    """A scheduled post on facts of medium risk with the yes of one lawyer, where two are demanded for high risk."""
    admin.send(ADDRESS, {**ON, "confirmed": "yes"})
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    return placed(engine, scene, scene.german, proof, now=now, later=timedelta(days=1))


def test_a_fact_whose_risk_rises_later_sends_what_rests_on_it_to_the_second_lawyer(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    row = two_demanded(engine, scene, desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN), now)
    staff, fact = desk_in(Role.STAFF), f"/facts/{scene.fact.id}"

    asked = staff.send(f"{fact}/risk", rated("high")).text
    assert "1 scheduled post will be held" in asked
    assert placement_row(engine, row).status is PlacementStatus.SCHEDULED
    staff.send(f"{fact}/risk", rated("high", confirmed="yes"))

    assert "1 scheduled post is held. 1 text waits for a second lawyer." in words_of(staff, fact)
    held = placement_row(engine, row)
    assert (held.status, held.reason) == (PlacementStatus.HELD, SECOND_MISSING)
    assert status_of(engine, scene.german) is VariantStatus.SUBMITTED


def test_the_first_yes_still_counts_after_the_risk_rose(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    two_demanded(engine, scene, desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN), now)
    desk_in(Role.STAFF).send(f"/facts/{scene.fact.id}/risk", rated("high", confirmed="yes"))
    with session_scope(engine) as session:
        review = session.exec(select(ReviewRequest)).one()
        word = {
            "request_id": review.id or 0,
            "seen": review.digests,
            "by": scene.cast.second_lawyer,
            "now": now,
        }
        approve_review(session, **word)
        asked = Asked(
            review.digests["feed"],
            "de",
            "feed",
            (now + timedelta(days=1)).date(),
            scene.cast.programme.id or 0,
        )
        assert asked in valid_approvals(session, [asked])


def test_only_a_lawyer_lowers_the_risk_and_then_says_what_stays_held(
    app: Flask, engine: Engine, watch: Watch, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    row = two_demanded(engine, scene, desk_as(app, engine, watch, scene.cast.programme, Role.ADMIN), now)
    staff, fact = desk_in(Role.STAFF), f"/facts/{scene.fact.id}"
    staff.send(f"{fact}/risk", rated("high", confirmed="yes"))

    assert staff.send(f"{fact}/risk", rated("low")).status_code == 403
    lawyer = desk_in(Role.LAWYER, languages=("de",))
    lawyer.send(f"{fact}/risk", rated("low"))

    assert "1 post that lacked only the second lawyer stays held: schedule it again." in words_of(
        lawyer, fact
    )
    assert status_of(engine, scene.german) is VariantStatus.APPROVED
    assert placement_row(engine, row).status is PlacementStatus.HELD


def test_a_whole_topic_gets_another_risk_and_the_question_can_be_left(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    with session_scope(engine) as session:
        make_fact(session, scene.cast.programme, now=now, key="child_benefit.other")
    staff, fact = desk_in(Role.STAFF), f"/facts/{scene.fact.id}/risk"

    left = staff.send(fact, rated("high", whole_topic="yes", back="yes"))
    assert "Many lose money by it.</textarea>" in left.text
    staff.send(fact, rated("high", whole_topic="yes"))

    with read_scope(engine) as session:
        risks = {row.risk for row in session.exec(select(Fact).where(Fact.topic == scene.fact.topic))}
    assert risks == {Risk.HIGH}


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
