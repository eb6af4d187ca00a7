"""Names of columns as offices write them, and what is proposed for them."""

from __future__ import annotations

import pytest

from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.intake.names import header_field
from campaigns.needs.reading import read_table


@pytest.mark.parametrize(
    "header",
    [
        "Datum der Anfrage",
        "Erstellt am",
        "Beratungsdatum",
        "Request date",
        "Date of request",
        "Date received",
        "Posted",
    ],
)
def test_column_of_the_day_is_proposed_from_its_name(header: str) -> None:
    assert header_field(header) == "date"


@pytest.mark.parametrize(
    "header", ["Fragestellung", "Question text", "Body", "Was wurde gefragt?", "Frage des Klienten"]
)
def test_column_of_the_question_is_proposed_from_its_name(header: str) -> None:
    assert header_field(header) == "text"


def test_name_of_a_column_may_end_with_a_question_mark() -> None:
    data = b"Datum;Was wurde gefragt?\n02.11.2026;Wie beantrage ich Kindergeld?\n"
    assert read_table(data, name="log.csv").headers == ("Datum", "Was wurde gefragt?")


@pytest.mark.parametrize("header", ["Aktenz.", "Az.", "Aktenzeichen", "Fallnr.", "Fall-Nr."])
def test_column_of_the_file_number_is_proposed_from_its_name(header: str) -> None:
    assert header_field(header) == "case_id"


@pytest.mark.parametrize("header", ["lfd. Nr.", "Laufende Nummer", "#"])
def test_running_numbers_are_proposed_for_nothing(header: str) -> None:
    assert header_field(header) is None


@pytest.mark.parametrize("running", ["Nr.", "ID", "Nummer"])
def test_a_column_that_counts_its_rows_is_no_case_number(running: str) -> None:
    lines = [f"{number};0{number}.11.2026;Frage {number};K-{90 - number}" for number in range(1, 6)]
    data = "\n".join([f"{running};Datum;Frage;Aktenz.", *lines]).encode()
    table = read_table(data, name="log.csv")
    assert propose_mapping(table.headers, cells=table.column).column("case_id") == "Aktenz."
    assert propose_mapping(table.headers[:3], cells=table.column).column("case_id") is None


def test_a_bare_number_that_comes_back_is_a_case_number() -> None:
    lines = [f"{number};02.11.2026;Frage {place}" for place, number in enumerate([4711, 4711, 4713, 4800])]
    table = read_table("\n".join(["Nr.;Datum;Frage", *lines]).encode(), name="log.csv")
    assert propose_mapping(table.headers, cells=table.column).column("case_id") == "Nr."
