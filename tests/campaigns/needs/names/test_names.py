"""Names are removed where a phrase announces them, hardly ever elsewhere, and the figure that is shown is true."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from campaigns.needs.redaction import redact
from campaigns.needs.redaction.gate import may_hold_an_identifier
from campaigns.needs.redaction.measured import measured_names
from tests.campaigns.needs.names.measuring import plain_sentences, tried

MOST_FALSE = 0.01


def test_the_figure_in_the_settings_is_what_is_measured() -> None:
    found = list(tried())
    introduced = [one for one in found if one.kind == "introduced"]
    shown = measured_names()

    assert (shown.names, shown.removed) == (len(found), sum(one.removed for one in found))
    assert (shown.introduced, shown.introduced_removed) == (
        len(introduced),
        sum(one.removed for one in introduced),
    )
    assert shown.languages == len({one.language for one in found})


def test_at_most_one_plain_sentence_in_a_hundred_loses_a_word(shared_data: Path) -> None:
    sentences = list(islice(plain_sentences(shared_data), 0, None, 5))
    touched = [sentence for sentence in sentences if "name" in redact(sentence).counts]

    assert len(sentences) > 3000
    assert len(touched) / len(sentences) <= MOST_FALSE


@pytest.mark.parametrize(
    "sentence",
    [
        "Mein Name ist falsch geschrieben.",
        "Ich heiße Sie willkommen.",
        "Das heißt Kindergeld.",
        "meine Frau sucht Arbeit",
        "My name is misspelled on the contract.",
        "اسمي مكتوب خطأ في العقد",
        "اسم من اشتباه است",
        "моё имя неправильно написано",
        "Wie wird mein Name geändert?",
        "Liebe Grüße aus Köln und danke für alles, was ihr hier macht",
        "ilk adım nedir",
    ],
)
def test_a_phrase_without_a_name_stays_whole(sentence: str) -> None:
    assert redact(sentence).text == sentence


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Frau Müller vom Jobcenter sagt nein", "Frau ⟨name⟩ vom Jobcenter sagt nein"),
        ("Mein Name ist Anna von Berg und ich", "Mein Name ist ⟨name⟩ und ich"),
        ("اسمي محمد عبد الرحمن وأنا من سوريا", "اسمي ⟨name⟩ وأنا من سوريا"),
        ("My name is Ahmed al-Hassan, hello", "My name is ⟨name⟩, hello"),
        ("Kovács Annának hívnak, munkát keresek", "⟨name⟩ hívnak, munkát keresek"),
        ("Ayşe Hanım bana cevap vermedi", "⟨name⟩ Hanım bana cevap vermedi"),
        ("İsmim Ahmet Yılmaz, iş arıyorum", "İsmim ⟨name⟩, iş arıyorum"),
    ],
)
def test_the_name_goes_and_the_rest_stays(sentence: str, left: str) -> None:
    assert redact(sentence).text == left


@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_removing_twice_changes_nothing_and_the_quick_look_misses_nothing(
    change: Callable[[str], str],
) -> None:
    for one in tried():
        sentence = change(one.sentence)
        once = redact(sentence)
        assert redact(once.text).text == once.text
        assert may_hold_an_identifier(sentence) or not once.counts
