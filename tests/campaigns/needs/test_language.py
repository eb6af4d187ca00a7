"""Languages: measured on sentences nobody here wrote, and on utterances too short for statistics."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from campaigns.languages import written_languages
from campaigns.needs.intake.names import language_code
from campaigns.needs.language import detect_language

SIB = {
    "deu_Latn": "de", "eng_Latn": "en", "arb_Arab": "ar", "pes_Arab": "fa", "ukr_Cyrl": "uk", "rus_Cyrl": "ru",
    "tur_Latn": "tr", "fra_Latn": "fr", "ron_Latn": "ro", "pol_Latn": "pl", "bul_Cyrl": "bg", "ita_Latn": "it",
    "spa_Latn": "es", "hun_Latn": "hu", "hrv_Latn": "hr", "ell_Grek": "el", "fin_Latn": "fi", "swe_Latn": "sv",
    "nld_Latn": "nl",
}  # fmt: skip
FEMOS_PLUS = ("de", "ar", "uk", "ru", "en", "fa", "tr", "fr")

SHORT = [
    ("de", "Wann kommt mein Geld?"), ("de", "Darf ich kündigen?"), ("en", "Can I work?"), ("en", "Where do I apply?"),
    ("fr", "Où aller ?"), ("fr", "J'ai une question"), ("it", "Dove devo andare?"), ("it", "Ho perso il lavoro"),
    ("es", "¿Dónde pido cita?"), ("es", "No me pagan"), ("ro", "Cine mă ajută?"), ("ro", "Nu am contract"),
    ("pl", "Kto mi pomoże?"), ("pl", "Nie mam umowy"), ("hu", "Mikor kapok pénzt?"), ("hu", "Hol van az iroda?"),
    ("hr", "Tko mi može pomoći?"), ("hr", "Nemam ugovor"), ("tr", "Nereye gitmeliyim?"), ("tr", "Maaşım yok"),
    ("fi", "Missä toimisto on?"), ("fi", "Saanko rahaa?"), ("sv", "Var är kontoret?"), ("sv", "Får jag arbeta?"),
    ("nl", "Waar moet ik heen?"), ("nl", "Ik heb geen contract"), ("uk", "Що мені робити?"), ("uk", "Де це?"),
    ("ru", "Что мне делать?"), ("ru", "Мне не платят"), ("bg", "Какво да правя?"), ("bg", "Нямам договор"),
    ("el", "Πού να πάω;"), ("ar", "ماذا أفعل؟"), ("ar", "متى؟ كيف؟ أين؟"), ("fa", "چه کار کنم؟"), ("fa", "پول ندارم"),
]  # fmt: skip


def test_language_of_sib_200_dev_sentences_is_right_in_99_of_100(shared_data: Path) -> None:
    right = asked = 0
    for folder, code in SIB.items():
        lines = (
            (shared_data / "language" / "sib-200" / folder / "dev.tsv")
            .read_text(encoding="utf-8")
            .splitlines()
        )
        for line in lines[1:]:
            asked += 1
            right += detect_language(line.split("\t")[-1], allowed=written_languages()).language == code
    assert asked == 19 * 99
    assert right / asked >= 0.99


def test_language_of_short_utterances_is_mostly_right() -> None:
    wrong = [
        (code, text)
        for code, text in SHORT
        if detect_language(text, allowed=written_languages()).language != code
    ]
    assert len(wrong) / len(SHORT) <= 0.07, wrong


def test_language_of_the_advice_log_agrees_with_its_column_and_is_never_missing(shared_data: Path) -> None:
    with (shared_data / "advice-log" / "anfragen_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    agreed = named = 0
    for row in rows:
        found = detect_language(row["Anfrage"], allowed=FEMOS_PLUS).language
        assert found or len(row["Anfrage"]) <= 20, row["Anfrage"]
        if row["Sprache"]:
            named += 1
            agreed += found == language_code(row["Sprache"])
    assert agreed / named >= 0.99


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bugün Kündigung aldım, Arbeitsagentur ne diyor?", "tr"),
        ("كيف أرد على Widerspruch من Jobcenter؟", "ar"),
        ("Я отримала Kündigung, що робити з Jobcenter?", "uk"),
        ("Comment faire l'Anmeldung au Bürgeramt ?", "fr"),
        ("How do I get Kindergeld from the Familienkasse?", "en"),
        ("Am primit Kündigung de la firmă, ce fac?", "ro"),
        ("Czy dostanę Arbeitslosengeld po Kündigung?", "pl"),
        ("چطور Krankmeldung بفرستم؟", "fa"),
    ],
)
def test_language_of_a_mixed_sentence_is_not_german(text: str, code: str) -> None:
    assert detect_language(text, allowed=written_languages()).language == code


@pytest.mark.parametrize("text", ["", "   ", "12345", "???", "😀😀", "⟨phone⟩", "https://example.org"])
def test_language_of_no_words_is_open(text: str) -> None:
    assert detect_language(text, allowed=written_languages()).language is None


def test_language_outside_those_allowed_is_open(shared_data: Path) -> None:
    lines = (
        (shared_data / "language" / "sib-200" / "srp_Cyrl" / "dev.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    found = [
        detect_language(line.split("\t")[-1], allowed=written_languages()).language for line in lines[1:]
    ]
    assert found.count(None) / len(found) >= 0.95
