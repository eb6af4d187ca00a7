"""What checks and refusals keep by its English name is told in the reader's language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.fitting import NO_ROOM
from web.words.content import finding_sentence
from web.words.sentences import said, told_value


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("channel", "Hand-off", "Gruppe"),
        ("channel", "Mastodon", "Mastodon"),
        ("format", "landscape", "Querformat"),
        ("formats", "square, story", "Quadrat, Story"),
        ("layer", "call", "Aufruf zum Handeln"),
    ],
)
def test_a_kept_name_is_told_in_german(app: Flask, name: str, value: str, told: str) -> None:
    with app.test_request_context(), force_locale("de"):
        assert told_value(name, value) == told


def test_a_text_without_room_is_told_in_german(app: Flask) -> None:
    values = {"format": "landscape", "layer": "headline", "excess": 12}
    with app.test_request_context(), force_locale("de"):
        said = finding_sentence(Finding("fit", Severity.WARNING, NO_ROOM, values))
    assert "landscape" not in said and "headline" not in said
    assert "Überschrift" in said


@pytest.mark.parametrize(
    ("piece", "told"),
    [("603 €\u2069 شهريًا", "603 € شهريًا"), ("\u2066603 €\u2069 شهريًا", "\u2066603 €\u2069 شهريًا")],
)
def test_half_a_pair_of_isolates_never_ends_the_one_around_a_piece(app: Flask, piece: str, told: str) -> None:
    with app.test_request_context(), force_locale("de"):
        said = finding_sentence(Finding("said", Severity.ERROR, "“{target}” negates.", {"target": piece}))
    assert f"\u2068{told}\u2069" in said


def test_a_fact_keeps_the_words_it_was_told_by_where_no_programme_has_it(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        told = said("“{fact}” is over.", {"fact": "Mindestlohn: 13,90 €", "fact_key": "minimum-wage-2026"})
    assert told == "“Mindestlohn: 13,90 €” is over."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("The channel answered 422 (duplicate).", "Der Kanal hat mit 422 geantwortet (duplicate)."),
        (
            "The channel did not take it: it did not answer in time.",
            "Der Kanal hat es nicht angenommen: er hat nicht rechtzeitig geantwortet.",
        ),
        ("The channel keeps the film private.", "Der Kanal hält den Film privat."),
    ],
)
def test_what_a_channel_answered_is_told_in_german(app: Flask, answer: str, told: str) -> None:
    with app.test_request_context(), force_locale("de"):
        assert said("{answer}", {"answer": answer}).replace("\u2068", "").replace("\u2069", "") == told
