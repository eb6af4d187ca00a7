"""The first look at a file: columns, counts, questions back, and nothing kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import lxml.html
from sqlalchemy import Engine
from sqlmodel import func, select

from campaigns.db import read_scope
from campaigns.needs.models import AdviceNeed
from campaigns.vocabulary import Role
from campaigns.work.models import Work
from tests.web.desk import Desk
from tests.web.needs.advice_log import HEAD, TODAY, log_of, row
from tests.web.needs.pages import words_of

Log = Callable[..., Desk]


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
    assert "⟨phone number⟩" in told
    chosen = page.xpath("//select[@name='field']/option[@selected]/@value")
    assert chosen == ["date", "platform", "space", "language", "topic", "text"]
    with read_scope(engine) as session:
        assert session.exec(select(func.count()).select_from(AdviceNeed)).one() == 0
        assert session.exec(select(func.count()).select_from(Work)).one() == 0


def test_first_look_names_what_is_removed_in_the_readers_language(desk_of: Log) -> None:
    data = "\n".join([HEAD, row(TODAY, "de", "wage", "Rufen Sie 0176 12345678 an")])
    _answer, page = look_at(desk_of(Role.ADVISOR, interface="de"), data.encode())

    assert "Rufen Sie ⟨Telefonnummer⟩ an" in words_of(page)


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


def test_first_look_says_of_clear_dates_beside_open_ones_that_they_are_clear(desk_of: Log) -> None:
    data = b"Datum;Anfrage\n03.04.2026;Wo ist mein Lohn?\n05/06/2026;Wann kommt mein Lohn?\n"
    desk = desk_of(Role.ADVISOR)
    _answer, page = look_at(desk, data)
    asked = words_of(page.find_class("dates--open")[0])
    assert "Other dates in this column are clear by their signs" in asked
    assert "Nothing in the file tells" not in asked
    _answer, page = look_at(desk, data.replace(b"05/06/2026", b"05.06.2026"))
    assert not page.find_class("dates")


def test_an_answer_about_dates_is_handed_to_the_worker_and_no_name_of_the_file(
    desk_of: Log, engine: Engine
) -> None:
    data = b"Datum;Anfrage\n03/04/2026;Wo ist mein Lohn?\n"
    said = {"column": ["Datum", "Anfrage"], "field": ["date", "text"], "date_column": "Datum", "dates": "mdy"}
    desk_of(Role.ADVISOR).send("/needs/import", {"file": (io.BytesIO(data), "Olga Petrowa.CSV"), **said})

    with read_scope(engine) as session:
        work = session.exec(select(Work)).one()
        assert work.order == {
            "name": "import.csv",
            "choices": ["Datum=date:mdy", "Anfrage=text"],
            "wishes": {},
        }


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


def test_first_look_shows_what_stands_in_a_column_and_offers_no_import_while_something_is_open(
    desk_of: Log,
) -> None:
    data = b"Spalte A;Spalte B\n01.11.2026;Rufen Sie 0176 12345678 an\n"
    desk = desk_of(Role.ADVISOR)
    _answer, page = look_at(desk, data)
    examples = [words_of(each) for each in page.find_class("mapping__example")]
    assert examples == ["For instance: 01.11.2026", "For instance: Rufen Sie \u27e8phone number\u27e9 an"]
    assert [words_of(each) for each in page.xpath("//div[@class='form__actions']//button")] == ["Look again"]

    _answer, page = look_at(desk, data, column=["Spalte A", "Spalte B"], field=["date", "text"])
    assert [words_of(each) for each in page.xpath("//div[@class='form__actions']//button")] == ["Import"]


def test_first_look_offers_to_look_again_first_when_most_rows_would_fail(desk_of: Log) -> None:
    rows = ["Datum;Anfrage", *["gestern;Wo ist mein Lohn?"] * 3, "01.11.2026;Wo ist mein Lohn?"]
    _answer, page = look_at(desk_of(Role.ADVISOR), "\n".join(rows).encode())
    assert page.xpath("//div[@class='form__actions']//button[contains(@class, 'button--main')]/text()") == [
        "Look again"
    ]
    assert "Most of these rows cannot be taken in" in words_of(page)


def test_first_look_shows_rows_that_are_not_taken_wherever_they_stand(desk_of: Log) -> None:
    rows = [row(TODAY, "de", "wage", f"Wo ist mein Lohn? {number}") for number in range(12)]
    _answer, page = look_at(desk_of(Role.ADVISOR), "\n".join([HEAD, *rows, ";;;;;Ohne Datum"]).encode())
    told = [words_of(each) for each in page.xpath("//tbody/tr")]
    assert len(told) == 7
    assert "14" in told[-1]
    assert "The date is missing." in told[-1]


def test_first_look_shows_a_short_file_whole_and_says_of_a_longer_one_what_it_shows(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    rows = [row(TODAY, "de", "wage", f"Wo ist mein Lohn? {number}") for number in range(12)]
    _answer, page = look_at(desk, "\n".join([HEAD, *rows[:8]]).encode())
    assert len(page.xpath("//tbody/tr")) == 8
    assert "Here stand the first" not in words_of(page)

    _answer, page = look_at(desk, "\n".join([HEAD, *rows]).encode())
    assert len(page.xpath("//tbody/tr")) == 6
    assert "Here stand the first 6 of them and, of those further down, up to 4" in words_of(page)


def test_nothing_is_imported_before_it_was_looked_at(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    page = lxml.html.document_fromstring(desk.get("/needs/import").get_data(as_text=True))
    buttons = page.xpath("//div[@class='form__actions']//button")
    assert [(words_of(each), each.get("formaction")) for each in buttons] == [
        ("Look at it first", "/needs/import/look")
    ]


def test_only_a_file_without_column_names_asks_for_their_row(desk_of: Log) -> None:
    desk = desk_of(Role.ADVISOR)
    _answer, page = look_at(desk, b"01.11.2026;Wo ist mein Lohn?\n02.11.2026;Und meiner?\n")
    assert "values, not column names" in words_of(page.get_element_by_id("header_row-error"))
    _answer, page = look_at(desk, b"Datum;Anfrage\n01.11.2026;Wo\x00\n")
    assert not page.xpath("//input[@name='header_row']")
