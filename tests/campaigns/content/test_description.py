"""The description of a picture after its words changed."""

from __future__ import annotations

from campaigns.content.copy import Copy
from campaigns.content.description import follow

BEFORE = Copy(
    headline="Mini-Job: höchstens 603 € im Monat",
    body="Bis 603 € zahlst du keine Steuern.",
    steps=("Frag nach dem Vertrag.", "Heb ihn auf."),
    alt_text="Text auf dem Bild: Mini-Job: höchstens 603 € im Monat. Bis 603 € zahlst du keine Steuern. "
    "Frag nach dem Vertrag.",
).to_dict()


def test_changed_pieces_are_told_anew() -> None:
    words = {
        **BEFORE,
        "headline": "Mini-Job: höchstens 633 € im Monat",
        "steps": ["Frag nach dem Lohn.", "Heb ihn auf."],
    }
    assert follow(BEFORE, words)["alt_text"] == (
        "Text auf dem Bild: Mini-Job: höchstens 633 € im Monat. Bis 603 € zahlst du keine Steuern. "
        "Frag nach dem Lohn."
    )


def test_a_description_that_somebody_wrote_stays() -> None:
    words = {**BEFORE, "headline": "Etwas anderes", "alt_text": "Eine Frau liest."}
    assert follow(BEFORE, words)["alt_text"] == "Eine Frau liest."
    free = {**BEFORE, "alt_text": "Eine Frau liest."}
    assert follow(free, {**free, "headline": "Etwas anderes"})["alt_text"] == "Eine Frau liest."


def test_a_piece_that_is_gone_leaves_the_description_to_the_writer() -> None:
    assert follow(BEFORE, {**BEFORE, "body": ""})["alt_text"] == BEFORE["alt_text"]
