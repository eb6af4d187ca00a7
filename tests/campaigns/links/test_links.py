"""Short links keep leading where they led; clicks are counted once, persons apart from bots."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from threading import Thread

import pytest
from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.links.actions import count_clicks, link_for
from campaigns.links.buffer import CountBuffer
from campaigns.links.models import ClickDay
from campaigns.links.queries import clicks_of_variants, link_by_code
from campaigns.links.visitors import visitor_kind
from campaigns.vocabulary import Visitor
from tests import builders

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    "agent",
    [
        "facebookexternalhit/1.1",
        "TelegramBot (like TwitterBot)",
        "WhatsApp/2.23.20.0",
        "Mastodon/4.3.0 (http.rb/5.2.0; +https://social.example/) Bot",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "Slackbot-LinkExpanding 1.0",
        "python-httpx/0.28",
        "",
        None,
    ],
)
def test_fetchers_of_previews_are_no_persons(agent: str | None) -> None:
    assert visitor_kind(agent) is Visitor.BOT


def test_a_phone_is_a_person_unless_it_only_prefetches() -> None:
    assert visitor_kind(PHONE) is Visitor.PERSON
    assert visitor_kind(PHONE, purpose="prefetch") is Visitor.BOT
    assert visitor_kind(PHONE, method="HEAD") is Visitor.BOT


def test_another_target_is_another_link(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    wanted = {"variant_id": variant.id or 0, "channel": "feed", "now": now}
    first = link_for(session, target="https://a.example/", **wanted)
    assert link_for(session, target="https://a.example/", **wanted).id == first.id
    assert link_for(session, target="https://b.example/", **wanted).code != first.code
    found, _programme, _language = link_by_code(session, first.code) or (None, None, None)
    assert found is not None and found.target == "https://a.example/"


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "//evil.example", "https://user@evil.example/", "ftp://x.example"]
)
def test_a_target_that_is_no_web_address_is_refused(session: Session, now: datetime, target: str) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    with pytest.raises(BadInput):
        link_for(session, variant_id=variant.id or 0, channel="feed", target=target, now=now)


def test_clicks_add_up_and_bots_stay_apart(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    variant = builders.first_variant(session, builders.make_campaign(session, cast, now=now))
    link = link_for(session, variant_id=variant.id or 0, channel="feed", target="https://a.example/", now=now)
    day = date(2026, 11, 23)
    for _ in range(2):
        count_clicks(session, {(link.id or 0, day, Visitor.PERSON): 3, (link.id or 0, day, Visitor.BOT): 5})
    assert clicks_of_variants(session, [variant.id or 0]) == {(variant.id, "feed"): 6}
    assert {row.visitor: row.clicks for row in session.exec(select(ClickDay))} == {
        Visitor.PERSON: 6,
        Visitor.BOT: 10,
    }


def test_the_buffer_loses_no_click_between_threads() -> None:
    buffer, taken = CountBuffer[object](), Counter[object]()
    threads = [
        Thread(target=lambda: [buffer.add((1, date(2026, 1, 1), Visitor.PERSON)) for _ in range(2000)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        taken.update(buffer.take())
    taken.update(buffer.take())
    assert taken.total() == 8000
