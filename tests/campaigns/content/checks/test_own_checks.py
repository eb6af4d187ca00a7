"""Checks of one text alone: letters, direction, marks, wording, room, hashtags, twins, terms."""

from __future__ import annotations

import pytest

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.registry import run_checks
from campaigns.content.checks.subject import Recent, Subject
from campaigns.content.copy import Copy
from campaigns.content.glossary.starter import shipped_terms
from campaigns.languages import written_languages


def checks_of(language: str, **fields: object) -> set[str]:
    words = {"imprint": "I", "notice": "N", "headline": "1", **fields}
    return {one.check for one in run_checks(Subject(language=language, copy=Copy.from_dict(words)))}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "كار خوب"),
        ("ar", "عمل کامل"),
        ("ro", "şcoală"),
        ("uk", "скаcування"),
        ("uk", "Киïв"),
        ("de", "Straβe"),
        ("el", "Aντίκρισμα"),
        ("uk", "мы"),
        ("ar", "۴۵ يومًا"),
    ],
)
def test_letter_of_another_alphabet_is_found(language: str, text: str) -> None:
    assert "letters" in checks_of(language, body=text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "کار خوب می‌خواهم"),
        ("ro", "școală"),
        ("uk", "Jobcenter’у"),
        ("de", "Straße"),
        ("bg", "ЕС и DAAD"),
    ],
)
def test_right_letters_are_left_alone(language: str, text: str) -> None:
    assert "letters" not in checks_of(language, body=text)


def test_isolate_without_a_partner_is_an_error() -> None:
    subject = Subject(language="ar", copy=Copy(headline="\u2066§ 622 BGB"))
    assert ("direction", Severity.ERROR) in {(one.check, one.severity) for one in run_checks(subject)}


def test_phone_outside_isolates_is_a_hint_only_from_right_to_left() -> None:
    assert "direction" in checks_of("ar", body="اتصلوا على +49 30 1234 567 الآن")
    assert "direction" not in checks_of("ar", body="اتصلوا على \u2066+49 30 1234 567\u2069 الآن")
    assert "direction" not in checks_of("de", body="Ruf +49 30 1234 567 an")


@pytest.mark.parametrize(
    ("written", "is_fragile"),
    [
        ("0800-4555-00", True),
        ("030 / 1234 56", True),
        ("2027-01-31", True),
        ("https://www.example.org/rat/", True),
        ("31.01.2027", False),
        ("https://www.example.org/rat", False),
        ("13,90", False),
    ],
)
def test_what_would_change_its_order_between_arabic_words_is_told(written: str, is_fragile: bool) -> None:
    assert ("direction" in checks_of("ar", body=f"انظروا {written} الآن")) is is_fragile


def test_quotation_marks_and_spaces_are_those_of_the_language() -> None:
    assert "typography" in checks_of("de", body='Er sagt "nein".')
    assert "typography" not in checks_of("de", body="Er sagt „nein“.")
    assert "typography" in checks_of("fr", body="Qui paie ?")
    assert "typography" not in checks_of("fr", body="Qui paie\u202f?")


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("de", "Er sagt “nein“.", "Er sagt „nein“ und »ja«."),
        ("pl", "Mówi „nie“.", "Mówi „nie”."),
        ("en", "She says „no“.", "She says “no” and doesn’t."),
        ("ru", "Он сказал “нет”.", "Он сказал «нет» и „да“."),
        ("fr", "Il dit «non».", "Il dit «\u00a0non\u00a0»."),
        ("sv", "Hon säger “nej”.", "Hon säger ”nej”."),
        ("ar", "من يدفع?", "من يدفع؟"),
        ("fa", "بله, حتماً", "بله، حتماً"),
        ("el", "Ποιος πληρώνει?", "Ποιος πληρώνει;"),
        ("es", "Quién paga?", "Sí. ¿Quién paga?"),
        ("de", "60% vom Lohn", "60\u00a0% vom Lohn"),
        ("tr", "Ücretin 60 %", "Ücretin %60’ı"),
        ("en", "60 % of pay", "60% of pay"),
    ],
)
def test_marks_of_another_language_are_told(language: str, wrong: str, right: str) -> None:
    assert "typography" in checks_of(language, body=wrong)
    assert "typography" not in checks_of(language, body=right)


OF_THE_READER = {
    "de": "In deinem Fall steht dir mehr zu.",
    "en": "In your case, you will get more.",
    "ar": "يحق لكم في حالتكم مبلغ أكبر.",
    "fa": "در مورد شما مبلغ بیشتر است.",
    "uk": "У вашому випадку можна більше.",
    "ru": "В вашем случае можно больше.",
    "tr": "Sizin durumunuzda daha fazlası mümkün.",
    "fr": "Dans votre cas, c’est plus.",
    "ro": "În cazul dumneavoastră este mai mult.",
    "pl": "W twoim przypadku należy się więcej.",
    "bg": "Във вашия случай се полага повече.",
    "it": "Nel tuo caso spetta di più.",
    "es": "En tu caso te toca más.",
    "hu": "A te esetedben több jár.",
    "hr": "U vašem slučaju pripada vam više.",
    "el": "Στην περίπτωσή σας δικαιούστε περισσότερα.",
    "fi": "Sinun tapauksessasi saat enemmän.",
    "sv": "I ditt fall får du mer.",
    "nl": "In jouw geval krijg je meer.",
}


@pytest.mark.parametrize("language", written_languages())
def test_wording_about_the_readers_own_case_is_found(language: str) -> None:
    assert "own_case" in checks_of(language, body=OF_THE_READER[language])


def test_a_case_of_nobody_is_no_case_of_the_reader() -> None:
    assert "own_case" not in checks_of("de", body="In diesem Fall hilft eine Beratung.")
    assert "own_case" not in checks_of("en", body="In this case advice helps.")
    assert "own_case" not in checks_of("de", body="Wenn du vor Gericht gewinnst, zahlt die Gegenseite.")
    assert "own_case" not in checks_of("de", body="Mit einem Termin gewinnen Sie Zeit. Sie gewinnen Ruhe.")
    assert "own_case" not in checks_of("ru", body="Если вы выиграете, платит другая сторона.")
    assert "own_case" in checks_of("es", body="Sí, en tu caso paga la caja.")


@pytest.mark.parametrize(
    ("source", "is_told"),
    [("Gegebenenfalls zahlt das Jobcenter.", False), ("In Ihrem Fall zahlt das Jobcenter.", True)],
)
def test_words_with_a_second_meaning_are_told_where_the_source_means_the_reader(
    source: str, is_told: bool
) -> None:
    words = {"imprint": "I", "notice": "N", "headline": "1"}
    subject = Subject(
        language="es",
        copy=Copy.from_dict({**words, "body": "En su caso, paga el Jobcenter."}),
        source=Copy.from_dict({**words, "body": source}),
        source_language="de",
    )
    assert ("own_case" in {one.check for one in run_checks(subject)}) is is_told


SUCCESS_PROMISED = {
    "de": "Wir garantieren dir den Erfolg.",
    "en": "We guarantee you success.",
    "ar": "نحن نضمن لكم النجاح.",
    "fa": "ما موفقیت شما را تضمین می‌کنیم.",
    "uk": "Ми гарантуємо успіх.",
    "ru": "Мы гарантируем успех.",
    "tr": "Başarıyı garanti ediyoruz.",
    "fr": "Nous vous garantissons le succès.",
    "ro": "Vă garantăm succesul.",
    "pl": "Gwarantujemy ci sukces.",
    "bg": "Гарантираме ви успех.",
    "it": "Ti garantiamo il successo.",
    "es": "Te garantizamos el éxito.",
    "hu": "Garantáljuk a sikert.",
    "hr": "Jamčimo vam uspjeh.",
    "el": "Σας εγγυόμαστε την επιτυχία.",
    "fi": "Takaamme onnistumisen.",
    "sv": "Vi garanterar framgång.",
    "nl": "Wij garanderen je succes.",
}


@pytest.mark.parametrize("language", written_languages())
def test_promised_success_is_found(language: str) -> None:
    assert "own_case" in checks_of(language, body=SUCCESS_PROMISED[language])


def test_promised_outcome_is_found_and_what_the_law_says_to_everybody_is_not() -> None:
    assert "own_case" in checks_of("de", body="Du bekommst sicher Recht.")
    assert "own_case" not in checks_of("de", body="Dein Arbeitgeber muss dir den Mindestlohn zahlen.")
    assert "own_case" not in checks_of("de", body="Das Gesetz garantiert dir Urlaub.")


LONG = (
    "Wer eine Wohnung sucht und noch keine Arbeit hat, kann beim Amt einen Antrag stellen, mit dem die Miete, die "
    "Heizung und auch der Umzug bezahlt werden."
)


def test_one_long_sentence_in_a_short_text_is_found_where_it_stands() -> None:
    copy = Copy(headline="1", body=f"Kurz gesagt. {LONG}", imprint="I", notice="N")
    found = [one for one in run_checks(Subject(language="de", copy=copy)) if one.check == "readability"]
    assert [(one.place.field, one.target_value) for one in found if one.place.field] == [("body", LONG)]
    assert "readability" not in checks_of("de", body="Wer eine Wohnung sucht, kann einen Antrag stellen.")


def test_a_word_that_nobody_reads_at_once_is_found() -> None:
    word = "Bewilligungszuständigkeitsübertragungsverordnung"
    assert "readability" in checks_of("de", body=f"Das regelt die {word}.")
    assert "readability" not in checks_of(
        "de", body="Das regeln Schwangerschafts-Beratungsstellen-Verordnungen."
    )


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Komm am [Datum] zu uns.", True),
        ("Telefon: ____", True),
        ("Ab XXX gilt das.", True),
        ("Für Kolleg[inn]en und alle anderen.", False),
        ("Es geht weiter [...] am Montag.", False),
    ],
)
def test_place_that_is_left_to_fill_in_is_told(text: str, is_told: bool) -> None:
    assert ("placeholder" in checks_of("de", body=text)) is is_told


def test_hours_of_a_day_are_no_phone_number_from_right_to_left() -> None:
    assert "direction" not in checks_of("ar", body="من 9:00 - 17:00 يوميًا")


def test_placeholder_that_was_never_filled_is_an_error() -> None:
    assert "placeholder" in checks_of("de", body="Es gibt {amount} im Monat.")


def test_hashtag_with_a_space_is_no_hashtag() -> None:
    assert "hashtag" in checks_of("de", hashtags=["#Mutter schutz"])
    assert "hashtag" not in checks_of("ar", hashtags=["#حقوق_العمل"])


def test_post_that_says_the_same_again_is_found() -> None:
    body = "Für jedes Kind gibt es Geld im Monat, auch wenn die Eltern nicht verheiratet sind."
    copy = Copy(headline="Kindergeld", body=body, imprint="I", notice="N")
    found = run_checks(Subject(language="de", copy=copy, recent=[Recent("Kindergeld · 1", copy)]))
    assert "duplicate" in {one.check for one in found}
    other = Copy(
        headline="Elterngeld", body="Wer nach der Geburt zu Hause bleibt, kann Elterngeld beantragen."
    )
    found = run_checks(Subject(language="de", copy=copy, recent=[Recent("Elterngeld · 1", other)]))
    assert "duplicate" not in {one.check for one in found}


def test_one_form_answers_for_every_term_that_allows_it() -> None:
    """ "Residence permit" is right for Aufenthaltserlaubnis and, in plain words, for Aufenthaltstitel."""
    source = Copy(headline="h", body="Dein Aufenthaltstitel, deine Aufenthaltserlaubnis.")
    for body, is_told in (("Your residence permit.", False), ("Your papers.", True)):
        copy = Copy(headline="h", body=body, imprint="I", notice="N")
        found = run_checks(
            Subject(language="en", copy=copy, source=source, terms=shipped_terms()), only=["term"]
        )
        assert bool(found) is is_told


def test_finding_keeps_its_key_while_it_only_moves() -> None:
    first, second = (
        run_checks(Subject(language="de", copy=Copy(headline="h", body=body)))
        for body in ("Es gibt {amount}.", "Im Monat gibt es {amount}.")
    )
    assert [one.key for one in first if one.check == "placeholder"] == [
        one.key for one in second if one.check == "placeholder"
    ]
