"""Addresses whose street has no usual name, where postcode, town or an announcing word tells."""

from __future__ import annotations

import pytest

from campaigns.needs.redaction import redact


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Adresse: Am Alten Markt 3, 50667 Köln", "Adresse: ⟨address⟩"),
        ("meine Adresse ist Alter Markt 3, was nun", "meine Adresse ist ⟨address⟩, was nun"),
        ("address: Old Mill 3", "address: ⟨address⟩"),
        ("адрес: Тихая 3", "адрес: ⟨address⟩"),
        ("адреса: Тиха 3", "адреса: ⟨address⟩"),
        ("عنوان: النور 3", "عنوان: ⟨address⟩"),
        ("adres: Gül 3", "adres: ⟨address⟩"),
        ("dirección: Mayor 5", "dirección: ⟨address⟩"),
        ("διεύθυνση: Ερμού 15", "διεύθυνση: ⟨address⟩"),
        ("lakcím: Kossuth 5", "lakcím: ⟨address⟩"),
        ("In der Au 9, 51143 Köln", "⟨address⟩"),
        ("jetzt in Ilica 5, 10000 Zagreb", "jetzt ⟨address⟩"),
        ("ul mieszka Długa 5, 00-950 Warszawa", "ul mieszka ⟨address⟩"),
        ("bei Ερμού 15, 105 63 Αθήνα", "⟨address⟩"),
        ("ich lebe Am Bahnhof 3", "ich lebe ⟨address⟩"),
        ("ich wohne in der Au 9", "ich wohne ⟨address⟩"),
        ("wir wohnen Unter Sachsenhausen 5", "wir wohnen ⟨address⟩"),
        ("das Haus Am Kölner Brett 5", "das Haus ⟨address⟩"),
        ("Postfach 101214, 50667 Köln", "⟨address⟩"),
        ("Postfach 10 12 14 in Köln", "⟨address⟩ in Köln"),
        ("P.O. Box 1234", "⟨address⟩"),
        ("а/я 1234", "⟨address⟩"),
        ("c/ Mayor 5, 28013 Madrid", "⟨address⟩"),
        ("al. Jana Pawła II 12 m. 3", "⟨address⟩"),
        ("ж.к. Люлин бл. 512 вх. А", "⟨address⟩"),
        ("в Люлин, бл. 512, вх. А, ет. 3, ап. 12", "в ⟨address⟩"),
        ("провулок Тихий 3", "⟨address⟩"),
        ("переулок Тихий 3, кв 4", "⟨address⟩"),
        ("набережная Фонтанки 12", "⟨address⟩"),
    ],
)
def test_redaction_takes_an_address_that_no_street_word_tells(text: str, left: str) -> None:
    assert redact(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Adresse ändern dauert 14 Tage",
        "neue Adresse seit 3 Monaten, Adresse Ummelden Frist 14 Tage",
        "ich lebe in Deutschland 5 Jahre, seit Januar 2024",
        "wir wohnen in Köln 4 Personen, 2 Erwachsene, auf 3 Zimmern",
        "Im Kölner Raum 5 Leute, Im Neuen Jahr 3 Termine",
        "Im Juni 3, 10000 Menschen kamen",
        "Miete 500, 12500 Euro Schulden",
        "Artikel 3, 50000 Einwohner",
        "зашла в тупик 3 раза",
        "набережная, 3 человека",
        "адрес поменялся 2 раза",
        "c/o, 2 Personen",
        "Postfach seit 2024",
        "al 5 per cento",
        "Block 5 im Kurs, Absatz 3 Satz 2",
        "wir sind von Kiew 2022, 24000 Ukrainer in Köln",
    ],
)
def test_redaction_of_places_without_a_house_changes_nothing(text: str) -> None:
    assert redact(text).text == text
