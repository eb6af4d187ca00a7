"""Campaigns on the desk: the list, the matrix, rows and columns acted on, moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlmodel import select

from assets.store import Store
from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.content.models import Campaign, Post, Rendition, Variant
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.placements.actions import add_account
from campaigns.placements.models import Placement
from campaigns.reasons import reason
from campaigns.settings import Settings
from campaigns.vocabulary import PlacementStatus, Role, VariantStatus, WorkKind
from campaigns.work.actions import claim_work, finish_work
from campaigns.work.models import Work
from tests.builders import approve, make_campaign, submit
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, paint, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


def text_of(desk: Desk, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return " ".join(lxml.html.document_fromstring(response.get_data(as_text=True)).text_content().split())


def address_of(scene: Scene) -> str:
    return f"/campaigns/{scene.campaign.id}"


def test_list_shows_a_campaign_at_its_stage(scene: Scene, desk_in: Log) -> None:
    told = text_of(desk_in(Role.STAFF), "/campaigns")

    assert "Kindergeld" in told
    assert "0 of 2 approved" in told
    assert "Writing" in told


def test_list_narrows_to_the_stage_of_the_address(scene: Scene, desk_in: Log) -> None:
    assert "Kindergeld" not in text_of(desk_in(Role.STAFF), "/campaigns?stage=finished")


def test_what_the_radar_counted_is_told_to_those_alone_who_read_the_radar(
    scene: Scene, desk_in: Log, engine: Engine
) -> None:
    """Beside the exact counts of fixed reports it would tell more than either."""
    counted = reason("{count} questions in {weeks} weeks.", count="≈15", weeks="8")
    with session_scope(engine) as session:
        campaign = session.get_one(Campaign, scene.campaign.id)
        campaign.plan = {**campaign.plan, "evidence": [counted.to_dict()]}
    assert "≈15 questions" in text_of(desk_in(Role.LAWYER), address_of(scene))
    told = text_of(desk_in(Role.BOARD), address_of(scene))
    assert "≈15" not in told
    assert "stands in the fixed reports" in told


def test_empty_list_leads_to_the_radar(desk_of: Log) -> None:
    assert "No campaign yet" in text_of(desk_of(Role.STAFF), "/campaigns")


def test_language_without_words_says_to_the_reader_what_lacks_and_who_can_do_what(
    scene: Scene, desk_in: Log, engine: Engine, now: datetime
) -> None:
    lacks = reason(
        "The fact “{fact}” has no {part} in {language} yet.", fact="f", part="sentence", language="fi"
    )
    with session_scope(engine) as session:
        campaign = session.get_one(Campaign, scene.campaign.id)
        campaign.languages = [*campaign.languages, "fi"]
        post = session.exec(select(Post.id).where(Post.campaign_id == campaign.id)).first()
        session.add(Variant(post_id=post or 0, language="fi", changed_at=now, missing=[lacks.to_dict()]))
    told = text_of(desk_in(Role.STAFF, interface="de"), f"{address_of(scene)}/posts/{post}")
    assert "Auf Finnisch konnte nichts entworfen werden." in told
    assert "fehlt auf Finnisch noch: Satz" in told


def test_matrix_tells_what_is_missing(scene: Scene, desk_in: Log) -> None:
    told = text_of(desk_in(Role.STAFF), address_of(scene))

    assert "What is missing" in told
    assert "2 Ready to submit all languages" in told


def test_words_without_pictures_wait_for_submission_and_not_for_pictures(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        for post in session.exec(select(Post).where(Post.campaign_id == scene.campaign.id)):
            post.formats = []
        for rendition in session.exec(select(Rendition)):
            session.delete(rendition)
        for variant in session.exec(select(Variant)):
            variant.status = VariantStatus.DRAFT

    told = text_of(desk_in(Role.STAFF), address_of(scene))
    assert "2 Ready to submit all languages" in told


def test_matrix_shows_the_real_pictures(scene: Scene, desk_in: Log) -> None:
    page = lxml.html.document_fromstring(desk_in(Role.STAFF).get(address_of(scene)).get_data(as_text=True))

    pictures = page.xpath("//td//img/@src")
    assert len(pictures) == 2
    assert all(address.startswith("/pictures/") for address in pictures)


def test_matrix_says_that_a_fact_has_changed(scene: Scene, engine: Engine, desk_in: Log) -> None:
    with session_scope(engine) as session:
        fact = session.get_one(Fact, scene.fact.id)
        fact.revision += 1
        session.add(fact)

    assert "A fact has changed" in text_of(desk_in(Role.STAFF), address_of(scene))


def test_submitting_everything_asks_the_lawyers_of_each_language(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    desk_in(Role.STAFF).send(f"{address_of(scene)}/submit")

    with read_scope(engine) as session:
        asked = session.exec(select(ReviewRequest.language)).all()
        channels = session.exec(select(Proof.channel)).all()
    assert sorted(asked) == ["ar", "de"]
    assert set(channels) == {"feed"}


def test_submitting_a_column_leaves_the_others(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send(f"{address_of(scene)}/submit", {"language": "ar"})

    with read_scope(engine) as session:
        assert session.get_one(Variant, scene.arabic.id).status is VariantStatus.SUBMITTED
        assert session.get_one(Variant, scene.german.id).status is VariantStatus.RENDERED


def test_submitting_without_pictures_says_why_and_where(
    engine: Engine, now: datetime, scene: Scene, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        bare = make_campaign(session, scene.cast, now=now)
    desk = desk_in(Role.STAFF)
    desk.send(f"/campaigns/{bare.id}/submit")

    told = text_of(desk, f"/campaigns/{bare.id}")
    assert "Post 1 (de, ar): The pictures for these words are not made yet." in told


def test_advisor_submits_nothing(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.ADVISOR).send(f"{address_of(scene)}/submit")

    with read_scope(engine) as session:
        assert session.exec(select(ReviewRequest)).all() == []


def test_advisor_is_offered_no_acts(scene: Scene, desk_in: Log) -> None:
    page = lxml.html.document_fromstring(desk_in(Role.ADVISOR).get(address_of(scene)).get_data(as_text=True))

    assert page.xpath("//main//button[@formaction]") == []


def test_rendering_a_row_is_queued_once(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    for _time in range(2):
        desk.send(f"{address_of(scene)}/render", {"post": scene.post.id})

    with read_scope(engine) as session:
        queued = session.exec(select(Work).where(Work.kind == WorkKind.RENDER_CAMPAIGN)).all()
        orders = [(work.subject_id, work.order) for work in queued]
    assert orders == [(scene.campaign.id, {"posts": [scene.post.id], "languages": None})]
    assert "Making pictures" in text_of(desk, address_of(scene))


def test_page_is_loaded_again_only_when_the_pictures_are_made(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"{address_of(scene)}/render")
    with session_scope(engine) as session:
        work = session.exec(select(Work)).one()
    before = desk.fragment(f"{address_of(scene)}/pictures/{work.id}")
    with session_scope(engine) as session:
        row = session.get_one(Work, work.id)
        row.status, row.ended_at = "cancelled", now
        session.add(row)
    after = desk.fragment(f"{address_of(scene)}/pictures/{work.id}")

    assert (before.status_code, "HX-Refresh" in before.headers) == (204, False)
    assert after.headers["HX-Refresh"] == "true"


def approved(engine: Engine, scene: Scene, variant: Variant, now: datetime) -> None:
    with session_scope(engine) as session:
        row = session.get_one(Variant, variant.id)
        approve(session, scene.cast, submit(session, scene.cast, row, now=now), now=now)


def test_moments_are_proposed_for_each_language(scene: Scene, engine: Engine, desk_in: Log) -> None:
    form = {"first": "2026-12-01", "at": "18:00", "pace": "3", "account": "1", "post": scene.post.id}
    desk_in(Role.STAFF).send(f"{address_of(scene)}/moments", {**form, "language": ["de", "ar"]})

    with read_scope(engine) as session:
        rows = {
            (row.variant_id, row.wall.isoformat(), row.status)
            for row in session.exec(select(Placement)).all()
        }
    assert rows == {
        (scene.german.id, "2026-12-01T18:00:00", PlacementStatus.PROPOSED),
        (scene.arabic.id, "2026-12-01T18:00:00", PlacementStatus.PROPOSED),
    }


def test_timeline_says_which_language_goes_where(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    with session_scope(engine) as session:
        one, other = (
            add_account(session, programme_id=scene.cast.programme.id or 0, channel="folder", name=name,
                        zone="Europe/Berlin", slots=(), by=None, now=scene.campaign.created_at).id
            for name in ("Shelf", "Window")
        )  # fmt: skip
    form = {"first": "2026-12-01", "at": "18:00", "pace": "3", "post": scene.post.id}
    desk.send(f"{address_of(scene)}/moments", {**form, "account": ["1", one], "language": ["de", "ar"]})
    desk.send(f"{address_of(scene)}/moments", {**form, "account": other, "language": "ar"})

    page = lxml.html.document_fromstring(desk.get(address_of(scene)).text)
    where = [
        " ".join(item.text_content().split())
        for item in page.xpath("//ul[contains(@class, 'timeline__where')]/li")
    ]
    assert where == ["Feed, Shelf · de, ar", "Window · ar"]


def test_moments_that_stand_are_not_proposed_again(scene: Scene, engine: Engine, desk_in: Log) -> None:
    form = {
        "first": "2026-12-01",
        "at": "18:00",
        "pace": "3",
        "account": "1",
        "post": scene.post.id,
        "language": "de",
    }
    desk = desk_in(Role.STAFF)
    for _time in range(2):
        desk.send(f"{address_of(scene)}/moments", form)

    with read_scope(engine) as session:
        assert len(session.exec(select(Placement)).all()) == 1


def test_moments_keep_what_was_typed_when_something_is_wrong(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        f"{address_of(scene)}/moments",
        {
            "first": "2026-12-01",
            "at": "late",
            "pace": "3",
            "account": "1",
            "post": scene.post.id,
            "language": "de",
        },
    )

    assert answer.status_code == 422
    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert page.get_element_by_id("at").get("value") == "late"
    assert "18:00" in page.get_element_by_id("at-error").text_content()


def test_scheduling_binds_what_is_approved_and_passes_over_the_rest(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    form = {"first": "2026-12-01", "at": "18:00", "pace": "3", "account": "1", "post": scene.post.id}
    desk.send(f"{address_of(scene)}/moments", {**form, "language": ["de", "ar"]})
    approved(engine, scene, scene.german, now)
    desk.send(f"{address_of(scene)}/schedule")

    with read_scope(engine) as session:
        rows = {row.variant_id: row.status for row in session.exec(select(Placement)).all()}
    assert rows == {
        scene.german.id: PlacementStatus.SCHEDULED,
        scene.arabic.id: PlacementStatus.PROPOSED,
    }
    assert "1 moment is binding now." in text_of(desk, address_of(scene))


def test_post_page_shows_every_language_and_its_facts(scene: Scene, desk_in: Log) -> None:
    told = text_of(desk_in(Role.STAFF), f"{address_of(scene)}/posts/{scene.post.id}")

    assert "259 € Kindergeld im Monat" in told
    assert "إعانة الأطفال" in told
    assert "§ 66 EStG" in told


def test_post_of_another_campaign_is_not_found(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        other = make_campaign(session, scene.cast, now=now)

    assert desk_in(Role.STAFF).get(f"/campaigns/{other.id}/posts/{scene.post.id}").status_code == 404


@pytest.mark.parametrize("page", ["", "/posts/1", "/moments"])
def test_campaign_of_another_programme_is_not_found(scene: Scene, desk_of: Log, page: str) -> None:
    assert desk_of(Role.STAFF).get(f"{address_of(scene)}{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["/campaigns", "/campaigns/1", "/copy?language=ar", "/media", "/media/sheets/1"]
)
def test_pages_ask_the_database_equally_often_however_much_there_is(
    page: str, app: Flask, scene: Scene, engine: Engine, now: datetime, settings: Settings, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.get(page)
    before = queries_of(engine, desk, page)
    with session_scope(engine) as session:
        for _more in range(3):
            more = make_campaign(
                session, scene.cast, now=now, facts=[scene.fact], formats=("square", "story")
            )
            paint(session, more, Store(settings.files_url), now=now)

    assert queries_of(engine, desk, page) == before


def queries_of(engine: Engine, desk: Desk, page: str) -> int:
    asked: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert desk.get(page).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_pictures_that_could_not_be_made_are_told_with_their_reason(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"{address_of(scene)}/render")
    with session_scope(engine) as session:
        work = claim_work(session, worker="w", now=now)
        assert work is not None
        problem = {
            "post": 1,
            "language": "ar",
            "format": "square",
            "sentence": "The fonts for language {language} have no letter for {shown}.",
            "values": {"language": "ar", "shown": "☃"},
        }
        alike = [problem, {**problem, "format": "portrait"}, {**problem, "post": 2}]
        finish_work(session, work_id=work.id or 0, worker="w", result={"made": 1, "not_made": alike}, now=now)

    told = text_of(desk, address_of(scene))
    assert "3 pictures could not be made" in told and told.count("have no letter for ☃") == 1
    assert "Post 1, Arabic, Square, Portrait; Post 2, Arabic, Square: The fonts for language Arabic" in told
