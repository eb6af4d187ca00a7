"""Names of columns as offices write them, and what is proposed for them."""

from __future__ import annotations

import pytest

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
