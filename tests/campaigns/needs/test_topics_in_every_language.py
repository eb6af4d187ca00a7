"""Sentences that must be recognised in every language, and words that only begin alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.languages import written_languages
from campaigns.needs.classifying import understand
from campaigns.needs.topics.matching import classify

EVERYDAY = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("everyday_sentences.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("de", "Lohnt sich eine Ausbildung mit 40 noch?", "wage"),
        ("de", "Würde sich ein Umzug für mich lohnen?", "wage"),
        ("de", "Der Chef hat sich nicht daran gehalten", "wage"),
        ("de", "Ich bin gelernter Zimmermann", "housing"),
        ("de", "Mein Nachbar ist aggressiv", "discrimination"),
        ("en", "I called them but nobody answers", "childcare"),
        ("en", "What do people eat here?", "residence_permit"),
        ("fr", "Dans quel but dois-je écrire ?", "childcare"),
        ("fr", "Combien de temps dure le traitement de ma demande ?", "exploitation"),
        ("fr", "Cela appartient à mon frère", "housing"),
        ("it", "Un albergo a quattro stelle", "job_search"),
        ("es", "¿Dónde puedo hacer deporte?", "protection_status"),
        ("tr", "Almanya dışında çalışabilir miyim?", "health_insurance"),
        ("tr", "Bu kitap nerede?", "childcare"),
        ("pl", "Jak dostać zabezpieczenie społeczne?", "health_insurance"),
        ("ro", "Datorită lui am găsit ceva", "debt_consumer"),
        ("hr", "Treba li mi računalo?", "debt_consumer"),
        ("fi", "Mistä saan koulutusta?", "childcare"),
        ("ru", "Я приехала из Китая", "childcare"),
        ("uk", "Подала заяву на поліцію", "seasonal_work"),
        ("el", "Δεν είμαι απόλυτα σίγουρη", "termination"),
        ("el", "Έχω έγκυρο διαβατήριο", "maternity_parental"),
        ("ar", "هل هذا أمر طبيعي؟", "health_insurance"),
        ("fa", "مامان من تنها است", "maternity_parental"),
    ],
)
def test_topic_is_not_that_of_a_word_that_only_begins_alike(language: str, text: str, topic: str) -> None:
    assert topic not in [one.key for one in classify(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        # What one lost, lacks or is ill with is the circumstance; what is asked about is told first.
        ("it", "ho perso il lavoro dopo 14 mesi, mi spetta l'ALG1?", "unemployment_benefit"),
        ("ar", "وين بلاقي شغل بدون لغة المانية", "job_search"),
        ("es", "me han despedido estando de baja", "termination"),
        ("uk", "де безкоштовні курси німецької", "language_course"),
    ],
)
def test_a_circumstance_is_not_what_is_asked_about(language: str, text: str, topic: str) -> None:
    assert classify(text, language=language)[0].key == topic


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mein Mann schlägt mich"),
        ("en", "My husband hits me"),
        ("ar", "زوجي يضربني ماذا أفعل؟"),
        ("uk", "Чоловік б'є мене, куди звернутися?"),
        ("ru", "Муж избивает меня"),
        ("fa", "شوهرم مرا کتک می‌زند"),
        ("tr", "Kocam beni dövüyor"),
        ("fr", "Mon mari me frappe"),
        ("ro", "Soțul mă bate"),
        ("pl", "Mąż mnie bije"),
        ("bg", "Мъжът ми ме бие"),
        ("it", "Mio marito mi picchia"),
        ("es", "Mi marido me pega"),
        ("hu", "A férjem megver"),
        ("hr", "Muž me tuče"),
        ("el", "Ο άντρας μου με χτυπάει"),
        ("fi", "Mieheni lyö minua"),
        ("sv", "Min man slår mig"),
        ("nl", "Mijn man slaat mij"),
    ],
)
def test_violence_is_recognised_in_every_language(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "violence_protection"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Meine Freundin wird von ihrem Mann geschlagen, wohin kann sie gehen?"),
        ("de", "Ihr Mann schlägt sie"),
        ("de", "Mein Ex verfolgt mich und lauert mir auf"),
        ("en", "her husband hits her"),
        ("ar", "صديقتي تقول زوجها يضربها"),
        ("uk", "Подругу б'є її чоловік, куди їй піти?"),
        ("ru", "Мою подругу бьёт муж, куда ей идти?"),
        ("fa", "دوستم را شوهرش کتک می‌زند"),
        ("tr", "Arkadaşımı kocası dövüyor"),
        ("fr", "Mon amie est battue par son mari"),
        ("ro", "O bate soțul pe vecina mea"),
        ("pl", "Mąż bije moją koleżankę"),
        ("bg", "Мъжът ѝ я бие"),
        ("it", "Il marito picchia la mia amica"),
        ("es", "Su marido le pega a mi amiga"),
        ("hu", "A barátnőmet veri a férje"),
        ("hr", "Muž tuče moju prijateljicu"),
        ("el", "Τη φίλη μου τη χτυπάει ο άντρας της"),
        ("fi", "Ystäväni mies lyö häntä"),
        ("sv", "Min väninnas man slår henne"),
        ("nl", "Haar man slaat haar"),
    ],
)
def test_violence_against_somebody_else_is_recognised_in_every_language(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "violence_protection"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mein Chef fasst mich an"),
        ("en", "My boss touches me"),
        ("ar", "مديري يلمسني"),
        ("uk", "Начальник чіпає мене"),
        ("ru", "Начальник трогает меня"),
        ("fa", "رئیسم مرا لمس می‌کند"),
        ("tr", "Patronum bana dokunuyor"),
        ("fr", "Mon chef me touche"),
        ("ro", "Șeful mă atinge"),
        ("pl", "Szef mnie dotyka"),
        ("bg", "Шефът ме пипа"),
        ("it", "Il mio capo mi tocca"),
        ("es", "Mi jefe me toca"),
        ("hu", "A főnököm fogdos"),
        ("hr", "Šef me dira"),
        ("el", "Το αφεντικό μου με αγγίζει"),
        ("fi", "Pomoni koskettelee minua"),
        ("sv", "Min chef tafsar på mig"),
        ("nl", "Mijn baas raakt mij aan"),
    ],
)
def test_a_superior_who_touches_is_recognised_as_harassment(language: str, text: str) -> None:
    assert classify(text, language=language)[0].key == "discrimination"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "How do I apply for BuT?"), ("fr", "Qu'est-ce que le programme BuT ?")]
)
def test_a_german_office_word_that_is_a_word_elsewhere_is_known_by_its_phrase(
    language: str, text: str
) -> None:
    assert [one.key for one in classify(text, language=language)] == ["childcare"]


@pytest.mark.parametrize(("language", "topic", "text"), EVERYDAY)
def test_everyday_questions_are_told_with_and_without_the_language(
    language: str, topic: str, text: str
) -> None:
    assert classify(text, language=language)[0].key == topic
    assert understand(text).topics[0].key == topic


def test_every_everyday_question_is_asked_in_every_language() -> None:
    for topic in {topic for _, topic, _ in EVERYDAY}:
        assert {code for code, key, _ in EVERYDAY if key == topic} == set(written_languages())


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("de", "Es geht nicht nur um Kündigung, sondern auch um Urlaub", "termination"),
        ("de", "Mein Chef zahlt den Lohn nicht, sondern gibt mir nur Urlaub", "wage"),
        ("de", "Es geht nicht um Urlaub, sondern um meinen Hund", "holiday"),
        ("de", "Es geht nicht um Gewalt, sondern um Urlaub", "violence_protection"),
    ],
)
def test_what_is_not_set_aside_for_another_topic_is_heard(language: str, text: str, topic: str) -> None:
    assert topic in [one.key for one in classify(text, language=language)]
