"""Who tells of violence at home is given the topic that brings the helpline, whatever words she finds for it.

The sentences tell of blows, threats to kill, being locked in, passport and phone taken away by the partner, blows
against children, marriages and sex under force, hands at the throat, stalking, money under another's control, sex
asked for work; others of the wish to die. They show which ways of telling are known; they measure no accuracy.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.languages import languages
from campaigns.needs.classifying import understand
from campaigns.needs.topics.matching import classify


def _sentences(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


@pytest.mark.parametrize(("language", "text"), _sentences("violence_sentences.tsv"))
def test_violence_at_home_is_heard_with_and_without_the_language(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "violence_protection"
    assert understand(text).topics[0].key == "violence_protection"


@pytest.mark.parametrize(("language", "topic", "text"), _sentences("coercion_sentences.tsv"))
def test_who_locks_in_or_follows_tells_violence_from_exploitation(
    language: str, topic: str, text: str
) -> None:
    told = [one.key for one in classify(text, language=language)]
    assert topic in told
    # What an employer does may be told as violence, too; what relatives do is no exploitation.
    assert topic == "exploitation" or "exploitation" not in told
    assert topic in [one.key for one in understand(text).topics]


def test_coercion_is_told_in_every_language() -> None:
    assert {language for language, *_ in _sentences("coercion_sentences.tsv")} == set(languages())


@pytest.mark.parametrize(("language", "by", "text"), _sentences("not_let_out_sentences.tsv"))
def test_who_is_not_let_out_by_somebody_is_told_from_what_papers_do(
    language: str, by: str, text: str
) -> None:
    for topics in (classify(text, language=language), understand(text).topics):
        assert ("violence_protection" in [one.key for one in topics]) == (by == "person")


@pytest.mark.parametrize("by", ["nobody", "person"])
def test_not_being_let_out_is_told_in_every_language(by: str) -> None:
    told = {language for language, whose, _ in _sentences("not_let_out_sentences.tsv") if whose == by}
    assert told == set(languages())


@pytest.mark.parametrize(
    "text",
    [
        "My visa does not let me leave before May",
        "The door locked me in",
        "My husband follows me to Germany next year",
        "My boss won't let me leave before my notice ends",
    ],
)
def test_doors_visas_and_notices_are_no_violence(text: str) -> None:
    assert "violence_protection" not in [one.key for one in classify(text, language="en")]


@pytest.mark.parametrize(("language", "text"), _sentences("despair_sentences.tsv"))
def test_the_wish_to_die_is_heard_with_and_without_the_language(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "psychosocial"
    assert understand(text).topics[0].key == "psychosocial"


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
        ("en", "The gym hit me with a fee"),
        ("es", "Mi marido me pega la gripe"),
        ("fr", "Mon fils lève la main en classe"),
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "My husband hit me with a belt"),
        ("en", "The gym hit me with a fee and then my husband hit me"),
        ("es", "Mi marido me pega y ahora tengo la gripe"),
    ],
)
def test_a_saying_that_is_no_blow_hides_no_blow_beside_it(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "violence_protection"


@pytest.mark.parametrize("text", ["Bekomme ich Zuschläge für die Nacht?", "Mein Lohn mit Zuschlägen fehlt"])
def test_supplements_stay_pay(text: str) -> None:
    assert classify(text, language="de")[0].key == "wage"


def test_a_word_alone_is_not_heard_in_another_language() -> None:
    assert classify("Tuče ima u trgovini", language="sv") == []


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Mon mari me frappe et garde mon passeport", "violence_protection"),
        ("My husband took my passport and hits me", "violence_protection"),
        ("My boss hits me and keeps my passport", "exploitation"),
        ("My boss keeps my passport", "exploitation"),
    ],
)
def test_a_passport_kept_by_who_hits_at_home_is_part_of_it(asked: str, first: str) -> None:
    assert understand(asked).topics[0].key == first
