"""Checks of one text alone: letters, direction, marks, wording, room, hashtags, twins, terms."""

from __future__ import annotations

import pytest

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.registry import run_checks
from campaigns.content.checks.subject import Recent, Subject
from campaigns.content.copy import Copy


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


def test_quotation_marks_and_spaces_are_those_of_the_language() -> None:
    assert "typography" in checks_of("de", body='Er sagt "nein".')
    assert "typography" not in checks_of("de", body="Er sagt „nein“.")
    assert "typography" in checks_of("fr", body="Qui paie ?")
    assert "typography" not in checks_of("fr", body="Qui paie\u202f?")


def test_wording_about_the_readers_own_case_is_found() -> None:
    assert "own_case" in checks_of("de", body="In deinem Fall steht dir mehr zu.")
    assert "own_case" in checks_of("ru", body="В вашем случае можно больше.")
    assert "own_case" not in checks_of("de", body="In diesem Fall hilft eine Beratung.")


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


def test_finding_keeps_its_key_while_it_only_moves() -> None:
    first, second = (
        run_checks(Subject(language="de", copy=Copy(headline="h", body=body)))
        for body in ("Es gibt {amount}.", "Im Monat gibt es {amount}.")
    )
    assert [one.key for one in first if one.check == "placeholder"] == [
        one.key for one in second if one.check == "placeholder"
    ]
