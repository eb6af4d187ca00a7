"""Topics: the rules at the head of the taxonomy, each with a sentence that needs it."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from campaigns.errors import BadInput
from campaigns.languages import written_languages
from campaigns.needs.keywords import further_keywords
from campaigns.needs.normalising import normalise
from campaigns.needs.taxonomy import parse_taxonomy, taxonomy
from campaigns.needs.topics import EXCEPTION, MARKS, MOST_TOPICS, classify

from .accuracy import told
from .labelled import page_questions

SMALL = """
version: 1
topics:
- {key: pay, rank: 2, area: a, de: Lohn, en: Pay, legal_review: low,
   keywords: {de: [Lohn, nicht bezahlt, "=Geld", "!lohnt", "!=lohnen", lohnt nicht], tr: [maaş], ar: [راتب]}}
- {key: home, rank: 1, area: a, de: Wohnen, en: Home, legal_review: low, boost: 2,
   keywords: {de: ["~miete", Wohnung], en: ["!=wohnung"], uk: [житл]}}
- {key: kids, rank: 3, area: a, de: Kinder, en: Kids, legal_review: low, keywords: {de: [Kindergarten]}}
loanwords:
- {de: Kindergeld, ru: [киндергельд], topic: kids}
"""


def keys(text: str, language: str | None = "de") -> list[str]:
    book = parse_taxonomy(SMALL, where="small.yaml")
    return [one.key for one in classify(text, language=language, book=book)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Lohnabrechnung falsch", "de", ["pay"]),
        ("Arbeitslohn falsch", "de", []),
        ("Geld", "de", ["pay"]),
        ("Geldbeutel", "de", []),
        ("Kaltmieten steigen", "de", ["home"]),
        ("nicht mehr bezahlt", "de", ["pay"]),
        ("nicht noch einmal bezahlt", "de", []),
        ("bezahlt nicht", "de", []),
        ("MAAŞIM YOK", "tr", ["pay"]),
        ("Lohnt sich das?", "de", []),
        ("Lohnen, belohnen", "de", []),
        ("Lohnender Lohn", "de", ["pay"]),
        ("Das lohnt nicht", "de", ["pay"]),
        ("Wohnung", "en", []),
        ("Wohnungen", "en", ["home"]),
        ("Wohnung", "uk", ["home"]),
        ("Lohn maaş", "tr", ["pay"]),
        ("maaş", "fr", []),
        ("maaş", None, ["pay"]),
        ("والراتب", "ar", ["pay"]),
        ("رَاتِب", "ar", ["pay"]),
        ("киндергельд", "uk", ["kids"]),
        ("Wohnung Lohn", "de", ["home", "pay"]),
        ("", "de", []),
    ],
)
def test_topic_by_each_rule_of_matching(text: str, language: str | None, expected: list[str]) -> None:
    assert keys(text, language) == expected


def test_topic_of_the_evaluation_sentences_is_right_in_97_of_100(shared_data: Path) -> None:
    rows = [
        line.split("\t")
        for line in (shared_data / "taxonomy_eval.tsv").read_text(encoding="utf-8").splitlines()
        if line
    ]
    first = any_place = 0
    for language, key, text in rows:
        found = [one.key for one in classify(text, language=language)] or ["unclear"]
        assert len(found) <= MOST_TOPICS
        first += found[0] == key
        any_place += key in found
    assert len(rows) == 149
    assert first / len(rows) >= 0.97
    assert any_place == len(rows)


def test_topic_of_own_sentences_in_every_language_is_right_in_95_of_100() -> None:
    """Sentences as people write them. Those of the second file were written after the keywords and without them.

    Of the second file seven in ten were right at first; what was missing was added, so new sentences like them are
    recognised about as often as those were, not as often as these are now.
    """
    rows = [
        line.split("\t")
        for name in ("topic_sentences.tsv", "topic_sentences_later.tsv")
        for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    ]
    wrong = [
        (key, text)
        for language, key, text in rows
        if next((one.key for one in classify(text, language=language)), "unclear") != key
    ]
    assert len(rows) >= 300
    assert {language for language, _, _ in rows} == set(written_languages())
    assert len(wrong) / len(rows) <= 0.05, wrong


def test_topic_of_sentences_no_keyword_was_made_from_is_right_in_90_of_100() -> None:
    """Sentences that were written before the last keywords and never looked at while those were chosen."""
    rows = [
        line.split("\t")
        for line in Path(__file__)
        .with_name("topic_sentences_unseen.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    right = sum([one.key for one in classify(text, language=code)][:1] == [key] for code, key, text in rows)
    assert {code for code, _, _ in rows} == set(written_languages())
    assert right / len(rows) >= 0.9


def test_keywords_of_every_language_belong_to_topics_and_find_them() -> None:
    """A keyword that finds nothing but other topics in its own language is in the wrong place."""
    stray = [
        (language, key, word)
        for key, by_language in further_keywords().items()
        for language, words in by_language.items()
        for word in words
        if not word.startswith(EXCEPTION)
        and key not in {one.key for one in classify(word.lstrip(MARKS), language=language)}
    ]
    assert set(further_keywords()) <= set(taxonomy().topics)
    assert {code for words in further_keywords().values() for code in words} == set(written_languages())
    assert not stray


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


def test_topics_of_5000_texts_take_less_than_a_second(shared_data: Path) -> None:
    texts = [
        line.split("\t")
        for line in (shared_data / "taxonomy_eval.tsv").read_text(encoding="utf-8").splitlines()
        if line
    ]
    for language, _, text in texts:
        classify(text, language=language)
    seconds = []
    for _ in range(3):  # the best of three: another process may take the processor's cache
        start = time.process_time()
        for number in range(5000):
            language, _, text = texts[number % len(texts)]
            classify(text, language=language)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İSTANBUL", "istanbul"),
        ("ığdır", "igdir"),
        ("Straße", "STRASSE"),
        ("Kündigung", "Kuendigung"),
        ("Łódź", "lodz"),
        ("Đakovo", "đakovo"),
        ("muncă ș", "munca ş"),
        ("ΆΡΘΡΟΣ", "άρθρος"),
        ("п'ять", "п’ять"),
        ("ещё", "еще"),
        ("أجرة", "اجره"),
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("١٢٣", "123"),
        ("۱۲۳", "123"),
        ("ﬁn", "fin"),
    ],
)
def test_normalising_folds_what_readers_take_for_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


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


def test_taxonomy_names_only_topics_and_targets_it_defines() -> None:
    book = taxonomy()
    assert len(book.topics) >= 46
    assert {seed.topic for seed in book.myth_seeds} <= set(book.topics)
    assert {key for key, topic in book.topics.items() if topic.is_sensitive} >= {
        "violence_protection",
        "psychosocial",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "not valid YAML"),
        ("version: 1", "no list of topics"),
        ("topics: [{de: x}]", "without a key"),
        ("topics: [{key: x, de: x, en: x, area: x}]", "lacks “legal_review”"),
        ("topics: [{key: x, de: x, en: x, area: x, legal_review: huge}]", "legal review"),
        (SMALL.replace("key: kids", "key: pay"), "twice"),
        (SMALL.replace("topic: kids}", "topic: none}"), "does not define"),
    ],
)
def test_taxonomy_with_a_mistake_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_taxonomy(text, where="mine.yaml")


def test_topics_of_advice_pages_questions_fit_their_category(shared_data: Path) -> None:
    """Questions generated from pages of advice: of those with a topic, how many fit the page's category."""
    asked = list(page_questions(shared_data))
    answered: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    for question in asked:
        if found := classify(question.text, language=question.language):
            answered[question.language] += 1
            fitting[question.language] += found[0].key in question.fitting
    assert sum(answered.values()) / len(asked) >= 0.85
    assert sum(fitting.values()) / sum(answered.values()) >= 0.88
    assert all(fitting[code] / answered[code] >= 0.85 for code in answered), (fitting, answered)


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


def test_the_report_of_accuracy_counts_by_language_and_names_what_was_wrong() -> None:
    lines = ["de\twage\tWann kommt mein Lohn?", "de\thousing\tWann kommt mein Lohn?", ""]
    report = list(told(lines))
    assert report[0].split() == report[1].replace("de  ", "all ").split()
    assert "first 0.500" in report[0]
    assert report[2:] == ["de\thousing\twage\tWann kommt mein Lohn?"]
