"""Identifiers that are written half in words, or whose announcing word stands behind them."""

from __future__ import annotations

import pytest

from campaigns.needs.redaction import redact


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("0176 achtdrei neunzwei null vier acht zwei", "⟨phone⟩"),
        ("06 12 trente-quatre 56 78 merci", "⟨phone⟩ merci"),
        ("einssiebensechsachtdreineunzwei Nummer", "⟨phone⟩ Nummer"),
        ("k ab 1234 kennzeichen", "⟨plate⟩ kennzeichen"),
        ("schreib lena aet gmx.de", "schreib ⟨email⟩"),
        ("lena ايميل جيميل دوت كوم", "⟨email⟩"),
        ("folgt mir lena_w auf ig", "folgt mir ⟨handle⟩ auf ig"),
        ("ahmad1990 على جيميل", "⟨email⟩"),
        ("имейл ivan маймунка abv.bg", "имейл ⟨email⟩"),
        ("пишете на ivan (маймунка) abv точка bg", "пишете на ⟨email⟩"),
        ("ion coada de maimuta yahoo.ro", "⟨email⟩"),
        ("ion.popescu coada de maimuță gmail punct com", "⟨email⟩"),
        ("pišite: ivana et gmail tocka com", "pišite: ⟨email⟩"),
        ("رقم الكتاب 2026/45/0012", "رقم الكتاب ⟨file_number⟩"),
        ("وصلني كتاب من الدائرة رقم 2026/BG-45/0012", "وصلني كتاب من الدائرة رقم ⟨file_number⟩"),
        ("Schreiben Nr. 2026/45/0012 vom Amt", "Schreiben Nr. ⟨file_number⟩ vom Amt"),
        ("kullanıcı adım insta'da ayse.yilmaz34", "kullanıcı adım insta'da ⟨handle⟩"),
        ("auf Snapchat heiße ich max.mueller99.", "auf Snapchat heiße ich ⟨handle⟩"),
        ("ich heiße max.mueller99 und suche Arbeit", "ich heiße ⟨name⟩ und suche Arbeit"),
        ("tiktok heißt ich amira_xo_21", "tiktok heißt ich ⟨handle⟩"),
        ("Hauptstraße zwölf in 60311 Frankfurt", "⟨address⟩ Frankfurt"),
        ("I live at 12 Karl-Marx-Allee", "I live at ⟨address⟩"),
        ("wyrok sygn. akt I C 123/24", "wyrok sygn. akt ⟨file_number⟩"),
        ("Az 7 B 12.26 vom Gericht", "Az ⟨file_number⟩ vom Gericht"),
        ("Kennzeichen: S – KL 88", "Kennzeichen: ⟨plate⟩"),
        ("stau pe bld Unirii nr 5", "stau pe ⟨address⟩"),
        ("я 1983 року народження, 17 серпня", "я ⟨birth_date⟩ року народження, ⟨birth_date⟩"),
        ("1983 года рождения, 17 августа", "⟨birth_date⟩ года рождения, ⟨birth_date⟩"),
    ],
)
def test_redaction_takes_what_is_half_in_words_or_announced_behind(text: str, left: str) -> None:
    assert redact(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "um 08 Uhr zwei Termine, 09 bis zehn Uhr",
        "ab 01.01.2026 zwei Kinder und drei Jahre",
        "nullachtfünfzehn Vertrag, zweieinhalb Jahre",
        "seit zwei Jahren ab 2024, Kennzeichen verloren",
        "Werbung auf Instagram, B1 auf Facebook",
        "1983 geboren, 17 Jahre in Deutschland",
        "az 5.000 forint, az 12.26 km",
        "In der Hauptstraße zwei Zimmer frei?",
        "auf Instagram steht antrag_2024.pdf",
        "Kindergeld 2026 auf outlook umgestellt, Familienkasse zahlt 2026 nicht",
        "Gilt die Richtlinie Nr. 2003/86/EG und die Verordnung Nr. 1231/2010/EU?",
        "Termin Nr. 3 am 12-05-2026, Brief Nr. 12-05-2026",
        "Auf Facebook bin ich seit 2015, Instagram'da gördüm",
        "Mein Chef vill att han.Sen kommer",
        "Krankenversicherungsbeiträge und Aufenthaltserlaubnis",
    ],
)
def test_redaction_of_small_numbers_in_words_changes_nothing(text: str) -> None:
    assert redact(text).text == text
