"""Numbers of passports, contracts and accounts behind the words for them, and nothing of what stands beside."""

from __future__ import annotations

import pytest

from campaigns.needs.redaction import redact


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("паспорт серія АЕ № 123456", "паспорт серія ⟨passport⟩"),
        ("серия 45 08 № 123456 потеряна", "серия ⟨passport⟩ потеряна"),
        ("паспорт серии 45 08 номер 123456", "паспорт серии ⟨passport⟩"),
        ("CI seria RX nr 482913", "CI seria ⟨passport⟩"),
        ("seria rx nr 482913 pierdută", "seria ⟨passport⟩ pierdută"),
        ("buletin seria RX nr 482913", "buletin seria ⟨passport⟩"),
        ("act de identitate RX nr. 482913", "act de identitate ⟨passport⟩"),
        ("dowód seria ABC nr 123456", "dowód seria ⟨passport⟩"),
        ("karta pobytu nr 123456", "karta pobytu nr ⟨passport⟩"),
        ("Kimlik seri A12 no 345678", "Kimlik seri ⟨passport⟩"),
        ("passport no AE № 123456", "passport no ⟨passport⟩"),
        ("passport series AE number 123456", "passport series ⟨passport⟩"),
        ("carte de séjour n° 12 34 56 perdue", "carte de séjour n° ⟨passport⟩ perdue"),
        ("récépissé n° 123456", "récépissé n° ⟨passport⟩"),
        ("permesso di soggiorno n. 123456", "permesso di soggiorno n. ⟨passport⟩"),
        ("permiso de residencia número 123456", "permiso de residencia número ⟨passport⟩"),
        ("tazkira no 12345", "tazkira no ⟨passport⟩"),
        ("شماره تذکره ۱۲۳۴۵", "شماره تذکره ⟨passport⟩"),
        ("رقم الإقامة 123456", "رقم الإقامة ⟨passport⟩"),
        ("лична карта серия АА № 123456", "лична карта серия ⟨passport⟩"),
        ("útlevél sorozat BE szám 123456", "útlevél sorozat ⟨passport⟩"),
        ("διαβατήριο σειρά ΑΕ αριθμός 123456", "διαβατήριο σειρά ⟨passport⟩"),
        ("boravišna dozvola broj 123456", "boravišna dozvola broj ⟨passport⟩"),
        ("oleskelulupa nro 123456", "oleskelulupa nro ⟨passport⟩"),
        ("uppehållstillstånd nr 123456", "uppehållstillstånd nr ⟨passport⟩"),
        ("verblijfsvergunning nr 123456", "verblijfsvergunning nr ⟨passport⟩"),
        ("Duldung Nr. 123456", "Duldung Nr. ⟨passport⟩"),
        ("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<", "⟨passport⟩"),
        ("p<d<<mustermann<<erika", "⟨passport⟩"),
        ("steht da: C01X00T478D<<6408125F2702283<<<<<<<<4 oder?", "steht da: ⟨passport⟩ oder?"),
        ("Mitgliedsnummer 998877", "Mitgliedsnummer ⟨file_number⟩"),
        ("Personal-Nr. 55123", "Personal-Nr. ⟨file_number⟩"),
        ("meine Vertragsnummer ist 778812 seit Mai", "meine Vertragsnummer ist ⟨file_number⟩ seit Mai"),
        ("Matrikelnummer 712345", "Matrikelnummer ⟨file_number⟩"),
        ("Vorgang 55123 liegt", "Vorgang ⟨file_number⟩ liegt"),
        ("BG Nr. 55123", "BG Nr. ⟨file_number⟩"),
        ("Ticket #55123", "Ticket #⟨file_number⟩"),
        ("membership number 55123", "membership number ⟨file_number⟩"),
        ("numéro de contrat 55123", "numéro de contrat ⟨file_number⟩"),
        ("номер договору 55123", "номер договору ⟨file_number⟩"),
        ("номер договора 55123", "номер договора ⟨file_number⟩"),
        ("رقم العقد 55123", "رقم العقد ⟨file_number⟩"),
        ("شماره قرارداد ۵۵۱۲۳", "شماره قرارداد ⟨file_number⟩"),
        ("sözleşme no 55123", "sözleşme no ⟨file_number⟩"),
        ("numer umowy 55123", "numer umowy ⟨file_number⟩"),
        ("numero di contratto 55123", "numero di contratto ⟨file_number⟩"),
        ("número de contrato 55123", "número de contrato ⟨file_number⟩"),
    ],
)
def test_redaction_takes_the_whole_number_behind_the_words_for_it(text: str, left: str) -> None:
    assert redact(text).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("TC kimlik no 10000000146 maaşımı alamadım", "TC kimlik no ⟨passport⟩ maaşımı alamadım"),
        ("BG 31204//0012345 Jobcenter", "BG ⟨file_number⟩ Jobcenter"),
        ("BG 31204BG0012345 Jobcenter", "BG ⟨file_number⟩ Jobcenter"),
        ("DE89 3704 0044 0532 0130 00 maaşım", "⟨iban⟩ maaşım"),
        ("DE89370400440532013000danke", "⟨iban⟩danke"),
        ("DE12 3456 7890 1234 5678 90 bitte", "⟨iban⟩ bitte"),
        ("DE12 3456 7890 1234 5678 bi", "⟨passport⟩ bi"),
    ],
)
def test_redaction_of_a_long_number_leaves_the_word_behind_it(text: str, left: str) -> None:
    assert redact(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Mit dem ICE 512 nach Köln, zurück mit IC 2023 oder RE 10312",
        "Aufenthaltstitel 2026 verlängern kostet 100 Euro",
        "Duldung seit 2024, Antrag Nr. 2 vom 01.02.2026",
        "Vertrag 12 Monate, 1200 Euro, Kündigung 3 Monate",
        "Deutschlandticket 63 Euro, Ticket 2026 teurer",
        "Die Rechnung war 450 Euro, der Bescheid kam 2025",
        "contrat de 35 heures, 1800 euros",
        "договор на 12 месяцев, 1500 евро",
        "договір на 2026 рік",
        "عقد 12 شهر و 1500 يورو",
        "sözleşme 2026 yılında bitiyor",
        "umowa na 12 miesięcy, 4300 zł",
        "die dritte Serie 2026",
        "wenn a<b und c>d, <<wichtig>>",
        "Nummer 3 im Vertrag: 40 Stunden",
    ],
)
def test_redaction_of_papers_without_a_number_changes_nothing(text: str) -> None:
    assert redact(text).text == text
