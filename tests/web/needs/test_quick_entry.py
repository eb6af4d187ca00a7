"""A question logged from the phone, and what is said while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.needs.models import AdviceNeed
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.needs.pages import page_of, words_of

Log = Callable[..., Desk]


ENTRY = {
    "day": "2026-11-23",
    "platform": "telegram",
    "space": "Gruppe",
    "language": "",
    "topic": "",
    "info_quality": "unknown",
}


def test_quick_entry_keeps_the_question_without_identifiers(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.ADVISOR)
    desk.send("/needs/new", {**ENTRY, "text": "Wie viel Kindergeld bekomme ich? 0176 12345678"})

    with read_scope(engine) as session:
        need = session.exec(select(AdviceNeed)).one()
        assert (need.topic, need.language, need.platform) == ("child_benefit", "de", "telegram")
        assert need.text is None
    assert "Logged: Child benefit" in words_of(page_of(desk, "/needs/new"))


def test_quick_entry_says_all_that_is_kept_where_the_words_are_not(desk_of: Log) -> None:
    hint = words_of(page_of(desk_of(Role.ADVISOR), "/needs/new").get_element_by_id("text-hint"))
    assert all(kept in hint for kept in ("language", "topic", "group", "region", "day", "risk"))


def test_quick_entry_remembers_the_place_for_the_next_question(desk_of: Log) -> None:
    answer = desk_of(Role.ADVISOR).send("/needs/new", {**ENTRY, "topic": "wage", "language": "ar"})

    assert "space=Gruppe" in answer.location
    assert "platform=telegram" in answer.location
    assert "language=ar" in answer.location


def test_quick_entry_puts_no_identifier_into_the_address(desk_of: Log) -> None:
    answer = desk_of(Role.ADVISOR).send("/needs/new", {**ENTRY, "topic": "wage", "space": "wa 0176 12345678"})

    assert "12345678" not in answer.location


def test_quick_entry_of_nothing_is_refused_and_keeps_the_form(desk_of: Log, engine: Engine) -> None:
    answer = desk_of(Role.ADVISOR).send("/needs/new", ENTRY)

    assert answer.status_code == 422
    assert 'value="Gruppe"' in answer.get_data(as_text=True)
    assert "Write what was asked, or choose its topic." in answer.get_data(as_text=True)
    with read_scope(engine) as session:
        assert session.exec(select(AdviceNeed)).all() == []


def test_quick_entry_takes_what_is_said_of_who_asks(desk_of: Log, engine: Engine) -> None:
    said = {
        "info_quality": "community_answer_partly_wrong",
        "region": "DE-BE",
        "sector": "care",
        "residence_status": "temporary_protection",
    }
    desk_of(Role.ADVISOR).send("/needs/new", {**ENTRY, "topic": "wage", "risk": "3", **said})

    with read_scope(engine) as session:
        need = session.exec(select(AdviceNeed)).one()
        assert {name: getattr(need, name) for name in said} == said
        assert need.risk == 3


def test_quick_entry_says_what_it_sounds_like_while_typing(desk_of: Log, engine: Engine) -> None:
    answer = desk_of(Role.ADVISOR).send(
        "/needs/new/suggest",
        {**ENTRY, "text": "Wie viel Kindergeld bekomme ich?"},
        headers={"HX-Request": "true"},
    )

    told = words_of(lxml.html.fragment_fromstring(answer.get_data(as_text=True), "div"))
    assert told.startswith("Sounds like German Child benefit and child supplement")
    assert "Without a tap it is kept as a guess" in told


def suggested(desk: Desk, text: str, **more: str) -> Any:
    answer = desk.send("/needs/new/suggest", {**ENTRY, "text": text, **more}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return lxml.html.fragment_fromstring(answer.get_data(as_text=True), "div")


def test_quick_entry_says_while_typing_what_will_be_removed(desk_of: Log, engine: Engine) -> None:
    told = words_of(
        suggested(desk_of(Role.ADVISOR), "Mein Name ist Olga Test, 0176 12345678 und 0176 23456789")
    )

    assert "Will be removed: 1 name, 2 phone numbers" in told
    assert "Olga" not in told
    with read_scope(engine) as session:
        assert session.exec(select(AdviceNeed)).all() == []


def test_quick_entry_shows_the_helpline_for_violence(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    found = suggested(desk, "Mein Mann schlägt mich")

    assert found.xpath(".//a/@href") == ["tel:116016"]
    desk.send("/needs/new", {**ENTRY, "text": "Mein Mann schlägt mich"})
    assert "Helpline: 116 016" in words_of(page_of(desk, "/needs/new"))


def test_quick_entry_shows_the_line_for_people_in_distress_and_no_other(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    found = suggested(desk, "Ich will nicht mehr leben")

    assert found.xpath(".//a/@href") == ["tel:08001110111", "tel:08001110222", "tel:116123"]
    desk.send("/needs/new", {**ENTRY, "text": "Ich will nicht mehr leben"})
    told = words_of(page_of(desk, "/needs/new"))
    assert "Helpline: 0800 111 0 111" in told
    assert "116 016" not in told


def test_quick_entry_shows_who_advises_where_an_employer_keeps_a_passport(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    text = "My boss took my passport and I must sleep at work"
    found = suggested(desk, text)

    assert found.xpath(".//a/@href") == ["tel:116016"]
    assert "Answer this in private" in words_of(found)
    assert "Who advises: Faire Mobilität (DGB), Faire Integration" in words_of(found)
    desk.send("/needs/new", {**ENTRY, "text": text})
    assert "Faire Integration advise" in words_of(page_of(desk, "/needs/new"))


def test_a_tapped_topic_stays_tapped_and_counts_as_decided(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.ADVISOR)
    text = "Wie viel Kindergeld bekomme ich?"
    found = suggested(desk, text, sounds="child_benefit")
    assert found.xpath(".//input[@checked]/@value") == ["child_benefit"]

    desk.send("/needs/new", {**ENTRY, "text": text, "sounds": "child_benefit"})
    with read_scope(engine) as session:
        need = session.exec(select(AdviceNeed)).one()
        assert (need.topic, need.topic_confirmed_by is not None) == ("child_benefit", True)


def test_quick_entry_knows_the_programmes_own_topics(
    desk_of: Log, engine: Engine, programme: Programme, watch: Watch
) -> None:
    with session_scope(engine) as session:
        session.add(
            OwnTopic(
                programme_id=programme.id or 0,
                key="own_shared_rooms",
                version=1,
                name_de="Schlafplätze",
                name_en="Shared rooms",
                keywords={"de": ["etagenbett"]},
                created_at=watch(),
            )
        )
    found = suggested(desk_of(Role.ADVISOR), "Darf der Chef das Etagenbett vom Lohn abziehen?")

    assert "Shared rooms" in words_of(found)
