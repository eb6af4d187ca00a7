"""What anybody may fetch: valid Atom with descriptions and languages, pictures while they stand, counted links."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element

import feedparser
import lxml.html
import pytest
from defusedxml.ElementTree import fromstring as read_xml
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, text
from sqlmodel import select

from campaigns.approvals.decided import withdraw_variant
from campaigns.approvals.models import Proof
from campaigns.approvals.targets import is_own_place
from campaigns.db import read_scope, session_scope
from campaigns.facts.models import Fact
from campaigns.links.models import ClickDay, ShortLink
from campaigns.people.models import Programme
from campaigns.placements.calendar.compared import differences
from campaigns.placements.models import Account, Placement
from campaigns.vocabulary import FactStatus, Role, Visitor
from tests.builders import WORDS
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import approved, placed, published, published_on_feed
from tests.web.stage import Scene, desk_in, scene
from web.atom import ATOM, MEDIA, XML, Entry, Feed, write_feed

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MASTODON = "http.rb/5.1.1 (Mastodon/4.5.0; +https://social.example/)"
TARGET = "https://advice.example/child-benefit?utm_source=feed&utm_medium=feed&utm_content=ar"
ARABIC = "/feed/scene/ar.atom"


@pytest.fixture
def out(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The Arabic post, published on the feed."""
    return published_on_feed(engine, scene, scene.arabic, now=now)


def root_of(desk: Desk, address: str = ARABIC) -> Element:
    response = desk.get(address)
    assert response.status_code == 200
    return read_xml(response.data)


def link_of(engine: Engine, scene: Scene) -> ShortLink:
    with read_scope(engine) as session:
        found = session.exec(select(ShortLink).where(ShortLink.variant_id == scene.arabic.id)).one()
        session.expunge_all()
        return found


def clicks(app: Flask, engine: Engine) -> dict[Visitor, int]:
    """What is counted, after the buffer was written."""
    app.extensions["litfass_clicks"].flush()
    with read_scope(engine) as session:
        return {row.visitor: row.clicks for row in session.exec(select(ClickDay))}


def test_a_click_after_midnight_counts_for_the_day_of_the_programmes_place(
    app: Flask, engine: Engine, scene: Scene, out: Placement, stranger: Desk, watch: Watch
) -> None:
    watch.moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    stranger.get(f"/s/{link_of(engine, scene).code}", headers={"User-Agent": PERSON})
    clicks(app, engine)
    with read_scope(engine) as session:
        assert session.exec(select(ClickDay.day)).one() == date(2026, 11, 24)


@pytest.mark.any_database
def test_feed_is_read_by_an_independent_reader(out: Placement, stranger: Desk) -> None:
    response = stranger.get(ARABIC)

    feed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})

    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.language == "ar"
    (entry,) = feed.entries
    assert entry.title == WORDS["ar"].headline
    assert entry.content[0].language == "ar"
    assert WORDS["ar"].alt_text in entry.content[0].value
    assert entry.media_content[0]["medium"] == "image"
    (enclosure,) = entry.enclosures
    assert enclosure.type == "image/jpeg"


def test_an_entry_is_taken_out_of_the_feed_on_its_page(
    out: Placement, stranger: Desk, desk_in: Log, engine: Engine
) -> None:
    assert len(feedparser.parse(stranger.get(ARABIC).data).entries) == 1
    desk = desk_in(Role.STAFF)
    assert "Take it out of the feed" in desk.get(f"/calendar/placements/{out.id}").get_data(as_text=True)

    assert "Its words can be corrected there" in desk.get(f"/calendar/placements/{out.id}").get_data(
        as_text=True
    )
    assert desk.send(f"/calendar/placements/{out.id}/take-down").status_code == 303

    assert feedparser.parse(stranger.get(ARABIC).data).entries == []
    assert "Taken down" in desk.get(f"/calendar/placements/{out.id}").get_data(as_text=True)
    with read_scope(engine) as session:
        assert differences(session) == []


@pytest.mark.any_database
def test_feed_has_what_the_standard_demands_exactly_once(out: Placement, stranger: Desk) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title, updated, an author; links with absolute addresses; dates of RFC 3339."""
    feed = root_of(stranger)

    (entry,) = feed.findall(f"{{{ATOM}}}entry")
    for element in (feed, entry):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{{{ATOM}}}{name}")) == 1
            assert (element.findtext(f"{{{ATOM}}}{name}") or "").strip()
    assert feed.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "Example Association"
    assert len([each for each in feed.findall(f"{{{ATOM}}}link") if each.get("rel") == "self"]) == 1
    moments = [
        each.text or "" for each in feed.iter() if each.tag in (f"{{{ATOM}}}updated", f"{{{ATOM}}}published")
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment) for moment in moments)
    assert all((each.get("href") or "").startswith("http") for each in feed.iter(f"{{{ATOM}}}link"))
    alternates = [each for each in entry.findall(f"{{{ATOM}}}link") if each.get("rel") == "alternate"]
    assert len(alternates) == 1
    assert (entry.findtext(f"{{{ATOM}}}id") or "").startswith("urn:uuid:")


@pytest.mark.any_database
def test_feed_names_language_direction_and_description(out: Placement, stranger: Desk) -> None:
    feed = root_of(stranger)

    (entry,) = feed.findall(f"{{{ATOM}}}entry")
    assert (feed.get(f"{{{XML}}}lang"), entry.get(f"{{{XML}}}lang")) == ("ar", "ar")
    content = entry.findtext(f"{{{ATOM}}}content") or ""
    assert '<div lang="ar" dir="rtl">' in content
    assert entry.findtext(f"{{{MEDIA}}}content/{{{MEDIA}}}description") == WORDS["ar"].alt_text


def test_feed_has_one_address_whatever_name_it_was_asked_by(
    app: Flask, out: Placement, stranger: Desk
) -> None:
    one, other = (stranger.get(ARABIC, headers={"Host": host}).data for host in ("localhost", "127.0.0.1"))

    assert one == other
    assert app.config["BASE_URL"].encode() in one


def test_feed_that_has_not_changed_is_not_sent_again(out: Placement, stranger: Desk) -> None:
    first = stranger.get(ARABIC)

    again = stranger.get(ARABIC, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_withdrawn_post_leaves_the_feed_also_for_readers_that_only_know_dates(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk, watch: Watch, now: datetime
) -> None:
    first = stranger.get(ARABIC)
    watch.move(minutes=5)
    withdraw(engine, scene, now)

    by_tag = stranger.get(ARABIC, headers={"If-None-Match": first.headers["ETag"]})
    by_date = stranger.get(
        ARABIC, headers={"If-Modified-Since": format_datetime(now.astimezone(UTC), usegmt=True)}
    )

    for answer in (by_tag, by_date):
        assert answer.status_code == 200
        assert not read_xml(answer.data).findall(f"{{{ATOM}}}entry")


def test_picture_is_there_while_it_is_published_and_approved(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk, now: datetime
) -> None:
    address = picture_address(stranger)

    before = stranger.get(address)
    withdraw(engine, scene, now)
    after = stranger.get(address)

    assert (before.status_code, before.content_type) == (200, "image/jpeg")
    assert before.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert after.status_code == 404


def test_picture_of_a_scheduled_post_is_not_public(
    engine: Engine, scene: Scene, stranger: Desk, now: datetime
) -> None:
    proof = approved(engine, scene, scene.arabic, now=now)["feed"]
    placed(engine, scene, scene.arabic, proof, now=now, later=timedelta(days=1))
    digest = re.findall(r'"digest":"([0-9a-f]{64})"', proof.manifest)[0]

    assert stranger.get(f"/media/{digest}.jpg").status_code == 404


@pytest.mark.any_database
def test_picture_under_another_ending_is_not_found(out: Placement, stranger: Desk) -> None:
    assert stranger.get(picture_address(stranger).replace(".jpg", ".png")).status_code == 404


def test_picture_ends_with_the_approval(
    engine: Engine, scene: Scene, stranger: Desk, watch: Watch, now: datetime
) -> None:
    with session_scope(engine) as session:
        session.get_one(Fact, scene.fact.id).valid_to = now.date() + timedelta(days=1)
    published_on_feed(engine, scene, scene.arabic, now=now)
    address = picture_address(stranger)
    watch.move(days=1)
    last_day = stranger.get(address).status_code
    watch.move(days=1)

    assert (last_day, stranger.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("address", ["/feed/scene/xx.atom", "/feed/nowhere/ar.atom", "/feed/scene/uk.atom"])
def test_feed_of_another_language_or_programme_is_not_found(
    out: Placement, stranger: Desk, address: str
) -> None:
    assert stranger.get(address).status_code == 404


def test_one_entry_of_a_feed_can_be_asked_for_alone(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk, now: datetime
) -> None:
    published_on_feed(engine, scene, scene.german, now=now + timedelta(minutes=1))
    (entry,) = root_of(stranger).findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")

    alone = root_of(stranger, f"{ARABIC}?entry={entry.text}")
    assert [each.text for each in alone.findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")] == [entry.text]
    # Of another language, or of none: nothing stands there.
    assert stranger.get(f"/feed/scene/de.atom?entry={entry.text}").status_code == 404


def test_feed_costs_the_same_number_of_questions_for_any_length(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk, watch: Watch, now: datetime
) -> None:
    alone = questions(engine, stranger)
    with read_scope(engine) as session:
        proof = session.get_one(Proof, out.proof_id)
        session.expunge_all()
    for minutes in range(1, 6):
        then = now + timedelta(minutes=minutes)
        published(engine, placed(engine, scene, scene.arabic, proof, now=then, later=timedelta()), now=then)

    assert questions(engine, stranger) == alone
    assert len(root_of(stranger).findall(f"{{{ATOM}}}entry")) == 6


@pytest.mark.any_database
def test_public_pages_neither_read_nor_set_a_cookie(out: Placement, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)

    for address in (ARABIC, picture_address(desk)):
        response = desk.get(address)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")


def test_short_link_leads_to_the_approved_target_and_tells_it_channel_and_language(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    response = stranger.get(f"/s/{link_of(engine, scene).code}", headers={"User-Agent": PERSON})

    assert (response.status_code, response.headers["Location"]) == (302, TARGET)
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_threat_17_a_person_sees_that_a_link_leads_to_somebody_elses_site(
    app: Flask, engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    with session_scope(engine) as session:
        session.get_one(Programme, scene.cast.programme.id).imprint_url = "https://elsewhere.example/"
    address = f"/s/{link_of(engine, scene).code}"

    page = stranger.get(address, headers={"User-Agent": PERSON})
    preview = stranger.get(address, headers={"User-Agent": MASTODON})

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    assert (page.status_code, root.xpath("//h1")[0].text_content()) == (200, "advice.example")
    assert root.xpath("//main//a/@href") == [TARGET]
    assert "in which language you were shown the link" in root.text_content()
    assert "Set-Cookie" not in page.headers
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert (preview.status_code, preview.headers["Location"]) == (302, TARGET)
    assert clicks(app, engine) == {Visitor.PERSON: 1, Visitor.BOT: 1}


def test_threat_17_the_source_of_a_checked_fact_costs_a_person_no_tap(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    def answer(source: str, status: FactStatus = FactStatus.CHECKED) -> int:
        with session_scope(engine) as session:
            session.get_one(Programme, scene.cast.programme.id).imprint_url = "https://elsewhere.example/"
            fact, is_checked = session.get_one(Fact, scene.fact.id), status is FactStatus.CHECKED
            fact.source_url, fact.status = source, status
            fact.checked_by = scene.cast.lawyer.person_id if is_checked else None
            fact.checked_at = scene.campaign.created_at if is_checked else None
        address = f"/s/{link_of(engine, scene).code}"
        return stranger.get(address, headers={"User-Agent": PERSON}).status_code

    assert answer("https://www.advice.example/laws") == 302
    assert answer("https://www.advice.example/laws", FactStatus.DRAFT) == 200
    assert answer("https://example/laws") == 200
    assert answer("https://deep.advice.example/laws") == 200


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("https://advice.example/x", True),
        ("https://www.advice.example/x", True),
        ("https://de.advice.example/x", True),
        ("https://litfass.example/x", True),
        ("https://advice.example.evil.example/", False),
        ("https://notadvice.example/", False),
        ("https://example/", False),
    ],
)
def test_threat_17_only_a_host_and_what_lies_below_it_is_ones_own(target: str, own: bool) -> None:
    homes = ("https://litfass.example", "https://www.advice.example/imprint")
    assert is_own_place(target, homes=homes) is own


def test_threat_17_a_link_whose_approval_was_forged_leads_nowhere(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    with session_scope(engine) as session:
        session.connection().execute(text("DELETE FROM audit_entry WHERE action = 'approve_variant'"))

    assert (
        stranger.get(f"/s/{link_of(engine, scene).code}", headers={"User-Agent": PERSON}).status_code == 404
    )


def test_a_reader_of_a_link_that_leads_nowhere_is_told_so_in_the_words_of_the_post(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    with session_scope(engine) as session:
        session.connection().execute(text("DELETE FROM audit_entry WHERE action = 'approve_variant'"))

    page = stranger.get(f"/s/{link_of(engine, scene).code}", headers={"User-Agent": PERSON})

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert root.xpath("//h1")[0].text_content() == "لم يعد هذا الرابط صالحًا"
    assert "login" not in page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers


def test_a_mistyped_link_answers_in_the_reader_s_language(stranger: Desk) -> None:
    page = stranger.get("/s/mistyped", headers={"User-Agent": PERSON, "Accept-Language": "uk, de;q=0.5"})

    assert page.status_code == 404
    assert "Це посилання більше не діє" in page.get_data(as_text=True)


@pytest.mark.any_database
def test_short_link_takes_nothing_along_from_its_own_address(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    response = stranger.get(f"/s/{link_of(engine, scene).code}?to=https://evil.example")

    assert response.headers["Location"] == TARGET


def test_persons_and_machines_are_counted_apart(
    app: Flask, engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    address = f"/s/{link_of(engine, scene).code}"
    for agent in (PERSON, PERSON, MASTODON):
        stranger.get(address, headers={"User-Agent": agent})
    stranger.get(address, headers={"User-Agent": PERSON, "Sec-Purpose": "prefetch"})

    assert clicks(app, engine) == {Visitor.PERSON: 2, Visitor.BOT: 2}


def test_threat_18_flooding_a_short_link_writes_nothing_into_the_database_that_sends(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    """Two hundred clicks while a worker is in the middle of writing: they wait for nothing and hold nothing up."""
    address = f"/s/{link_of(engine, scene).code}"
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN" and not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        answers = {stranger.get(address, headers={"User-Agent": PERSON}).status_code for _ in range(200)}
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert answers == {302}
    assert written == []


def test_head_is_answered_and_counts_as_no_person(
    app: Flask, engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    response = stranger.head(f"/s/{link_of(engine, scene).code}", headers={"User-Agent": PERSON})

    assert response.status_code == 302
    assert clicks(app, engine) == {Visitor.BOT: 1}


@pytest.mark.parametrize("code", ["unknown0000", "../login", "%00", "a" * 300])
def test_unknown_code_is_not_found_and_counts_nothing(
    app: Flask, engine: Engine, stranger: Desk, code: str
) -> None:
    assert stranger.get(f"/s/{code}").status_code == 404
    assert clicks(app, engine) == {}


@pytest.mark.any_database
@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    alt=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
def test_feed_stays_readable_whatever_was_written(title: str, words: str, alt: str) -> None:
    """Letters that XML cannot hold are left out, everything else comes back."""
    media = {
        "digest": "d",
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "format": "square",
        "alt": alt,
    }
    manifest = {
        "language": "ar",
        "direction": "rtl",
        "title": title,
        "text": words,
        "link": "",
        "funder": "",
        "media": [media],
    }
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    body = write_feed(
        Feed(
            "urn:x:1",
            "t",
            "a",
            "",
            "ar",
            "https://x.example/f",
            "",
            moment,
            [Entry("urn:x:2", manifest, moment)],
        ),
        file_address=lambda _digest: ("https://x.example/p.png", 1),
    )

    entry = read_xml(body).find(f"{{{ATOM}}}entry")
    assert entry is not None
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title)
    assert (entry.findtext(f"{{{ATOM}}}title") or "") == legal.replace("\r\n", "\n").replace("\r", "\n")


def picture_address(desk: Desk) -> str:
    (link,) = [each for each in root_of(desk).iter(f"{{{ATOM}}}link") if each.get("rel") == "enclosure"]
    return "/media/" + (link.get("href") or "").rsplit("/", 1)[1]


def withdraw(engine: Engine, scene: Scene, now: datetime) -> None:
    with session_scope(engine) as session:
        withdraw_variant(
            session,
            variant_id=scene.arabic.id or 0,
            reason="The law changed.",
            programme_id=scene.cast.programme.id or 0,
            by=scene.cast.lawyer,
            now=now,
        )


def questions(engine: Engine, desk: Desk) -> int:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        assert desk.get(ARABIC).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(asked)


def test_a_feed_names_its_hub_and_itself(
    engine: Engine, scene: Scene, out: Placement, stranger: Desk
) -> None:
    """WebSub (4): in the headers, and in the feed for those who cannot read headers."""
    assert 'rel="hub"' not in stranger.get(ARABIC).headers["Link"]
    with session_scope(engine) as session:
        account = session.get_one(Account, out.account_id)
        account.options = {"hub": "https://hub.example"}

    response = stranger.get(ARABIC)

    links = response.headers.getlist("Link")
    assert '<https://hub.example>; rel="hub"' in links
    assert any(link.endswith('/feed/scene/ar.atom>; rel="self"') for link in links)
    feed = feedparser.parse(response.data, response_headers={"content-type": response.content_type})
    assert [link.href for link in feed.feed.links if link.rel == "hub"] == ["https://hub.example"]
