"""Arabic and Farsi sentences as readers see them, by an independent implementation of the bidi algorithm."""

from __future__ import annotations

import pytest
from bidi import get_display

from campaigns.content.frames import load_frames
from campaigns.content.notation import format_value
from campaigns.content.values import Value, ValueKind
from tests.campaigns.content.reading import plain

VALUES = [
    Value(ValueKind.LAW, "§ 622 BGB"),
    Value(ValueKind.LAW, "§§ 62, 63 EStG"),
    Value(ValueKind.PHONE, "+49 30 1234 567"),
    Value(ValueKind.PHONE, "116 016"),
    Value(ValueKind.PERCENT, "60"),
    Value(ValueKind.DATE, "2026-07-01"),
    Value(ValueKind.TIME, "14:30"),
    Value(ValueKind.URL, "https://example.org/a/"),
    Value(ValueKind.MAIL, "rat@example.org"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.value)
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_value_keeps_its_order_inside_a_right_to_left_line(language: str, value: Value) -> None:
    written = format_value(value, language=language)
    line = load_frames(language).say("line.source_dated", source=written, date=written)
    shown = plain(get_display(line, base_dir="R"))
    assert shown.count(plain(written)) == 2


def test_without_isolates_the_helpline_would_be_another_number() -> None:
    line = load_frames("ar").say("line.source", source="116 016")
    assert "016 116" in get_display(line, base_dir="R")


@pytest.mark.parametrize(("language", "seen"), [("ar", "عيباسأ 3"), ("fa", "هتفه 3")])
def test_duration_reads_from_the_right(language: str, seen: str) -> None:
    written = format_value(Value(ValueKind.DURATION, "3", "week"), language=language)
    shown = plain(get_display(load_frames(language).say("line.source", source=written), base_dir="R"))
    assert seen in shown


@pytest.mark.parametrize(("language", "seen"), [("ar", "13.90 €"), ("fa", "وروی 13.90")])
def test_amount_reads_with_its_sign_as_written_and_with_its_word_from_the_right(
    language: str, seen: str
) -> None:
    written = format_value(Value(ValueKind.AMOUNT, "13.90", "EUR"), language=language)
    shown = plain(get_display(load_frames(language).say("line.source", source=written), base_dir="R"))
    assert seen in shown
