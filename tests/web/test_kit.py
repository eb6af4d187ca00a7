"""A kit behind its link: what a partner sees, what a stranger cannot, what shuts it, what is counted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import lxml.html
import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine, text
from sqlmodel import select

from campaigns.approvals.decided import withdraw_variant
from campaigns.content.actions import write_revision
from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.db import read_scope, session_scope
from campaigns.kits.actions import add_partner, make_kits, send_kits, withdraw_kits
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit, KitDay
from campaigns.vocabulary import KitStatus, KitUse, Role, Visitor
from tests.browsing import serving
from tests.builders import WORDS
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import approved
from tests.web.stage import Scene, desk_in, scene
from web.kit_desk import kit_desk
from web.views.kit import WHOLE

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def desk(app: Flask) -> KitDesk:
    with app.app_context():
        return kit_desk()


@pytest.fixture
def kit(engine: Engine, scene: Scene, desk: KitDesk, now: datetime) -> Kit:
    """The Arabic kit of a partner that was sent it."""
    approved(engine, scene, scene.arabic, now=now, channels=["handoff", "feed"])
    with session_scope(engine) as session:
        partner = add_partner(
            session,
            programme_id=scene.cast.programme.id or 0,
            name="Mothers' <Club>",
            email="club@partner.example",
            interface="en",
            languages=["ar"],
            by=scene.cast.staff,
            now=now,
        )
        (row,) = make_kits(
            session,
            campaign=scene.campaign,
            partners=[partner],
            languages=["ar"],
            desk=desk,
            by=scene.cast.staff,
            now=now,
        )
        send_kits(session, kits=[row], desk=desk, by=scene.cast.staff, now=now)
        return row


@pytest.fixture
def address(desk: KitDesk, kit: Kit) -> str:
    return f"/kit/{desk.token(kit)}"


def uses(app: Flask, engine: Engine) -> dict[tuple[KitUse, Visitor], int]:
    """What is counted, after the buffer was written."""
    app.extensions["litfass_kit_uses"].flush()
    with read_scope(engine) as session:
        return {(row.use, row.visitor): row.times for row in session.exec(select(KitDay))}


def files_on(page: str) -> list[str]:
    return re.findall(r'href="(/kit/[^"]+/files/[^"]+)"', page)


def test_a_partner_sees_the_approved_words_in_their_language(stranger: Desk, address: str) -> None:
    page = stranger.get(address)
    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    shown = root.xpath("//textarea[@lang='ar' and @dir='rtl' and starts-with(@id, 'text-')]")
    assert len(shown) == 2
    assert all(WORDS["ar"].body in each.text for each in shown)
    for each in shown:
        assert root.xpath(f"//button[@data-copy='{each.get('id')}']")
    assert root.xpath("//bdi[@id='link'][contains(., '/s/')]")


@pytest.mark.any_database
def test_nobody_else_may_keep_list_or_pass_on_the_address(stranger: Desk, address: str) -> None:
    for where in (address, f"{address}/kit.zip"):
        headers = stranger.get(where).headers
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.any_database
def test_the_page_runs_nothing_that_is_not_ours(stranger: Desk, address: str) -> None:
    answer = stranger.get(address)
    root = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert all(each.get("src", "").startswith("/static/") for each in root.xpath("//script"))
    assert not root.xpath("//*[@style] | //@*[starts-with(name(), 'on')]")
    assert "<Club>" not in answer.get_data(as_text=True)


@pytest.mark.any_database
def test_the_archive_is_the_same_for_everybody(stranger: Desk, app: Flask, address: str) -> None:
    first, second = stranger.get(f"{address}/kit.zip"), app.test_client().get(f"{address}/kit.zip")
    assert first.content_type == "application/zip"
    assert first.content_length == len(first.data)
    assert first.data == second.data
    with ZipFile(BytesIO(first.data)) as archive:
        assert archive.testzip() is None
        assert "ar-v1/README.txt" in archive.namelist()


@pytest.mark.any_database
def test_files_come_with_a_readable_name_small_and_in_pieces(stranger: Desk, address: str) -> None:
    save = files_on(stranger.get(address).get_data(as_text=True))[0]
    whole = stranger.get(save)
    assert whole.headers["Content-Disposition"] == 'attachment; filename="ar-01-explainer-square.jpg"'
    assert stranger.get(save.replace("?save", "?w=160")).content_type == "image/webp"
    piece = stranger.get(save, headers={"Range": "bytes=0-9"})
    assert (piece.status_code, piece.data) == (206, whole.data[:10])


# What a stranger cannot


@pytest.mark.parametrize("token", ["nothing", "A" * 43, "..", "%00", "x" * 4000])
def test_threat_a_guessed_link_opens_nothing(stranger: Desk, address: str, token: str) -> None:
    for where in (f"/kit/{token}", f"/kit/{token}/kit.zip"):
        assert stranger.get(where).status_code == 404
    assert stranger.post(f"/kit/{token}/shared").status_code in (404, 405)


def test_threat_the_stored_hash_is_no_key(stranger: Desk, kit: Kit, address: str) -> None:
    assert stranger.get(f"/kit/{kit.token_hash}").status_code == 404


def test_threat_a_link_opens_no_file_of_another_language(
    engine: Engine, scene: Scene, stranger: Desk, address: str, now: datetime
) -> None:
    proof = approved(engine, scene, scene.german, now=now)["feed"]
    (digest,) = re.findall(r'"digest":"([0-9a-f]{64})"', proof.manifest)
    assert stranger.get(f"{address}/files/{digest}.jpg").status_code == 404


@pytest.mark.any_database
def test_threat_a_file_under_another_ending_is_not_found(stranger: Desk, address: str) -> None:
    save = files_on(stranger.get(address).get_data(as_text=True))[0].removesuffix("?save")
    assert stranger.get(save.replace(".jpg", ".html")).status_code == 404


@pytest.mark.any_database
def test_threat_a_damaged_file_is_not_handed_out(
    app: Flask, stranger: Desk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = files_on(stranger.get(address).get_data(as_text=True))[0].removesuffix("?save")
    digest = save.rpartition("/")[2].removesuffix(".jpg")
    store = app.extensions["litfass_store"]
    from pathlib import Path

    Path(store.url(digest).removeprefix("file://")).write_bytes(b"other bytes")
    assert stranger.get(save).status_code == 422
    assert stranger.get(f"{address}/kit.zip").status_code == 422


def test_archives_are_taken_so_often_a_minute(stranger: Desk, address: str) -> None:
    answers = [stranger.get(f"{address}/kit.zip").status_code for _ in range(WHOLE + 1)]
    assert answers == [200] * WHOLE + [429]
    assert stranger.get(address).status_code == 200


# What shuts it


def withdrawn(engine: Engine, scene: Scene, kit: Kit, desk: KitDesk, now: datetime) -> None:
    with session_scope(engine) as session:
        withdraw_kits(
            session, kits=[session.get_one(Kit, kit.id)], why="Why.", desk=desk, by=scene.cast.lead, now=now
        )


def unapproved(engine: Engine, scene: Scene, kit: Kit, desk: KitDesk, now: datetime) -> None:
    with session_scope(engine) as session:
        withdraw_variant(
            session,
            variant_id=scene.arabic.id or 0,
            reason="The law changed.",
            programme_id=scene.cast.programme.id or 0,
            by=scene.cast.lawyer,
            now=now,
        )


def edited(engine: Engine, scene: Scene, kit: Kit, desk: KitDesk, now: datetime) -> None:
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.arabic.id)
        words = latest_revision(session, variant)
        assert words is not None
        changed = {**words.words, "body": "كلمات أخرى."}
        write_revision(
            session, variant=variant, words=changed, based_on=words.number, by=scene.cast.staff, now=now
        )


def tampered(engine: Engine, scene: Scene, kit: Kit, desk: KitDesk, now: datetime) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE proof SET manifest = replace(manifest, '259', '295')"))


def expired(engine: Engine, scene: Scene, kit: Kit, desk: KitDesk, now: datetime) -> None:
    with session_scope(engine) as session:
        session.get_one(Kit, kit.id).expires_on = date(2026, 11, 22)


def test_a_last_day_that_was_put_off_in_the_table_is_none(
    engine: Engine, stranger: Desk, kit: Kit, address: str, watch: Watch
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE kit SET expires_on = '2099-12-31'"))
    watch.move(days=200)
    assert stranger.get(address).status_code == 410
    assert stranger.get(f"{address}/kit.zip").status_code == 410


@pytest.mark.parametrize(
    ("shut", "status"), [(withdrawn, 410), (unapproved, 503), (edited, 503), (tampered, 503), (expired, 410)]
)
def test_threat_what_may_not_be_used_shows_nothing_any_more(
    engine: Engine,
    scene: Scene,
    stranger: Desk,
    kit: Kit,
    desk: KitDesk,
    address: str,
    now: datetime,
    shut: Callable[..., None],
    status: int,
) -> None:
    page = stranger.get(address).get_data(as_text=True)
    save = files_on(page)[0]
    still = html.unescape(re.findall(r'data-still="([^"]+)"', page)[0])
    assert stranger.get(still).status_code == 204
    shut(engine, scene, kit, desk, now)
    assert stranger.get(still).status_code == 409
    for where in (address, f"{address}/kit.zip", save):
        answer = stranger.get(where)
        said = answer.get_data(as_text=True)
        assert answer.status_code == status
        assert WORDS["ar"].body not in said
        assert answer.headers["Cache-Control"] == "no-store"
        assert lxml.html.document_fromstring(said).get("lang") == "ar"
    assert stranger.post(f"{address}/shared").status_code == status


def test_a_withdrawn_kit_says_since_when(
    engine: Engine,
    scene: Scene,
    stranger: Desk,
    kit: Kit,
    desk: KitDesk,
    address: str,
    now: datetime,
    watch: Watch,
) -> None:
    withdrawn(engine, scene, kit, desk, now)
    watch.move(days=9)
    assert "23 نوفمبر 2026" in stranger.get(address).get_data(as_text=True)


# What is counted


def test_persons_and_machines_are_counted_apart(
    app: Flask, engine: Engine, stranger: Desk, address: str
) -> None:
    save = files_on(stranger.get(address, headers=PERSON).get_data(as_text=True))[0]
    stranger.get(f"{address}/kit.zip", headers=PERSON)
    stranger.get(save, headers=PERSON)
    stranger.get(save.replace("?save", "?w=160"), headers=PERSON)
    stranger.get(address, headers={"User-Agent": "WhatsApp/2.23"})
    assert uses(app, engine) == {
        (KitUse.OPENED, Visitor.PERSON): 1,
        (KitUse.OPENED, Visitor.BOT): 1,
        (KitUse.WHOLE, Visitor.PERSON): 1,
        (KitUse.FILE, Visitor.PERSON): 1,
    }


def test_a_partner_says_that_it_is_shared(app: Flask, engine: Engine, stranger: Desk, address: str) -> None:
    answer = stranger.post(f"{address}/shared")
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    thanks = stranger.get(answer.headers["Location"], headers=PERSON).get_data(as_text=True)
    assert "شكرًا" in thanks
    assert uses(app, engine) == {(KitUse.SHARED, Visitor.PERSON): 1}


def test_a_page_that_stayed_open_asks_again_before_words_are_copied(
    app: Flask, browser: Browser, engine: Engine, scene: Scene, address: str, now: datetime
) -> None:
    """The approval is taken back while a partner has the page open: what they press a minute later copies nothing."""
    with serving(app) as where:
        page = browser.new_page()
        page.clock.install()
        page.goto(where + address)
        page.evaluate(
            "navigator.clipboard.writeText = (words) => { window.copied = words; return Promise.resolve() }"
        )
        with session_scope(engine) as session:
            withdraw_variant(
                session,
                variant_id=scene.arabic.id or 0,
                reason="A doubt.",
                programme_id=scene.cast.programme.id or 0,
                by=scene.cast.lawyer,
                now=now,
            )
        page.clock.fast_forward(61_000)
        with page.expect_navigation():
            page.locator("[data-copy]").first.click()

        assert page.evaluate("window.copied") is None
        assert page.locator("[data-copy]").count() == 0
        page.close()


def test_the_short_link_of_the_kit_leads_to_the_approved_target(stranger: Desk, address: str) -> None:
    root = lxml.html.document_fromstring(stranger.get(address).get_data(as_text=True))
    link = root.xpath("string(//bdi[@id='link'])")
    answer = stranger.get(f"/s/{link.rpartition('/')[2]}")
    target, _mark, told = answer.headers["Location"].partition("?")
    assert target == "https://advice.example/child-benefit"
    assert told.startswith("utm_source=kit&utm_medium=partner&utm_content=")


# The desk


def test_staff_makes_sends_corrects_and_withdraws_a_kit(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now, channels=["handoff"])
    browser = desk_in(Role.STAFF)
    browser.send("/kits/regions", {"name": "North", "contact.de": "Beratung Nord"})
    browser.send(
        "/kits/partners",
        {
            "name": "Welcome Centre",
            "email": "w@partner.example",
            "interface": "de",
            "languages": ["de"],
            "region": "1",
        },
    )
    page = browser.get(f"/kits/new?campaign={scene.campaign.id}").get_data(as_text=True)
    assert "1 post" in page
    assert "What is left out, and why" in page
    sent = {"campaign": scene.campaign.id, "partners": ["1"], "languages": ["de"], "then": "send"}
    assert browser.send("/kits/new", sent).status_code == 303
    assert "Welcome Centre" in browser.get("/kits").get_data(as_text=True)
    one = browser.get("/kits/1").get_data(as_text=True)
    assert "/kit/" in one
    assert "Beratung Nord" in one
    assert browser.send("/kits/1/correct", {"why": ""}).status_code == 303
    assert browser.send("/kits/1/withdraw", {"reason": ""}).status_code == 422
    assert browser.send("/kits/1/withdraw", {"reason": "Over."}).status_code == 303
    with read_scope(engine) as session:
        row = session.exec(select(Kit)).one()
        assert (row.status, row.version, row.why) == (KitStatus.WITHDRAWN, 1, "Over.")


def test_withdrawing_says_that_a_partner_without_mail_was_not_told(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    approved(engine, scene, scene.german, now=now, channels=["handoff"])
    browser = desk_in(Role.STAFF)
    browser.send("/kits/partners", {"name": "Welcome Centre", "interface": "de", "languages": ["de"]})
    sent = {"campaign": scene.campaign.id, "partners": ["1"], "languages": ["de"], "then": "send"}
    browser.send("/kits/new", sent)

    browser.send("/kits/1/withdraw", {"reason": "Over."})

    page = browser.get("/kits/1").get_data(as_text=True)
    assert "1 partner was not told: no e-mail is set up. Tell them by hand." in page
    assert "told of the" not in page
    assert page.count("not told: no e-mail is set up; tell them by hand") == 2


@pytest.mark.any_database
def test_wrong_dates_stand_beside_their_field(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime, kit: Kit
) -> None:
    browser = desk_in(Role.LEAD)
    browser.send("/kits/partners", {"name": "P", "interface": "de"})
    sent = {"campaign": scene.campaign.id, "partners": ["2"], "languages": ["ar"], "expires_on": "2035-01-01"}
    answer = browser.send("/kits/new", sent)
    assert answer.status_code == 422
    assert 'id="expires_on-error"' in answer.get_data(as_text=True)


def test_other_programmes_find_neither_kit_nor_partner(desk_of: Log, kit: Kit) -> None:
    browser = desk_of(Role.LEAD)
    for where in (
        f"/kits/{kit.id}",
        f"/kits/partners/{kit.partner_id}",
        f"/kits/new?campaign={kit.campaign_id}",
    ):
        assert browser.get(where).status_code == 404
    for where in (
        f"/kits/{kit.id}/withdraw",
        f"/kits/partners/{kit.partner_id}/end",
        f"/kits/campaign/{kit.campaign_id}/withdraw",
    ):
        assert browser.send(where, {"reason": "x", "why": "x"}).status_code == 404


def test_today_names_held_kits(engine: Engine, scene: Scene, desk_in: Log, kit: Kit, now: datetime) -> None:
    with session_scope(engine) as session:
        row = session.get_one(Kit, kit.id)
        row.status, row.held_at = KitStatus.HELD, now
    assert "Kits to correct" in desk_in(Role.STAFF).get("/today").get_data(as_text=True)
