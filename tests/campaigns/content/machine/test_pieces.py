"""What a machine must hand back as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content.machine.judging import flaw_of, settled
from campaigns.content.machine.pieces import cut, lost
from campaigns.content.notation import LRI, PDI, without_isolates


def held(text: str, *terms: str) -> list[str]:
    return [piece.text for piece in cut(text, terms) if piece.held]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Frag unter https://beispiel.example/rat?x=1.", ["https://beispiel.example/rat?x=1"]),
        ("Schreib an rat@beispiel.example!", ["rat@beispiel.example"]),
        ("Ruf 116 016 an", ["116 016"]),
        ("Ruf +49 30 1234567 oder 030 / 123 45 67 an", ["+49 30 1234567", "030 / 123 45 67"]),
        ("Nach § 622 Abs. 2 BGB gilt", ["§ 622 Abs. 2 BGB"]),
        ("Art. 20 GG gilt", ["Art. 20 GG"]),
        ("Es gilt §\u00a07 SGB II.", ["§\u00a07 SGB II"]),
        ("Hallo {name}, #Kindergeld", ["{name}", "#Kindergeld"]),
        ("259 € im Monat ab dem 1. Januar 2027", []),
    ],
)
def test_addresses_laws_and_marks_are_held(text: str, pieces: list[str]) -> None:
    assert held(text) == pieces


def test_the_longest_term_of_the_glossary_wins() -> None:
    text = "Die Agentur für Arbeit, nicht die Agentur."
    assert held(text, "Agentur", "Agentur für Arbeit") == ["Agentur für Arbeit", "Agentur"]


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=3))
def test_pieces_joined_are_the_text(text: str, terms: list[str]) -> None:
    assert "".join(piece.text for piece in cut(text, terms)) == without_isolates(text)


def test_a_changed_number_is_lost_and_a_no_break_space_is_not() -> None:
    pieces = cut("Ruf 116 016 an")
    assert lost(pieces, "Appelle le 116\u00a0016") == []
    assert lost(pieces, "Appelle le 116 106") == ["116 016"]


def test_a_piece_that_stood_twice_stands_twice() -> None:
    pieces = cut("§ 7 SGB II und noch einmal § 7 SGB II")
    assert lost(pieces, "§ 7 SGB II") == ["§ 7 SGB II"]


@pytest.mark.parametrize(
    ("answer", "flaw"),
    [
        ("اتصلي بالرقم 116 016 إذا احتجتِ إلى مساعدة.", None),
        ("اتصلي بالرقم 116 106 إذا احتجتِ إلى مساعدة.", "The machine did not keep “{piece}” as it is."),
        ("Ruf 116 016 an, wenn du einmal Hilfe brauchst.", "The machine gave the text back untranslated."),
        ("116 016 " + "ا" * 400, "The machine's answer is far longer than the text."),
        (
            "Call 116 016 if you ever need some help.",
            "The machine answered in another language ({language}).",
        ),
        ("اتصلي 116 016 \u202e", "The machine's answer holds hidden control characters."),
    ],
)
def test_an_answer_is_judged_before_anybody_reads_it(answer: str, flaw: str | None) -> None:
    pieces = cut("Ruf 116 016 an, wenn du einmal Hilfe brauchst.")
    found = flaw_of(
        "body",
        pieces,
        answer,
        target="ar",
        same_language=False,
        detect=lambda text: "en" if "Call" in text else None,
    )
    assert (found.message if found else None) == flaw


@pytest.mark.parametrize(
    ("source", "answer", "flaw"),
    [
        ("Schritt für Schritt", "خطوة بخطوة", None),
        ("Mutterschutz", "حماية الأمومة (Mutterschutz)", None),
        ("Schritt für Schritt", "Schritt für Schritt", "The machine gave the text back untranslated."),
        (
            "Schritt für Schritt",
            "Step by step",
            "The machine's answer is not in the letters of the language.",
        ),
        ("Schritt für Schritt", "…", "The machine answered without a word."),
        ("Lass dich kostenlos beraten.", "أ", "The machine's answer is far shorter than the text."),
        ("Frist", "مهلة مهلة مهلة مهلة", "The machine repeats itself."),
        ("Frist", "مهلة\nشرح", "The machine's answer has several paragraphs; the text is one line."),
        (
            "Frist",
            "هذه هي الترجمة التي طلبتموها للكلمة مهلة",
            "The machine's answer is far longer than the text.",
        ),
    ],
)
def test_a_short_answer_is_judged_too(source: str, answer: str, flaw: str | None) -> None:
    found = flaw_of(
        "headline", cut(source), answer, target="ar", same_language=False, detect=lambda text: None
    )
    assert (found.message if found else None) == flaw


def test_in_right_to_left_languages_held_pieces_are_isolated_once() -> None:
    pieces = cut("Ruf 116 016 an: https://beispiel.example/rat")
    answer = f"اتصلي {LRI}116 016{PDI} أو 116 016: https://beispiel.example/rat"
    assert settled(pieces, answer, target="ar") == (
        f"اتصلي {LRI}116 016{PDI} أو {LRI}116 016{PDI}: https://beispiel.example/rat"
    )
    assert settled(pieces, "Appelle le 116 016", target="fr") == "Appelle le 116 016"
