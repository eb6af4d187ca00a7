"""Media on the desk: pictures by digest, proof sheets, layouts, colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select

from assets.geometry.plan import plan_card
from assets.layouts import layout_keys
from assets.spec import Brand, FunderZone
from campaigns.content.models import Post, Rendition
from campaigns.content.rendering.orders import brand_of
from campaigns.content.rendering.samples import sample_card
from campaigns.db import read_scope, session_scope
from campaigns.people.models import Programme
from campaigns.settings import Settings
from campaigns.vocabulary import Role
from campaigns.work.actions import claim_work, finish_work
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
GOOD = {"ink": "#111111", "paper": "#ffffff", "accent": "#123456", "accent_ink": "#ffffff"}


@pytest.fixture
def digest(scene: Scene, engine: Engine) -> str:
    """One picture of the scene."""
    with read_scope(engine) as session:
        return session.exec(select(Rendition.digest)).first() or ""


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def test_picture_comes_as_it_was_made_and_may_be_kept_for_ever(digest: str, desk_in: Log) -> None:
    answer = desk_in(Role.BOARD).get(f"/pictures/{digest}")

    assert answer.content_type == "image/jpeg"
    assert Image.open(BytesIO(answer.data)).size == (800, 800)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.any_database
@pytest.mark.parametrize(("asked", "width"), [(100, 160), (320, 320), (5000, 640)])
def test_small_picture_has_the_next_kept_width(digest: str, desk_in: Log, asked: int, width: int) -> None:
    answer = desk_in(Role.STAFF).get(f"/pictures/{digest}?w={asked}")

    assert answer.content_type == "image/webp"
    assert Image.open(BytesIO(answer.data)).size == (width, width)


@pytest.mark.any_database
def test_small_picture_is_made_once(digest: str, desk_in: Log, settings: Settings) -> None:
    desk = desk_in(Role.STAFF)
    first = desk.get(f"/pictures/{digest}?w=320").data
    kept = list((settings.home / "thumbnails").rglob("*.webp"))
    kept[0].write_bytes(b"kept")

    assert len(kept) == 1
    assert first != b"kept"
    assert desk.get(f"/pictures/{digest}?w=320").data == b"kept"


@pytest.mark.any_database
def test_small_picture_is_made_although_the_home_cannot_keep_it(
    digest: str, desk_in: Log, settings: Settings
) -> None:
    Path(settings.home / "thumbnails").write_text("in the way")

    assert desk_in(Role.STAFF).get(f"/pictures/{digest}?w=160").status_code == 200


@pytest.mark.any_database
def test_picture_that_a_browser_has_is_not_sent_again(digest: str, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    tag = desk.get(f"/pictures/{digest}").headers["ETag"]

    assert desk.get(f"/pictures/{digest}", headers={"If-None-Match": tag}).status_code == 304


def test_picture_of_another_programme_is_not_found(digest: str, desk_of: Log) -> None:
    assert desk_of(Role.STAFF).get(f"/pictures/{digest}").status_code == 404


def test_picture_needs_a_login(digest: str, stranger: Desk) -> None:
    assert stranger.get(f"/pictures/{digest}").status_code == 303


@pytest.mark.any_database
def test_picture_whose_file_is_gone_says_what_to_do(digest: str, desk_in: Log, settings: Settings) -> None:
    next(path for path in Path(settings.files_url).rglob(f"{digest}*") if path.is_file()).unlink()

    answer = desk_in(Role.STAFF).get(f"/pictures/{digest}")
    assert answer.status_code == 422
    assert "Make the picture again" in answer.get_data(as_text=True)


def test_proof_sheet_shows_every_language_side_by_side(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), f"/media/sheets/{scene.post.id}")

    shown = [" ".join(each.text_content().split()) for each in page.find_class("proof__line")]
    assert [each.split(" ")[0] for each in shown] == ["German", "Arabic"]
    assert len(page.xpath("//li//img")) == 2


def test_proof_sheet_in_a_format_the_post_lacks_is_not_found(scene: Scene, desk_in: Log) -> None:
    assert desk_in(Role.STAFF).get(f"/media/sheets/{scene.post.id}?format=story").status_code == 404


def test_media_lists_posts_with_their_pictures(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), "/media")

    assert page.xpath(f"//a[@href='/media/sheets/{scene.post.id}']//img")


def test_media_without_pictures_leads_to_the_campaigns(desk_of: Log) -> None:
    assert "No picture yet" in page_of(desk_of(Role.STAFF), "/media").text_content()


def test_layouts_show_a_picture_of_the_programme_or_a_sample(scene: Scene, desk_in: Log) -> None:
    cards = page_of(desk_in(Role.STAFF), "/media/layouts").xpath("//li[contains(@class, 'card')]")
    by_name = {card.findtext("h2"): card for card in cards}

    assert by_name["Explainer"].xpath(".//img/@src")[0].startswith("/pictures/")
    assert by_name["Checklist"].xpath(".//img/@src")[0].startswith("/media/layouts/checklist.en.")


def test_a_sample_is_in_the_programmes_own_colours(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)

    def sample() -> tuple[str, tuple[int, ...]]:
        cards = page_of(desk, "/media/layouts").xpath("//li[.//h2='Event']")
        address = cards[0].xpath(".//img/@src")[0]
        with Image.open(BytesIO(desk.get(address).data)) as picture:
            return address, picture.convert("RGB").getpixel((4, 205))  # type: ignore[return-value]

    desk.send("/media/colours", GOOD)
    address, before = sample()
    desk.send("/media/colours", {**GOOD, "accent": "#004d00"})
    again, after = sample()
    assert again != address and before != after
    assert after[1] > 60 > after[0] + after[2]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("layout", layout_keys())
def test_every_layout_has_a_sample_in_each_language_of_the_desk(layout: str, language: str) -> None:
    plan = plan_card(sample_card(layout, language=language, brand=Brand("Demo"), photo=None))
    assert set(plan.left_out.values()) <= {"layout"}


def test_colours_are_saved(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk_in(Role.STAFF).send("/media/colours", GOOD)

    with read_scope(engine) as session:
        assert session.get_one(Programme, scene.cast.programme.id).brand == GOOD


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"ink": "#777777"}, "ink"), ({"accent": "#eeeeee"}, "accent_ink"), ({"paper": "red"}, "paper")],
)
def test_colours_that_cannot_be_read_are_refused_with_a_sentence(
    wrong: dict[str, str], field: str, scene: Scene, engine: Engine, desk_in: Log
) -> None:
    answer = desk_in(Role.STAFF).send("/media/colours", {**GOOD, **wrong})

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert len(page.get_element_by_id(f"{field}-error").text_content()) > 20
    with read_scope(engine) as session:
        assert session.get_one(Programme, scene.cast.programme.id).brand == {}


def test_a_pair_that_is_too_weak_is_told_with_its_contrast(desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send("/media/colours", {**GOOD, "accent": "#ffee00"})
    told = " ".join(
        lxml.html.document_fromstring(answer.get_data(as_text=True))
        .get_element_by_id("accent_ink-error")
        .text_content()
        .split()
    )
    assert told.startswith(
        "Ink on the accent has a contrast of 1.2 to 1. Most people can read it from 4.5 to 1 on"
    )


@pytest.mark.any_database
def test_trying_colours_shows_their_contrast_and_keeps_nothing(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    page = page_of(desk_in(Role.STAFF), "/media/colours?ink=%23777777&paper=%23ffffff")

    assert "Too weak" in page.get_element_by_id("preview").text_content()
    with read_scope(engine) as session:
        assert session.get_one(Programme, scene.cast.programme.id).brand == {}


FUNDER = {"statement": "Kofinanziert von der Europäischen Union", "emblem_percent": "150", "emblem_mm": "12"}


def test_what_the_funder_asks_is_kept_and_stands_on_the_pictures_made_from_then_on(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    assert desk_in(Role.LEAD).send("/media/funder", FUNDER).status_code == 303

    with read_scope(engine) as session:
        programme = session.get_one(Programme, scene.cast.programme.id)
        zone = brand_of(programme, None).funder  # type: ignore[arg-type]
    assert zone == FunderZone("Kofinanziert von der Europäischen Union", None, 1.5, 12)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"emblem_percent": "99"}, "emblem_percent"), ({"emblem_mm": "31"}, "emblem_mm")]
)
def test_an_emblem_smaller_than_another_mark_is_refused(
    wrong: dict[str, str], field: str, scene: Scene, engine: Engine, desk_in: Log
) -> None:
    answer = desk_in(Role.LEAD).send("/media/funder", {**FUNDER, **wrong})

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422 and page.get_element_by_id(f"{field}-error").text_content().strip()
    with read_scope(engine) as session:
        assert session.get_one(Programme, scene.cast.programme.id).funder == {}


def test_a_posts_look_is_changed_on_its_sheet(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    address = f"/media/sheets/{scene.post.id}"
    wrong = desk.send(f"{address}/look", {"layout": "poster", "formats": ["square"], "photo": ""})
    assert wrong.status_code == 422 and "poster" in wrong.get_data(as_text=True)

    kept = desk.send(f"{address}/look", {"layout": "what_changes", "formats": ["square", "a6"], "photo": ""})

    assert kept.status_code == 303
    with read_scope(engine) as session:
        post = session.get_one(Post, scene.post.id)
        assert (post.layout, post.formats, post.photo_id) == ("what_changes", ["square", "a6"], None)


def test_a_layout_that_no_text_of_the_post_can_fill_is_refused_and_not_offered(
    scene: Scene, engine: Engine, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    address = f"/media/sheets/{scene.post.id}"
    offered = page_of(desk, address).xpath("//select[@name='layout']/option/@value")
    assert "explainer" in offered and "steps" not in offered

    answer = desk.send(f"{address}/look", {"layout": "steps", "formats": ["square"], "photo": ""})

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert (
        "“Steps”, which is empty in every language" in page.get_element_by_id("layout-error").text_content()
    )
    with read_scope(engine) as session:
        assert session.get_one(Post, scene.post.id).layout == "explainer"


def test_the_sheet_says_why_a_picture_could_not_be_made_and_which_shows_another_layout(
    scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    desk.send(f"/campaigns/{scene.campaign.id}/render", {"post": str(scene.post.id)})
    problem = {
        "post": scene.post.position, "language": "ar", "format": "square",
        "sentence": "The fonts for language {language} have no letter for {shown}.",
        "values": {"language": "ar", "shown": "☃"},
    }  # fmt: skip
    with session_scope(engine) as session:
        work = claim_work(session, worker="w", now=now)
        assert work is not None
        result = {"made": 1, "not_made": [problem, {**problem, "format": "portrait"}]}
        finish_work(session, work_id=work.id or 0, worker="w", result=result, now=now)
        session.get_one(Post, scene.post.id).layout = "question"

    german, arabic = page_of(desk, f"/media/sheets/{scene.post.id}?format=square").find_class("proof")

    assert "have no letter for ☃" in arabic.text_content() and "☃" not in german.text_content()
    assert "In the layout “Explainer”, no longer chosen" in german.text_content()
    both = page_of(desk, f"/media/sheets/{scene.post.id}?format=square").find_class("head")[0]
    assert "0 of 2 languages" in both.text_content()


def test_colours_are_tried_on_a_card_and_nothing_is_kept(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    address = f"/media/colours/card/{scene.german.id}"
    plain = desk.get(address)
    query = "&".join(f"{name}={value.replace('#', '%23')}" for name, value in GOOD.items())
    tried = desk.get(f"{address}?{query}")

    assert tried.content_type == "image/webp"
    with Image.open(BytesIO(tried.data)) as image:
        assert image.width == 320 and image.convert("RGB").getpixel((160, 60)) == (255, 255, 255)
    assert tried.data != plain.data
    assert desk.get(f"{address}?ink=%23ffffff&paper=%23fffffe").status_code == 404
    with read_scope(engine) as session:
        assert session.exec(select(Programme.brand)).first() != GOOD


def test_the_page_of_colours_shows_every_language_of_a_post(scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), "/media/colours")
    shown = {image.get("lang") for image in page.xpath("//img[@class='tried__card']")}
    assert {"de", "ar"} <= shown
