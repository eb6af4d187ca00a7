"""Needs on the desk: the radar, proposals, imports, quick entry, the list of questions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlmodel import func, select

from campaigns.content.models import Campaign
from campaigns.db import read_scope, session_scope
from campaigns.facts.actions import adopt_topic
from campaigns.needs.actions import import_needs
from campaigns.needs.models import AdviceNeed, Proposal
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.people.actions import change_programme
from campaigns.people.models import Programme
from campaigns.settings import Settings
from campaigns.vocabulary import ProposalStatus, Role, WorkKind
from campaigns.work.actions import claim_work, finish_work
from campaigns.work.models import Work
from tests.web.conftest import Watch
from tests.web.desk import Desk

Log = Callable[..., Desk]
TODAY = date(2026, 11, 23)
HEAD = "Datum;Plattform;Gruppe;Sprache;Thema;Anfrage"


def row(day: date, language: str = "ar", topic: str = "child_benefit", text: str = "") -> str:
    return f"{day.isoformat()};Telegram;Gruppe {language};{language};{topic};{text}"


def log_of(*counts: tuple[str, str, int, int]) -> bytes:
    """A file of questions: (language, topic, how many, weeks ago)."""
    rows = [
        row(
            TODAY - timedelta(weeks=weeks, days=number % 3),
            language,
            topic,
            f"Frage {language} {topic} {weeks} {number}",
        )
        for language, topic, many, weeks in counts
        for number in range(many)
    ]
    return "\n".join([HEAD, *rows]).encode()


@pytest.fixture
def take(engine: Engine, programme: Programme, watch: Watch) -> Callable[[bytes], Any]:
    """Takes a file in as the worker does."""

    def taken(data: bytes) -> Any:
        with session_scope(engine) as session:
            result = import_needs(
                session,
                programme=session.get_one(Programme, programme.id),
                data=data,
                name="log.csv",
                key=b"k" * 32,
                by=None,
                now=watch(),
            )
            return result.as_json()

    return taken


@pytest.fixture
def facts(engine: Engine, programme: Programme, watch: Watch) -> None:
    """The library's facts on child benefit, and an imprint, so that posts can be planned."""
    with session_scope(engine) as session:
        row = session.get_one(Programme, programme.id)
        change_programme(
            session, programme=row, imprint_url="https://advice.example/imprint", by=None, now=watch()
        )
        adopt_topic(session, programme_id=row.id or 0, topic="child_benefit", by=None, now=watch())


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def line_of(page: Any, topic: str) -> list[str]:
    """The cells of a topic's line in the heat table, without its first two."""
    for line in page.xpath("//table[contains(@class, 'heatmap')]/tbody/tr[th]"):
        if words_of(line.xpath(".//summary")[0]).startswith(topic):
            return [words_of(cell) for cell in line.xpath("./td")][1:]
    raise AssertionError(f"there is no line for {topic}")


def test_radar_without_questions_leads_to_the_import(desk_of: Log) -> None:
    assert "Nothing was asked in these weeks" in words_of(page_of(desk_of(Role.STAFF), "/needs"))


def test_radar_hides_small_counts_also_in_the_sum(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("uk", "child_benefit", 3, 1)))

    cells = line_of(page_of(desk_of(Role.BOARD), "/needs"), "Child benefit")
    assert cells[:5] == ["·", "·", "12 rising", "<5", "12+"]


def test_radar_says_few_where_every_count_is_small(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 4, 1), ("uk", "child_benefit", 3, 1)))

    assert line_of(page_of(desk_of(Role.BOARD), "/needs"), "Child benefit")[4] == "few"


def test_radar_draws_its_line_from_shown_windows_and_writes_its_numbers_beside_it(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 4, 10)))

    page = page_of(desk_of(Role.BOARD), "/needs")
    points = page.xpath("//td//polyline/@points")[0].split()
    assert len({point.split(",")[1] for point in points}) == 2
    told = words_of(page.find_class("why__list")[0])
    assert "last 4 weeks3.0" in told
    assert "13 to 9 weeks ago" not in told


def test_radar_in_the_middle_of_a_week_names_its_whole_window(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 0)))

    told = words_of(page_of(desk_of(Role.BOARD), "/needs").find_class("radar__bar")[0])
    assert "5 Oct 2026 to 29 Nov 2026 (the last week is still running)" in told


def test_radar_shows_a_bound_where_the_exact_count_would_tell_a_small_one(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 2, 10)))
    desk = desk_of(Role.BOARD)

    assert line_of(page_of(desk, "/needs?weeks=8"), "Child benefit")[2].startswith("12")
    assert line_of(page_of(desk, "/needs?weeks=13"), "Child benefit")[2].startswith("≥12")


def test_radar_draws_other_days_to_looks_that_do_not_overlap(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    """Two looks a week apart would tell what one week held."""
    take(log_of(("ar", "child_benefit", 12, 0), ("ar", "child_benefit", 6, 30)))
    desk = desk_of(Role.BOARD)
    now, near, before = (
        words_of(page_of(desk, f"/needs{asked}").find_class("radar__bar")[0])
        for asked in ("", "?as_of=2026-11-16", "?as_of=2026-05-25")
    )
    assert now == near
    assert "to 31 May 2026" in before


def test_radar_tells_the_questions_of_the_weeks_it_shows(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 6, 40)))
    desk = desk_of(Role.BOARD)
    now, before = (
        words_of(page_of(desk, f"/needs{asked}").find_class("radar__bar")[0])
        for asked in ("", "?as_of=2026-05-25")
    )
    assert "· 12 questions" in now
    assert "question" not in before


def test_a_total_without_its_small_counts_is_a_lower_bound(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("uk", "wage", 3, 1)))

    bar = page_of(desk_of(Role.BOARD), "/needs").find_class("radar__bar")[0]
    assert "at least 12 questions" in words_of(bar)


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

    items = page_of(desk_of(Role.STAFF), "/needs?view=ranking").find_class("ranking__item")
    assert [words_of(item.find_class("ranking__topic")[0]).split()[0] for item in items] == ["Child", "Pay"]
    for item in items:
        numbers = [
            float(words_of(cell).replace("−", "-")) for cell in item.xpath(".//tbody//td[@class='number']")
        ]
        total = float(words_of(item.xpath(".//tfoot//td")[0]))
        assert total == pytest.approx(sum(numbers), abs=0.05)
        assert words_of(item.find_class("ranking__score")[0]) == f"{total} points"
        assert item.find_class("reasons")[0].xpath("./li")


def in_regions(*counts: tuple[str, int]) -> bytes:
    rows = [
        f"{(TODAY - timedelta(weeks=1)).isoformat()};{place};ar;child_benefit;Frage {place} {number}"
        for place, many in counts
        for number in range(many)
    ]
    return "\n".join(["Datum;Bundesland;Sprache;Thema;Anfrage", *rows]).encode()


def test_radar_of_a_region_shows_large_counts_and_no_trace_of_small_ones(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_regions(("Berlin", 20), ("Hamburg", 14), ("Bayern", 3)))
    desk = desk_of(Role.BOARD)

    assert line_of(page_of(desk, "/needs?region=DE-BE"), "Child benefit")[0] == "20"
    for small in ("DE-HH", "DE-BY", "DE-SN"):
        assert "Too few questions" in words_of(page_of(desk, f"/needs?region={small}"))


def test_radar_of_a_region_knows_one_window_only(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(in_regions(("Berlin", 20)))
    desk = desk_of(Role.BOARD)

    bars = [
        words_of(page_of(desk, f"/needs?region=DE-BE&weeks={weeks}").find_class("radar__bar")[0])
        for weeks in (4, 8, 26)
    ]
    assert len(set(bars)) == 1


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


def test_radar_counts_the_weeks_of_the_address(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 9, 1), ("ar", "child_benefit", 8, 6)))
    desk = desk_of(Role.STAFF)

    assert line_of(page_of(desk, "/needs?weeks=4"), "Child benefit")[2].startswith("9")
    assert line_of(page_of(desk, "/needs?weeks=8"), "Child benefit")[2].startswith("17")


def test_radar_tells_reasons_in_words(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(
        log_of(("ar", "child_benefit", 25, 1), *(("ar", "child_benefit", 1, weeks) for weeks in range(9, 40)))
    )

    told = words_of(page_of(desk_of(Role.STAFF), "/needs").get_element_by_id("urgent").getparent())
    assert "Arabic: Asked 25 times in 8 weeks" in told
    assert "times as often as before" in told


def test_radar_offers_no_proposal_to_those_who_only_read(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))

    assert "Propose" not in words_of(page_of(desk_of(Role.EVALUATOR), "/needs").xpath("//main")[0])


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


def test_proposal_is_one_click_from_its_row(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/proposals", {"topic": "child_benefit", "weeks": "8"})

    assert re.fullmatch(r"/needs/proposals/\d+", answer.location)
    told = words_of(page_of(desk, answer.location))
    assert "Arabic: asked 25 times" in told
    assert "Facts" in told


def test_proposal_is_told_in_the_readers_language(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF, interface="de")
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location

    assert "Arabisch: " in words_of(page_of(desk, address))


def test_radar_writes_numbers_as_the_reader_does(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(
        log_of(("ar", "child_benefit", 25, 1), *(("ar", "child_benefit", 1, weeks) for weeks in range(9, 40)))
    )

    told = words_of(
        page_of(desk_of(Role.STAFF, interface="de"), "/needs").get_element_by_id("urgent").getparent()
    )
    assert "10.000" in told
    assert "10,000" not in told


def test_proposal_becomes_a_campaign(
    desk_of: Log, take: Callable[[bytes], Any], facts: None, engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(
        f"{address}/plan", {"start": "2027-01-11", "language": ["de", "ar"], "kind": ["explainer", "steps"]}
    )

    with read_scope(engine) as session:
        campaign = session.exec(select(Campaign)).one()
        proposal = session.exec(select(Proposal)).one()
        assert (campaign.starts_on, campaign.languages) == (date(2027, 1, 11), ["de", "ar"])
        assert (campaign.proposal_id, proposal.status) == (proposal.id, ProposalStatus.PLANNED)
        campaign_id = campaign.id
    assert answer.location == f"/campaigns/{campaign_id}"
    assert "Asked 25 times in 8 weeks." in words_of(page_of(desk, answer.location))


def test_proposal_says_why_for_every_language_kind_and_day(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1), ("uk", "child_benefit", 3, 1)))
    desk = desk_of(Role.STAFF, interface="de")
    page = page_of(desk, desk.send("/needs/proposals", {"topic": "child_benefit"}).location)

    for box in page.xpath("//input[@name='language']"):
        assert box.getparent().find_class("choice__hint"), box.get("value")
    chosen = page.xpath("//input[@name='kind'][@checked]")
    assert chosen
    assert all(box.getparent().find_class("choice__hint") for box in chosen)
    days = words_of(page.get_element_by_id("when").getparent())
    assert "Weihnachten" in days
    assert "Christmas" not in days


def test_proposal_that_was_changed_before_it_was_taken_keeps_its_reasons(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1), ("uk", "child_benefit", 9, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    campaign = desk.send(
        f"{address}/plan", {"start": "2027-01-11", "language": ["de", "ar"], "kind": "explainer"}
    ).location

    page = page_of(desk, address)
    taken = [words_of(each) for each in page.get_element_by_id("taken").getparent().findall(".//dd")]
    assert taken == ["11 Jan 2027", "German, Arabic", "Explainer"]
    assert "Ukrainian" in words_of(page.get_element_by_id("languages").getparent())
    assert campaign in page.xpath("//main//a/@href")
    assert "Arabic: asked 25 times" in words_of(page_of(desk, campaign))


def test_proposal_without_facts_says_what_to_do_and_keeps_the_form(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(f"{address}/plan", {"start": "2027-01-11", "language": "ar", "kind": "explainer"})

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Add facts first" in words_of(page)
    assert page.get_element_by_id("start").get("value") == "2027-01-11"
    with read_scope(engine) as session:
        assert session.exec(select(Campaign)).all() == []
        assert session.exec(select(Proposal.status)).one() is ProposalStatus.OPEN


def test_proposal_takes_the_librarys_facts_in_as_drafts(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    desk.send(f"{address}/facts")

    told = words_of(page_of(desk, address))
    assert "0 of" in told
    assert "facts are checked by a lawyer" in told


def test_proposal_in_the_past_is_refused_beside_its_field(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(f"{address}/plan", {"start": "2026-01-11", "language": "ar"})

    assert "The first day is over" in answer.get_data(as_text=True)


def test_sensitive_topic_is_never_proposed(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    answer = desk_of(Role.STAFF).send("/needs/proposals", {"topic": "violence"})

    assert answer.status_code in (404, 422)
    with read_scope(engine) as session:
        assert session.exec(select(Proposal)).all() == []


def test_advisor_proposes_nothing(desk_of: Log) -> None:
    assert desk_of(Role.ADVISOR).send("/needs/proposals", {"topic": "child_benefit"}).status_code == 403


def test_dismissed_proposal_leaves_the_list(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    assert "Child benefit" in words_of(page_of(desk, "/needs/proposals").xpath("//main")[0])
    desk.send(f"{address}/dismiss")

    assert "No open proposal" in words_of(page_of(desk, "/needs/proposals"))


def look_at(desk: Desk, data: bytes, **more: Any) -> Any:
    answer = desk.send("/needs/import/look", {"file": (io.BytesIO(data), "log.csv"), **more})
    return answer, lxml.html.document_fromstring(answer.get_data(as_text=True))


def test_first_look_shows_mapping_counts_and_redacted_rows(desk_of: Log, engine: Engine) -> None:
    data = "\n".join(
        [HEAD, row(TODAY, "de", "wage", "Rufen Sie 0176 12345678 an"), row(TODAY, text="؟ أين الراتب")]
    )
    answer, page = look_at(desk_of(Role.ADVISOR), data.encode())

    told = words_of(page)
    assert answer.status_code == 200
    assert "2 rows" in told
    assert "0176" not in answer.get_data(as_text=True)
    assert "⟨phone⟩" in told
    chosen = page.xpath("//select[@name='field']/option[@selected]/@value")
    assert chosen == ["date", "platform", "space", "language", "topic", "text"]
    with read_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(AdviceNeed)).one() == 0
        assert session.exec(select(func.count()).select_from(Work)).one() == 0


def test_first_look_asks_how_ambiguous_dates_are_meant(desk_of: Log) -> None:
    data = b"Datum;Anfrage\n03/04/2026;Wo ist mein Lohn?\n"
    desk = desk_of(Role.ADVISOR)
    _answer, page = look_at(desk, data)
    asked = words_of(page.find_class("dates--open")[0])
    assert "03/04/2026 → 3 Apr 2026" in asked
    assert "03/04/2026 → 4 Mar 2026" in asked
    assert "--map" not in words_of(page)

    said = {"column": ["Datum", "Anfrage"], "field": ["date", "text"], "date_column": "Datum", "dates": "dmy"}
    _answer, page = look_at(desk, data, **said)
    assert "3 Apr 2026" in words_of(page)
    assert page.xpath("//input[@name='dates'][@checked]/@value") == ["dmy"]


def test_an_answer_about_dates_is_handed_to_the_worker_and_no_name_of_the_file(
    desk_of: Log, engine: Engine
) -> None:
    data = b"Datum;Anfrage\n03/04/2026;Wo ist mein Lohn?\n"
    said = {"column": ["Datum", "Anfrage"], "field": ["date", "text"], "date_column": "Datum", "dates": "mdy"}
    desk_of(Role.ADVISOR).send("/needs/import", {"file": (io.BytesIO(data), "Olga Petrowa.CSV"), **said})

    with read_scope(engine) as session:
        work = session.exec(select(Work)).one()
        assert work.order == {"name": "import.csv", "choices": ["Datum=date:mdy", "Anfrage=text"]}


def test_first_look_at_what_is_no_table_says_so_beside_the_file(desk_of: Log) -> None:
    answer, page = look_at(desk_of(Role.ADVISOR), b"%PDF-1.7 nothing")

    assert answer.status_code == 422
    assert "not a table" in words_of(page)


def test_first_look_with_htmx_is_a_part_of_the_page(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    answer = desk.send(
        "/needs/import/look",
        {"file": (io.BytesIO(log_of(("de", "wage", 2, 1))), "log.csv")},
        headers={"HX-Request": "true"},
    )

    assert answer.get_data(as_text=True).lstrip().startswith('<div id="look"')


def upload(desk: Desk, data: bytes, engine: Engine) -> int:
    answer = desk.send("/needs/import", {"file": (io.BytesIO(data), "private/log.csv")})
    assert answer.status_code == 303
    with read_scope(engine) as session:
        return session.exec(select(Work.id).where(Work.kind == WorkKind.IMPORT_NEEDS)).one() or 0


def end(engine: Engine, watch: Watch, work_id: int, result: dict[str, Any]) -> None:
    with session_scope(engine) as session:
        claim_work(session, worker="w", now=watch())
        finish_work(session, work_id=work_id, worker="w", result=result, now=watch())


def test_import_is_handed_to_the_worker_and_survives_a_reload(desk_of: Log, engine: Engine) -> None:
    desk = desk_of(Role.ADVISOR)
    work_id = upload(desk, log_of(("de", "wage", 2, 1)), engine)

    with read_scope(engine) as session:
        work = session.get_one(Work, work_id)
        assert work.order == {"name": "import.csv", "choices": []}
    for _reload in range(2):
        assert page_of(desk, f"/needs/imports/{work_id}").xpath("//progress")


def test_import_without_a_file_says_so(desk_of: Log) -> None:
    answer = desk_of(Role.ADVISOR).send("/needs/import")

    assert answer.status_code == 422
    assert "Choose a file." in answer.get_data(as_text=True)


def test_import_result_shows_what_was_not_taken(
    desk_of: Log, engine: Engine, watch: Watch, take: Callable[[bytes], Any]
) -> None:
    desk = desk_of(Role.ADVISOR)
    data = log_of(("de", "wage", 2, 1)) + b"\nnever;Telegram;G;de;wage;Wann kommt der Lohn?"
    work_id = upload(desk, data, engine)
    end(engine, watch, work_id, take(data))

    page = page_of(desk, f"/needs/imports/{work_id}")
    figures = [words_of(each) for each in page.find_class("figure__value")]
    assert figures == ["3", "2", "0", "1", "0"]
    assert "Datum" in words_of(page)
    answer = desk.get(f"/needs/imports/{work_id}/rejected.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:3] == ["4", "Datum", "never"]


def test_rejected_rows_start_no_formula(desk_of: Log, engine: Engine, watch: Watch) -> None:
    desk = desk_of(Role.ADVISOR)
    work_id = upload(desk, log_of(("de", "wage", 1, 1)), engine)
    rejected = [{"row": 2, "column": "=cmd", "value_hint": "@SUM(A1)", "reason": "The date is missing."}]
    end(
        engine,
        watch,
        work_id,
        {"read": 1, "imported": 0, "duplicates": 0, "unclear": 0, "rejected": rejected},
    )

    answer = desk.get(f"/needs/imports/{work_id}/rejected.csv")
    assert "'=cmd;'@SUM(A1)" in answer.data.decode("utf-8-sig")


def test_import_can_be_undone_as_a_whole(desk_of: Log, engine: Engine, take: Callable[[bytes], Any]) -> None:
    batch = take(log_of(("de", "wage", 6, 1)))["batch"]
    desk = desk_of(Role.LEAD)
    assert "Take 6 questions out again?" in words_of(page_of(desk, "/needs/imports"))
    desk.send(f"/needs/batches/{batch}/undo")

    with read_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(AdviceNeed)).one() == 0
    assert "undone on" in words_of(page_of(desk, "/needs/imports"))


def test_advisor_does_not_undo_what_others_brought_in(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    batch = take(log_of(("de", "wage", 6, 1)))["batch"]
    desk = desk_of(Role.ADVISOR)

    assert "Undo" not in [
        button.text_content().strip() for button in page_of(desk, "/needs/imports").xpath("//summary")
    ]
    assert desk.send(f"/needs/batches/{batch}/undo").status_code == 403


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
    with read_scope(engine) as session:
        assert session.exec(select(AdviceNeed)).all() == []


def test_quick_entry_says_what_it_sounds_like_while_typing(desk_of: Log, engine: Engine) -> None:
    answer = desk_of(Role.ADVISOR).send(
        "/needs/new/suggest",
        {**ENTRY, "text": "Wie viel Kindergeld bekomme ich?"},
        headers={"HX-Request": "true"},
    )

    told = words_of(lxml.html.fragment_fromstring(answer.get_data(as_text=True), "div"))
    assert told == "Sounds like German Child benefit and child supplement"


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


def test_questions_are_listed_without_words(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("de", "wage", 2, 1)))

    told = words_of(page_of(desk_of(Role.ADVISOR), "/needs/questions"))
    assert "Pay and unpaid wages" in told
    assert "Frage de wage" not in told


def test_questions_show_their_words_where_the_programme_keeps_them(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine, programme: Programme
) -> None:
    with session_scope(engine) as session:
        session.get_one(Programme, programme.id).keeps_free_text = True
    take(log_of(("de", "wage", 2, 1)))

    assert "Frage de wage" in words_of(page_of(desk_of(Role.ADVISOR), "/needs/questions"))


def test_board_reads_no_single_question(desk_of: Log) -> None:
    assert desk_of(Role.BOARD).get("/needs/questions").status_code == 403


def test_topic_of_several_questions_is_confirmed_at_once(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("de", "wage", 3, 1)))
    with read_scope(engine) as session:
        ids = list(session.exec(select(AdviceNeed.id)).all())
    desk_of(Role.ADVISOR).send("/needs/questions", {"need": ids[:2], "chosen": "minijob"})

    with read_scope(engine) as session:
        topics = sorted(session.exec(select(AdviceNeed.topic)).all())
    assert topics == ["minijob", "minijob", "wage"]


def test_import_of_another_programme_is_not_found(
    app: Flask, desk_of: Log, engine: Engine, watch: Watch, settings: Settings
) -> None:
    with session_scope(engine) as session:
        work = Work(kind=WorkKind.IMPORT_NEEDS, programme_id=99, asked_at=watch())
        session.add(work)
        session.flush()
        work_id = work.id

    assert desk_of(Role.STAFF).get(f"/needs/imports/{work_id}").status_code == 404
