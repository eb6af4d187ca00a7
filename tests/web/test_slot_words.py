"""Slots are shown and taken in the words of the reader's language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from web.words.slots import KEYS, slot_word, slot_written


@pytest.mark.any_database
@pytest.mark.parametrize(("language", "shown"), [("de", "Di 12:30"), ("en", "Tue 12:30")])
def test_slot_has_the_weekday_of_the_language(app: Flask, language: str, shown: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert slot_word("Tue 12:30") == shown
        assert [slot_written(slot_word(f"{day} 18:00")) for day in KEYS] == [f"{day} 18:00" for day in KEYS]
        assert (slot_word("18:00"), slot_written(" 18:00 "), slot_written("at noon")) == (
            "18:00",
            "18:00",
            "at noon",
        )
