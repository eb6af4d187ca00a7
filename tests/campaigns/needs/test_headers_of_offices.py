"""Names of columns as offices write them, and what is proposed for them."""

from __future__ import annotations

import pytest

from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.intake.names import header_field
from campaigns.needs.reading import read_table
from campaigns.needs.reading.table import UnreadableTable
from campaigns.needs.reading.wishes import Wishes


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


@pytest.mark.parametrize(
    "header",
    ["Erledigt?", "Antwort richtig?", "Welche Sprache?", "Gab es schon eine falsche Antwort im Thread?"],
)
@pytest.mark.parametrize("above", ["", "Beratung Nord;;\n"])
def test_a_column_name_that_asks_is_one_beside_names_that_are_known(header: str, above: str) -> None:
    data = f"{above}Datum;Frage;{header}\n02.11.2026;Wie beantrage ich Kindergeld?;ja\n".encode()
    assert read_table(data, name="log.csv").headers == ("Datum", "Frage", header)


def test_short_column_names_that_ask_are_names_by_themselves() -> None:
    data = b"Wann genau?;Was genau?\n02.11.2026;Wie beantrage ich Kindergeld?\n"
    assert read_table(data, name="log.csv").headers == ("Wann genau?", "Was genau?")


def test_a_long_question_is_a_column_name_where_a_person_points_to_it() -> None:
    data = b"An welchem Tag kam die Frage an?;Was\n02.11.2026;Kindergeld\n"
    with pytest.raises(UnreadableTable):
        read_table(data, name="log.csv")
    said = Wishes(header_row=1)
    assert read_table(data, name="log.csv", wishes=said).headers[0] == "An welchem Tag kam die Frage an?"


@pytest.mark.parametrize("row", ["02.11.2026;Frage;Sprache", "Datum;Frage;anna@example.org"])
def test_a_row_with_a_day_or_an_address_is_no_row_of_names(row: str) -> None:
    data = f"{row}\n02.11.2026;Wie beantrage ich Kindergeld?;de\n".encode()
    with pytest.raises(UnreadableTable):
        read_table(data, name="log.csv", wishes=Wishes(header_row=1))


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


@pytest.mark.parametrize("header", ["Herkunftssprache", "Erstsprache", "First language"])
def test_the_language_somebody_grew_up_with_is_proposed_as_the_language(header: str) -> None:
    assert header_field(header) == "language"


def test_whether_a_wrong_answer_stands_there_is_proposed_from_its_short_name() -> None:
    assert header_field("Falschinfo?") == "info_quality"
