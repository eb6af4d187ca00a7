"""Approved words that may take the place of what is out: told on Today, shown on the post's page, asked for there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import lxml.html
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.approvals.models import Approval
from campaigns.content.actions import write_revision
from campaigns.content.models import Campaign, Variant
from campaigns.db import read_scope, session_scope
from campaigns.placements.actions import correcting
from campaigns.vocabulary import Role, WorkKind
from campaigns.work.models import Work
from tests.builders import WORDS, approved_variant, give_pictures, make_cast
from tests.web.desk import Desk
from tests.web.desk_stage import approved, published_on_feed
from tests.web.stage import Scene, build_scene, desk_in

__all__ = ["desk_in"]

READY = "Corrections that are ready"
BODY = "Neu: Im nächsten Jahr sind es 259 € im Monat."


@pytest.fixture
def scene(engine: Engine, now: datetime) -> Scene:
    """Its pictures stay the same whatever words are changed: a correction leaves them."""
    with session_scope(engine) as session:
        made = build_scene(session, now=now)
        give_pictures(session, made.campaign, now=now)
        return made


def test_a_correction_is_told_shown_and_asked_for_once(
    engine: Engine, scene: Scene, now: datetime, desk_in: Callable[..., Desk]
) -> None:
    placement = published_on_feed(engine, scene, scene.german, now=now)
    page = f"/calendar/placements/{placement.id}"
    staff = desk_in(Role.STAFF)
    assert READY not in staff.get("/today").text
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.german.id)
        words = {**WORDS["de"].to_dict(), "body": BODY}
        write_revision(
            session, variant=variant, words=words, based_on=variant.revision, by=scene.cast.staff, now=now
        )
    # Nobody has approved them: what is out stays out.
    assert READY not in staff.get("/today").text
    assert BODY not in staff.get(page).text
    with session_scope(engine) as session:
        give_pictures(session, session.get_one(Campaign, scene.campaign.id), now=now)
    approved(engine, scene, scene.german, now=now)

    assert READY in staff.get("/today").text
    assert f"{page}#correct" in staff.get("/today").text
    assert READY not in desk_in(Role.ADVISOR).get("/today").text
    shown = lxml.html.document_fromstring(staff.get(page).text)
    [section] = shown.xpath("//section[@aria-labelledby='correct']")
    assert "Other words are approved" in section.text_content()
    # What comes in and what goes is marked: nobody compares two texts by eye.
    assert "Neu" in "".join(section.xpath(".//ins//text()"))
    for gone in section.xpath(".//del"):
        gone.drop_tree()
    assert BODY in section.text_content()

    staff.send(f"{page}/correct")
    with read_scope(engine) as session:
        asked = session.exec(select(Work).where(Work.kind == WorkKind.CORRECT_POST)).one()
        assert asked.subject_id == placement.id
    assert READY not in staff.get("/today").text
    assert staff.send(f"{page}/correct").status_code == 409


def test_what_other_programmes_approve_hides_no_correction(
    engine: Engine, scene: Scene, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_on_feed(engine, scene, scene.german, now=now)
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.german.id)
        words = {**WORDS["de"].to_dict(), "body": BODY}
        write_revision(
            session, variant=variant, words=words, based_on=variant.revision, by=scene.cast.staff, now=now
        )
        give_pictures(session, session.get_one(Campaign, scene.campaign.id), now=now)
    approved(engine, scene, scene.german, now=now)
    with session_scope(engine) as session:
        monkeypatch.setattr(correcting, "LATELY", len(session.exec(select(Approval)).all()))
        neighbours = make_cast(session, now=now, key="neighbours")
        for _ in range(correcting.LATELY):
            approved_variant(session, neighbours, now=now)

    with read_scope(engine) as session:
        programme_id = scene.cast.programme.id or 0
        assert correcting.corrections_waiting(session, programme_id=programme_id, now=now)
