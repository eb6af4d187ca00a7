"""A column that names a language: it decides, unless the question is in letters that language is not written in."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from campaigns.needs.actions import import_needs
from campaigns.needs.classifying import understand
from campaigns.needs.looking import look_at
from campaigns.people.models import Programme

from .conftest import MOMENT

ROWS = (
    "Datum;Sprache;Anfrage\n2026-11-12;Deutsch;متى يصل راتبي؟\n2026-11-12;Arabisch;Wann kommt das Kindergeld?\n"
).encode()


@pytest.mark.parametrize(
    ("given", "text", "kept"),
    [
        ("de", "متى يصل راتبي من صاحب العمل؟", "ar"),
        ("ar", "Чому мені не платять зарплату?", "uk"),
        ("uk", "Kiedy dostanę pieniądze od szefa?", "pl"),
        # Staff note in German or English what was asked in another language.
        ("ar", "Klientin fragt, wann das Kindergeld kommt", "ar"),
        ("uk", "Client asks when the job centre pays", "uk"),
        # Typed in Latin letters of no language that is told.
        ("ru", "ne platyat zarplatu", "ru"),
        ("sr", "Kada mogu da dobijem platu?", "sr"),
        # The same letters leave it to the column.
        ("ro", "Wann kommt mein Geld?", "ro"),
        ("ru", "Де мені отримати довідку?", "ru"),
        ("tr", "Kindergeld?", "tr"),
    ],
)
def test_the_given_language_holds_unless_the_letters_speak_against_it(
    given: str, text: str, kept: str
) -> None:
    assert understand(text, language=given).language == kept


def test_words_of_no_language_in_other_letters_leave_it_open() -> None:
    assert understand("ޕަޕަ مرحبا", language="de").language != "de"


def test_the_look_counts_the_rows_in_which_the_words_decided(session: Session, programme: Programme) -> None:
    look = look_at(
        session,
        programme=programme,
        data=ROWS,
        name="log.csv",
        choices=(),
        key=b"k" * 32,
        today=MOMENT.date(),
    )
    assert look.otherwise_told == 1
    assert look.languages == {"ar": 2}


def test_the_result_of_an_import_counts_them_too(session: Session, programme: Programme) -> None:
    result = import_needs(
        session, programme=programme, data=ROWS, name="log.csv", key=b"k" * 32, by=None, now=MOMENT
    )
    assert result.as_json()["otherwise_told"] == 1
