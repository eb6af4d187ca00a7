"""The radar: what it shows and ranks, in whose words, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from campaigns.db import read_scope, session_scope
from campaigns.facts.actions import adopt_topic
from campaigns.facts.models import Fact
from campaigns.needs.models import Proposal
from campaigns.needs.radar.board import board
from campaigns.needs.radar.row import RadarRow
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.needs.advice_log import log_of
from tests.web.needs.pages import line_of, page_of, words_of
from web.views.needs.radar import urgent

Log = Callable[..., Desk]


def test_radar_without_questions_leads_to_the_import(desk_of: Log) -> None:
    assert "Too little was asked to show" in words_of(page_of(desk_of(Role.STAFF), "/needs"))


def test_the_administrator_who_may_see_the_radar_is_led_to_it(desk_of: Log) -> None:
    page = page_of(desk_of(Role.ADMIN), "/needs")
    assert page.xpath("//nav[@aria-label='Menu']//a[@href='/needs']")


def test_what_people_doubt_leads_to_rumours_and_never_to_a_proposal(
    desk_of: Log, engine: Engine, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("uk", "misinformation", 12, 1)))
    desk = desk_of(Role.STAFF)
    page = page_of(desk, "/needs")
    assert page.find_class("urgent__item") == []
    assert page.xpath("//table[contains(@class, 'heatmap')]//a/@href") == ["/needs/rumours"]
    assert page.xpath("//button[@name='topic']") == []
    answer = desk.send("/needs/proposals", {"topic": "misinformation"})
    assert answer.status_code == 422
    assert "is not one subject" in answer.get_data(as_text=True)
    with read_scope(engine) as session:
        assert session.exec(select(Proposal)).first() is None


def test_radar_ranks_every_cell_and_its_points_add_up(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1), ("uk", "wage", 9, 2), ("uk", "wage", 9, 20)))

    desk = desk_of(Role.STAFF)
    assert "of the 2 judged here, up to 1." in words_of(page_of(desk, "/needs"))
    items = page_of(desk, "/needs?view=ranking").find_class("ranking__item")
    assert [words_of(item.find_class("ranking__topic")[0]).split()[0] for item in items] == ["Child", "Pay"]
    for item in items:
        numbers = [
            float(words_of(cell).replace("−", "-")) for cell in item.xpath(".//tbody//td[@class='number']")
        ]
        total = float(words_of(item.xpath(".//tfoot//td")[0]))
        assert total == pytest.approx(sum(numbers), abs=0.05)
        assert words_of(item.find_class("ranking__score")[0]) == f"{total} points"
        assert item.find_class("reasons")[0].xpath("./li")


def test_radar_of_one_language_leaves_the_others_out(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("uk", "wage", 9, 1)))

    page = page_of(desk_of(Role.STAFF), "/needs?language=uk")
    assert words_of(page.xpath("//tbody//th//details/summary")[0]).startswith("Pay")
    assert len(page.xpath("//table[contains(@class, 'heatmap')]/tbody/tr[th]")) == 1


def test_sensitive_topic_shows_the_helpline_and_ranks_nowhere(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "violence_protection", 30, 1), ("ar", "wage", 6, 1)))
    desk = desk_of(Role.STAFF)

    page = page_of(desk, "/needs")
    assert "116 016" in words_of(page.get_element_by_id("main"))
    assert "violence_protection" not in page.xpath("//button[@name='topic']/@value")
    assert len(page_of(desk, "/needs?view=ranking").find_class("ranking__item")) == 1


def test_radar_says_that_its_sums_are_further_off_than_their_parts(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 14, 1), ("uk", "child_benefit", 14, 1)))

    told = words_of(page_of(desk_of(Role.STAFF), "/needs"))
    assert "add up the numbers shown: each of these may be up to 4 more or fewer" in told


def test_radar_counts_the_weeks_of_the_address(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 9, 1), ("ar", "child_benefit", 8, 6)))
    desk = desk_of(Role.STAFF)

    assert line_of(page_of(desk, "/needs?weeks=4"), "Child benefit")[2].startswith("≈10")
    assert line_of(page_of(desk, "/needs?weeks=8"), "Child benefit")[2].startswith("≈15")


def test_radar_tells_reasons_in_words(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(
        log_of(("ar", "child_benefit", 25, 1), *(("ar", "child_benefit", 1, weeks) for weeks in range(9, 40)))
    )

    told = words_of(page_of(desk_of(Role.STAFF), "/needs").get_element_by_id("urgent").getparent())
    assert "Arabic: Asked about 25 times in 8 weeks" in told
    assert "times as often as before" in told
    assert "Asked more than usual" in told


def test_radar_offers_no_proposal_to_those_who_only_read(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))

    assert "Propose" not in words_of(page_of(desk_of(Role.ADVISOR), "/needs").xpath("//main")[0])


def test_radar_asks_equally_often_however_much_was_asked(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 6, 1)))
    desk = desk_of(Role.STAFF)
    before = queries_of(engine, desk)
    take(
        log_of(
            *((code, topic, 6, 2) for code in ("de", "uk") for topic in ("wage", "minijob", "termination"))
        )
    )

    assert queries_of(engine, desk) == before


def queries_of(engine: Engine, desk: Desk) -> int:
    asked: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        desk.get("/needs")
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_radar_writes_numbers_as_the_reader_does(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(
        log_of(("ar", "child_benefit", 25, 1), *(("ar", "child_benefit", 1, weeks) for weeks in range(9, 40)))
    )

    told = words_of(
        page_of(desk_of(Role.STAFF, interface="de"), "/needs").get_element_by_id("urgent").getparent()
    )
    assert "10.000" in told
    assert "10,000" not in told


def test_law_that_changes_is_named_and_leads_to_its_fact(
    desk_of: Log, engine: Engine, programme: Programme, watch: Watch, take: Callable[[bytes], Any]
) -> None:
    with session_scope(engine) as session:
        adopt_topic(session, programme_id=programme.id or 0, topic="minimum_wage", by=None, now=watch())
        begins = Fact.programme_id == programme.id, Fact.valid_from == date(2027, 1, 1)
        new = {f"/facts/{one}" for one in session.exec(select(Fact.id).where(*begins))}
    take(log_of(("ar", "minimum_wage", 12, 1)))
    page = page_of(desk_of(Role.STAFF), "/needs")
    assert re.search(r"The law changes on 1 Jan 2027\. From then on: [^.]*€14\.60", words_of(page))
    assert new.intersection(page.xpath("//main//a/@href"))


def in_no_language(topic: str, many: int) -> bytes:
    """Questions of a topic whose words tell no language."""
    rows = [f"2026-11-{16 + number % 5};{topic};ok {number}" for number in range(many)]
    return "\n".join(["Datum;Thema;Anfrage", *rows]).encode()


def test_questions_in_no_known_language_are_told_as_a_share_and_lead_no_campaign(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_no_language("wage", 30))
    desk = desk_of(Role.STAFF)

    page = page_of(desk, "/needs")
    assert page.find_class("urgent__item") == []
    assert "about 100 percent came in a language that was not recognised" in words_of(
        page.get_element_by_id("main")
    )
    assert page.xpath("//a[contains(@href, 'language=unknown')]")
    assert page_of(desk, "/needs?view=ranking").find_class("ranking__item") == []


def test_what_has_no_topic_is_counted_in_the_window_and_language_looked_at(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "", 12, 1), ("uk", "", 7, 1), ("ar", "", 20, 20), ("ar", "wage", 9, 1)))
    desk = desk_of(Role.STAFF)

    def told(address: str) -> str:
        return words_of(page_of(desk, address).find_class("radar__bar")[0])

    assert "without a topic: about 15" in told("/needs?weeks=8")
    assert "without a topic: about 35" in told("/needs?weeks=26")
    assert "without a topic: under 10" in told("/needs?weeks=8&language=uk")
    [link] = page_of(desk, "/needs?weeks=8&language=ar").xpath("//a[contains(@href, 'unclear=yes')]/@href")
    assert "language=ar" in link and "since=" in link


def card_of(desk: Desk, topic: str) -> str:
    cards = map(words_of, page_of(desk, "/needs").find_class("urgent__item"))
    return next(card for card in cards if card.startswith(topic))


def test_topic_without_a_rise_bears_what_its_own_numbers_say(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    steady = [("ar", "child_benefit", 3, weeks) for weeks in range(1, 40)]
    take(log_of(*steady, *(("ar", "wage", 4, weeks) for weeks in range(6, 40))))
    desk = desk_of(Role.STAFF)
    assert "Somewhat more than usual: chance alone can explain it" in card_of(desk, "Child benefit")
    assert "No rise: hardly asked of late" in card_of(desk, "Pay")


def test_card_tells_the_rise_of_each_language_that_bears_its_sign(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    before = [(code, "child_benefit", 1, weeks) for code in ("ar", "uk") for weeks in range(9, 40)]
    take(log_of(("ar", "child_benefit", 30, 1), ("uk", "child_benefit", 20, 1), *before))
    card = card_of(desk_of(Role.STAFF), "Child benefit")
    assert card.count("rising") == card.count("chance alone does that less than once") == 2
    assert "Ukrainian: In the last" in card


def row_of(topic: str, score: float, *, rises: bool = False, language: str = "en") -> RadarRow:
    return RadarRow(topic, language, 40, 20.0, None, None, None, None, 0, score, {}, (), is_rising=rises)


def test_a_rise_that_no_campaign_answers_stands_before_topics_without_one() -> None:
    rows = [row_of(topic, 50 - place) for place, topic in enumerate(["wage", "holiday", "termination"])]
    found = board([*rows, row_of("recognition", 20, rises=True)], languages=["en"])
    assert [line.topic for line in urgent(found)] == ["recognition", "wage", "holiday"]
