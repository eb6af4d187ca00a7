"""Who tells of violence at home is given the topic that brings the helpline, whatever words she finds for it.

The sentences tell of blows, threats to kill, being locked in, passport and phone taken away by the partner, blows
against children, marriages and sex under force. They show which ways of telling are known; they measure no accuracy.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.needs.classifying import understand
from campaigns.needs.topics import classify

SENTENCES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("violence_sentences.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_violence_at_home_is_heard_with_and_without_the_language(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "violence_protection"
    assert understand(text).topics[0].key == "violence_protection"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mein Chef hat mir den Pass weggenommen"),
        ("en", "My employer took my passport"),
        ("sv", "Min chef har tagit mitt pass"),
        ("fr", "Mon patron m'a pris mon passeport"),
        ("es", "Mi jefe me quitó el pasaporte"),
        ("tr", "Patronum pasaportumu aldı"),
        ("nl", "Mijn baas heeft mijn paspoort afgepakt"),
        ("pl", "Szef zabrał mi paszport"),
        ("fa", "کارفرما پاسپورتم را گرفته"),
        ("it", "Il capo mi ha preso il passaporto"),
        ("ro", "Șeful mi-a luat pașaportul"),
        ("hu", "A főnök elvette az útlevelemet"),
        ("hr", "Šef mi je uzeo putovnicu"),
        ("el", "Το αφεντικό μου πήρε το διαβατήριο"),
        ("fi", "Pomoni vei minun passini"),
        ("uk", "Начальник забрав мій паспорт"),
        ("bg", "Шефът ми взе паспорта"),
    ],
)
def test_a_passport_kept_by_the_employer_stays_exploitation(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "exploitation"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mein Mann hat seinen Pass verloren, was tun?"),
        ("de", "Ich will meinen Cousin heiraten, welche Papiere brauche ich?"),
        ("en", "My husband lost my passport"),
        ("en", "The kids hit the ball"),
        ("ru", "Муж забыл мой паспорт"),
    ],
)
def test_husbands_passports_and_cousins_alone_are_no_violence(language: str, text: str) -> None:
    assert "violence_protection" not in [one.key for one in classify(text, language=language)]


@pytest.mark.parametrize(
    ("taken_for", "text"),
    [
        ("ru", "Муж ме туче"),
        ("fa", "میړه مې وهي"),
        ("es", "O meu marido bate-me"),
        ("de", "My husband hits me"),
    ],
)
def test_violence_is_heard_when_the_language_was_told_wrongly(taken_for: str, text: str) -> None:
    assert classify(text, language=taken_for)[0].key == "violence_protection"


def test_a_word_alone_is_not_heard_in_another_language() -> None:
    assert classify("Tuče ima u trgovini", language="sv") == []
