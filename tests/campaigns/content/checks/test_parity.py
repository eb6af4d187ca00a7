"""Values are compared by what they are worth, in whatever notation each language writes them."""

from __future__ import annotations

import pytest

from campaigns.content.checks.pair import check_pair

SAME = [
    ("en", "Die Frist endet am 1.7.2026.", "The deadline is July 1, 2026."),
    ("en", "Du hast 14 Tage Zeit.", "You have two weeks."),
    ("en", "Du hast 1 Monat Zeit.", "You have a month."),
    ("en", "Der Termin ist um 14:30 Uhr.", "The appointment is at 2:30 pm."),
    ("en", "Siehe § 3 Abs. 2 Nr. 1 KSchG.", "See section 3(2) no. 1 KSchG."),
    ("en", "Siehe §§ 622 und 623 BGB.", "See sections 622 and 623 BGB."),
    ("en", "Ruf an: 030 1234567", "Call +49 30 1234567"),
    ("en", "Hilfetelefon: 116 016", "Helpline: 116016"),
    ("en", "Infos: https://www.example.org/de/geld", "Info: https://www.example.org/en/geld"),
    ("en", "am 5. und 7. August 2026", "on August 5 and 7, 2026"),
    ("ar", "Die Frist beträgt 2 Monate.", "المهلة شهران."),
    ("ar", "Der Lohn beträgt 1.234,56 €.", "الأجر ١٬٢٣٤٫٥٦ يورو."),
    ("ar", "Ab 1. Juli 2026", "اعتبارًا من 1 تموز/يوليو 2026"),
    ("ar", "um 15 Uhr", "الساعة 3 بعد الظهر"),
    ("fa", "Ab 1. Juli 2026", "از ۱۰ تیر ۱۴۰۵"),
    ("fa", "25 Tage", "بیست و پنج روز"),
    ("ru", "10.000 €", "10 тыс. евро"),
    ("ru", "um 18 Uhr", "в 6 часов вечера"),
    ("uk", "5 Arbeitstage", "п’ять робочих днів"),
    ("tr", "60 %", "yüzde 60"),
    ("tr", "§ 17 MuSchG", "MuSchG’nin 17. maddesi"),
    ("fr", "97 Tage", "quatre-vingt-dix-sept jours"),
    ("fr", "vom 1. bis 15. Juli 2026", "du 1er au 15 juillet 2026"),
    ("es", "um 15 Uhr", "a las 3 de la tarde"),
    ("it", "am 1. Juli 2026", "il 1° luglio 2026"),
    ("ro", "20 Tage", "douăzeci de zile"),
    ("pl", "halbe Stunde", "pół godziny"),
    ("bg", "§ 3 Abs. 2", "чл. 3, ал. 2"),
    ("hu", "am 1. Juli 2026", "2026. 07. 01."),
    ("hu", "§ 3 Abs. 2", "3. § (2) bekezdés"),
    ("hr", "am 1. Juli 2026", "1. srpnja 2026."),
    ("el", "um 15 Uhr", "στις 3 μ.μ."),
    ("fi", "§ 3 Abs. 2", "3 §:n 2 momentti"),
    ("sv", "um 14:30 Uhr", "kl. 14.30"),
    ("nl", "25 Tage", "vijfentwintig dagen"),
]
OTHER = [
    ("en", "Die Frist endet am 1.7.2026.", "The deadline is 7 January 2026.", "value.date"),
    ("en", "Du hast drei Wochen Zeit.", "You have four weeks.", "value.duration"),
    ("en", "Du hast 14 Tage Zeit.", "You have 14 weeks.", "value.duration"),
    ("en", "60 Prozent", "60 euros", "value.percent"),
    ("en", "nach § 45c AufenthG", "under Section 45b of the Residence Act", "value.law"),
    ("en", "Ruf an: 030 1234567", "Call +49 30 1234568", "value.phone"),
    ("en", "Der Termin ist um 14.30 Uhr.", "The appointment is at 2:30 a.m.", "value.time"),
    ("ar", "Der Lohn beträgt 1.234,56 €.", "الأجر ١٬٢٣٤٫٦٥ يورو.", "value.amount"),
    ("fa", "Ab 1. Juli 2026", "از ۱۱ تیر ۱۴۰۵", "value.date"),
    ("ru", "§ 622 BGB", "622 BGB", "value.law"),
    ("ru", "10.000 €", "100 000 евро", "value.amount"),
    ("pl", "im März", "w maju", "value.month"),
    ("tr", "bis 31. Dezember 2026", "31 Kasım 2026’ya kadar", "value.date"),
]


@pytest.mark.parametrize(("code", "source", "target"), SAME)
def test_value_in_another_notation_is_no_finding(code: str, source: str, target: str) -> None:
    findings = check_pair(source, target, source_language="de", target_language=code)
    assert [one.sentence for one in findings] == []


@pytest.mark.parametrize(("code", "source", "target", "check"), OTHER)
def test_value_that_differs_is_found(code: str, source: str, target: str, check: str) -> None:
    findings = check_pair(source, target, source_language="de", target_language=code)
    assert check in {one.check for one in findings}


def test_place_of_a_finding_counts_code_points_of_the_target() -> None:
    target = "📌 \u206614.20 €\u2069"
    (finding,) = check_pair("13,90 €", target, source_language="de", target_language="ar")
    assert target[finding.place.start : finding.place.end] == "14.20 €"


def test_dropped_negation_and_turned_duty_are_found() -> None:
    dropped = check_pair(
        "Du darfst nicht arbeiten.", "You may work.", source_language="de", target_language="en"
    )
    turned = check_pair("Du musst zahlen.", "You can pay.", source_language="de", target_language="en")
    assert [one.check for one in dropped] == ["negation"]
    assert [one.check for one in turned] == ["obligation"]


def test_dropped_sentence_is_found() -> None:
    source = "Der Antrag ist kostenlos und geht online. Ohne Bescheinigung wird er in der Regel abgelehnt."
    findings = check_pair(source, "The application is free.", source_language="de", target_language="en")
    assert "sentence" in {one.check for one in findings}


def test_changed_value_is_told_beside_one_of_its_own_kind() -> None:
    findings = check_pair(
        "Ab 1. Januar 2027 gilt eine Grenze von 633 €.",
        "Here the limit is €663 (§ 8 SGB IV).",
        source_language="de",
        target_language="en",
    )
    assert [(one.source_value, one.target_value) for one in findings] == [
        ("1. Januar 2027", ""),
        ("633 €", "€663"),
        ("", "§ 8"),
    ]
